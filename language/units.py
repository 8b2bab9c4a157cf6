"""Units of measure and currencies: how they are written and what they are worth in one base unit.

Base units: the currency itself, percent, percentage points, kilometres, kilograms, seconds, degrees
Celsius, square kilometres, litres, kilometres per hour, kilowatt hours, kilowatts. Factors: the
International System of Units, 9th edition, and NIST Special Publication 811, appendix B; a calendar
year is 365.25 days, a month a twelfth of it.
"""

import re
from dataclasses import dataclass
from typing import Final

from language.types import Dimension


@dataclass(frozen=True, slots=True)
class Unit:
    """A way to measure: `value` in it is ``value * factor + offset`` in the base unit `name`."""

    name: str
    dimension: Dimension
    factor: float = 1.0
    offset: float = 0.0


_DAY: Final = 86400.0
_YEAR: Final = 365.25 * _DAY

_MEASURES: Final[tuple[tuple[str, Dimension, tuple[tuple[float, str], ...]], ...]] = (
    ("percent", "percent", ((1, "%|percent|per cent|pct|pct."),)),
    (
        "percentage_point",
        "percentage_points",
        (
            (1, "percentage point|percentage points|percentage-point|%-point|pp|ppt|ppts"),
            (1, "percent points|per cent points"),
            (0.01, "basis point|basis points|basis-point|bps|bp"),
        ),
    ),
    (
        "km",
        "length",
        (
            (1, "km|kms|kilometer|kilometers|kilometre|kilometres"),
            (1e-3, "m|meter|meters|metre|metres"),
            (1e-5, "cm|centimeter|centimeters|centimetre|centimetres"),
            (1e-6, "mm|millimeter|millimeters|millimetre|millimetres"),
            (1.609344, "mile|miles"),
            (1.852, "nautical mile|nautical miles|nm|nmi"),
            (3.048e-4, "foot|feet|ft"),
            (2.54e-5, "inch|inches"),
            (9.144e-4, "yard|yards"),
        ),
    ),
    (
        "kg",
        "mass",
        (
            (1, "kg|kgs|kilo|kilos|kilogram|kilograms|kilogramme|kilogrammes"),
            (1e-3, "g|gram|grams|gramme|grammes"),
            (1e-6, "mg|milligram|milligrams"),
            (1e3, "ton|tons|tonne|tonnes|metric ton|metric tons|metric tonnes|mt"),
            (0.45359237, "lb|lbs|pound|pounds"),
            (0.028349523125, "ounce|ounces|oz"),
        ),
    ),
    (
        "s",
        "time",
        (
            (1, "s|sec|second|seconds"),
            (60, "min|mins|minute|minutes"),
            (3600, "h|hr|hrs|hour|hours"),
            (_DAY, "day|days|calendar days"),
            (7 * _DAY, "week|weeks"),
            (14 * _DAY, "fortnight|fortnights"),
            (_YEAR / 12, "month|months|calendar months"),
            (_YEAR, "year|years|yr|yrs|calendar years"),
            (10 * _YEAR, "decade|decades"),
            (100 * _YEAR, "century|centuries"),
        ),
    ),
    (
        "km2",
        "area",
        (
            (1, "sq km|square kilometer|square kilometers|km2|km²"),
            (1, "square kilometre|square kilometres"),
            (1e-6, "sq m|square meter|square meters|square metre|square metres|m2|m²"),
            (2.589988110336, "sq mi|sq mile|sq miles|square mile|square miles"),
            (9.290304e-8, "sq ft|square foot|square feet"),
            (0.01, "hectare|hectares|ha"),
            (0.0040468564224, "acre|acres"),
        ),
    ),
    (
        "l",
        "volume",
        (
            (1, "liter|liters|litre|litres"),
            (1e-3, "ml|milliliter|milliliters|millilitre|millilitres"),
            (1e3, "cubic meter|cubic meters|cubic metre|cubic metres|cu m|m3|m³"),
            (1e12, "cubic kilometer|cubic kilometers|cubic kilometre|cubic kilometres|cu km"),
            (28.316846592, "cubic foot|cubic feet|cu ft"),
            (3.785411784, "gallon|gallons"),
            (158.987294928, "bbl"),
        ),
    ),
    (
        "km/h",
        "speed",
        (
            (1, "km/h|kph|kmh|kilometers per hour|kilometres per hour|kilometers an hour"),
            (1, "kilometres an hour"),
            (1.609344, "mph|miles per hour|miles an hour"),
            (1.852, "knot|knots"),
            (3.6, "m/s|meters per second|metres per second|meters a second|metres a second"),
            (3600, "km/s|kilometers per second|kilometres per second"),
        ),
    ),
    (
        "kWh",
        "energy",
        (
            (1, "kwh|kilowatt hour|kilowatt hours|kilowatt-hours"),
            (1e3, "mwh|megawatt hours|megawatt-hours"),
            (1e6, "gwh|gigawatt hours|gigawatt-hours"),
            (1e9, "twh|terawatt hours|terawatt-hours"),
        ),
    ),
    (
        "kW",
        "power",
        (
            (1e-3, "watt|watts"),
            (1, "kw|kilowatt|kilowatts"),
            (1e3, "mw|megawatt|megawatts"),
            (1e6, "gw|gigawatt|gigawatts"),
            (1e9, "tw|terawatt|terawatts"),
        ),
    ),
    (
        "point",
        "count",
        ((1, "point|points"),),
    ),
)
_CELSIUS: Final = "°c|° c|℃|degrees celsius|degree celsius|degrees centigrade|degrees c|celsius"
_FAHRENHEIT: Final = "°f|° f|℉|degrees fahrenheit|degree fahrenheit|degrees f|fahrenheit"
_CURRENCY_WORDS: Final = (
    ("USD", "usd|dollar|dollars|us dollar|us dollars|u.s. dollar|u.s. dollars|american dollars"),
    ("EUR", "eur|euro|euros"),
    ("GBP", "gbp|pounds sterling|pound sterling|british pounds|sterling"),
    ("JPY", "jpy|yen|japanese yen"),
    ("CNY", "cny|rmb|yuan|renminbi|chinese yuan"),
    ("KRW", "krw|won|south korean won|korean won"),
    ("CHF", "chf|swiss franc|swiss francs"),
    ("RUB", "rub|ruble|rubles|rouble|roubles"),
    ("INR", "inr|rupee|rupees|indian rupees"),
    ("AUD", "aud|australian dollar|australian dollars"),
    ("CAD", "cad|canadian dollar|canadian dollars"),
    ("NZD", "nzd|new zealand dollars"),
    ("HKD", "hkd|hong kong dollars"),
    ("ILS", "ils|shekel|shekels"),
    ("UAH", "uah|hryvnia|hryvnias"),
    ("TRY", "turkish lira|liras"),
    ("SAR", "sar|saudi riyals|riyals"),
    ("BRL", "brl|reais"),
    ("MXN", "mxn|mexican pesos"),
    ("SEK", "sek|swedish kronor|kronor"),
    ("NOK", "nok|norwegian kroner"),
    ("ZAR", "zar|rand"),
)
SYMBOLS: Final = {
    **dict.fromkeys(("$", "US$", "U.S.$", "USD"), "USD"),
    **{"€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP", "¥": "JPY", "JPY": "JPY"},
    **{"₩": "KRW", "KRW": "KRW", "₹": "INR", "₽": "RUB", "₪": "ILS", "₴": "UAH", "₺": "TRY"},
    **{"A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD"},
    **{"S$": "SGD", "R$": "BRL", "NT$": "TWD", "CHF": "CHF", "CNY": "CNY", "RMB": "CNY"},
}


def _all_units() -> dict[str, Unit]:
    units = {
        form: Unit(name, dimension, factor)
        for name, dimension, rows in _MEASURES
        for factor, forms in rows
        for form in forms.split("|")
    }
    units |= {form: Unit("C", "temperature") for form in _CELSIUS.split("|")}
    fahrenheit = Unit("C", "temperature", 5 / 9, -160 / 9)
    units |= dict.fromkeys(_FAHRENHEIT.split("|"), fahrenheit)
    units |= {
        form: Unit(name, "money") for name, forms in _CURRENCY_WORDS for form in forms.split("|")
    }
    return units | {"cents": Unit("USD", "money", 0.01)}


UNITS: Final = _all_units()
# After a number: " km", "-kilometre", "%"; single letters only in the given case.
AFTER_NUMBER: Final = re.compile(
    r"[\s-]{0,2}(?P<unit>"
    + "|".join(re.escape(form).replace(r"\ ", r"[\s-]") for form in sorted(UNITS, key=len)[::-1])
    + r")(?![\w/²³]|-(?:elect|led|based))",
    re.IGNORECASE,
)
_METRES: Final = re.compile(
    r"\s?(?:[.,;:)\]]|$|(?:tall|long|high|deep|wide|above|below|from|of|in|and|or|to|away|apart)\b)"
)


def unit_after(text: str, at: int) -> tuple[Unit, int] | None:
    """Return the unit written directly after a number that ends at `at`, and where it ends."""
    found = AFTER_NUMBER.match(text, at)
    if not found or not _plausible(text, found):
        return None
    form = re.sub(r"[\s-]", " ", found["unit"].lower())
    unit = UNITS.get(form) or UNITS.get(found["unit"].lower())
    return (unit, found.end()) if unit else None


def _plausible(text: str, found: re.Match[str]) -> bool:
    written = found["unit"]
    if len(written) == 1 and written.isalpha():
        apart = found.start() < found.start("unit")
        if written == "m":
            return _METRES.match(text, found.end()) is not None
        return written == "g" or (apart and written in "sh")
    if written.lower() in {"mt", "nm", "ha", "pp", "rand", "won"}:
        return written.islower()
    return True
