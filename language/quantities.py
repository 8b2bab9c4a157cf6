"""Finding what a text measures and counts: numbers with their units, nouns and modifiers."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from language.amounts import Amount, amount, currency_before
from language.counted import Counted, mass_after, plural_after, singular_after
from language.identifiers import find_identifiers, not_quantities
from language.lists import word_set
from language.modifiers import Looseness, modifier_after, modifier_before
from language.numerals import numbers_in, read_numeral
from language.quantity_comparison import compare_quantities
from language.shares import odds, ordinal, share
from language.types import Modifier, Quantity

__all__ = ["compare_quantities", "find_identifiers", "find_quantities"]

_BARE_SCALES: Final = word_set("hundred thousand million billion trillion dozen")
_OF: Final = re.compile(r"\s(?:worth\s)?of(?:\s(?:the|its|their|our|all))?(?=\s)", re.I)
_IN: Final = re.compile(r"\s(?:worth\sof|of|in)(?:\s(?:the|its|their|our|all|new))?(?=\s)", re.I)
_PER: Final = re.compile(r"(?:/|\s(?:per|an?|each)\s)(?P<what>[a-z]{1,12}|[0-9][0-9,]*)\b", re.I)
_PERIODS: Final = word_set(
    "hour day week month year second minute barrel ton tonne gallon person capita km liter litre"
)
# How far "nearly" and "just over" reach.
_MARGIN: Final = 0.06
_OLD: Final = re.compile(r"[\s-]olds?\b", re.IGNORECASE)
_PER_BEFORE: Final = re.compile(r"\b(?:per|every)\s\Z", re.IGNORECASE)
_CAPITALISED: Final = re.compile(r"(?<=[\w,’'\"”)] )(?P<word>[A-Z][\w’'-]*)\s\Z")
_NO_LABEL: Final = word_set(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday The A An In On At By For From With
    About Some Nearly Over And Or To Of
    """
)


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of `text` in order, without overlaps.

    Left out are numbers that measure nothing: years, days of a month, times of day, phone numbers
    and names such as "Resolution 2397", "F-16" or "9/11" (see `find_identifiers`). Shares in words
    ("a third of", "one in five") are percentages with the modifier "about". "Nearly 405" and "just
    over 200" are "about" with the range that they leave open; "dozens" is at least two dozen.
    """
    return list(_quantities(text))


def _quantities(text: str) -> Iterator[Quantity]:
    numbers = list(numbers_in(text))
    masks = iter(not_quantities(text, [found.span() for found in numbers]))
    mask = next(masks, None)
    at = 0
    for found in numbers:
        while mask and mask.end <= found.start():
            mask = next(masks, None)
        if found.start() < at or (mask and mask.start < found.end()):
            continue
        quantity = _quantity_at(text, found)
        if quantity and quantity.start >= at:
            yield quantity
            at = quantity.end


def _quantity_at(text: str, found: re.Match[str]) -> Quantity | None:
    currency = currency_before(text, found.start())
    number = read_numeral(text, found, money=currency is not None)
    if number.form == "ordinal":
        return ordinal(text, number)
    if number.form == "fraction":
        return _finished(text, share(text, number))
    if chance := odds(text, number):
        return _finished(text, chance)
    unit, start = currency or (None, found.start())
    written = amount(text, start, number, unit)
    if _measures_nothing(text, written):
        return None
    loose = modifier_after(text, written.end)  # "20,000+ jobs", "ten or so ships"
    measured = _measured(text, replace(written, end=loose[1]) if loose else written)
    usual: Looseness = "at_least" if number.form == "vague" else "exact"
    return _finished(text, measured, loose[0] if loose else usual)


def _measures_nothing(text: str, written: Amount) -> bool:
    number = text[written.low.start : written.low.end]
    if number.lower() in _BARE_SCALES or _PER_BEFORE.search(text[: written.start][-8:]):
        return True
    if written.unit is None and text[written.end : written.end + 1].isalpha():
        return True
    return _is_year(text, written, number)


def _is_year(text: str, written: Amount, number: str) -> bool:
    if written.low.form != "digits" or len(number) != 4 or not number.isdigit():
        return False
    if not 1500 <= int(number) <= 2099 or written.start != written.low.start:
        return False
    if written.unit is None:
        counted = plural_after(text, written.end)
        return not (counted and not counted.qualifiers and counted.noun in _CROWDS)
    return written.unit.dimension in ("money", "time")


_CROWDS: Final = word_set(
    "person soldier child woman man missile death civilian refuge casualti job"
)


def _measured(text: str, written: Amount) -> Quantity | None:
    low, high = sorted((written.in_base(written.low.value), written.in_base(written.high.value)))
    quantity = Quantity(
        start=written.start,
        end=written.end,
        wording="",
        low=low,
        high=high,
        unit=written.unit.name if written.unit else "",
        dimension=written.unit.dimension if written.unit else "none",
        step=max(written.low.step, written.high.step)
        * (written.unit.factor if written.unit else 1),
    )
    if written.unit:
        return _with_subject(text, quantity) if _is_single_unit(text, written) else None
    return _counting(text, written, quantity)


def _is_single_unit(text: str, written: Amount) -> bool:
    """Tell whether "one day" and the like is a measure: not in "one day he will"."""
    return text[written.start : written.end].lower() not in ("one day", "one time", "one point")


def _with_subject(text: str, quantity: Quantity) -> Quantity:
    if quantity.dimension == "time" and (old := _OLD.match(text, quantity.end)):
        return replace(quantity, noun="old", end=old.end())
    quantity = _per(text, quantity)
    of = (_IN if quantity.dimension == "money" else _OF).match(text, quantity.end)
    subject = mass_after(text, of.end()) if of and quantity.dimension in _OF_SOMETHING else None
    if not subject:
        return quantity
    return replace(quantity, noun=subject.noun, qualifiers=subject.qualifiers, end=subject.end)


_OF_SOMETHING: Final = frozenset(("percent", "money", "mass", "volume", "area"))


def _counting(text: str, written: Amount, quantity: Quantity) -> Quantity | None:
    counted = _noun(text, written)
    if _is_label(text, written, counted):
        return None
    if counted:
        return _per(
            text,
            replace(
                quantity,
                end=counted.end,
                unit=counted.noun,
                dimension="count",
                noun=counted.noun,
                qualifiers=counted.qualifiers,
            ),
        )
    return None if written.low.form in ("words", "vague") and quantity.high < 100 else quantity


def _noun(text: str, written: Amount) -> Counted | None:
    single = written.low.value == written.high.value == 1
    if single or text.startswith("-", written.end):
        return singular_after(text, written.end)
    return plural_after(text, written.end)


def _is_label(text: str, written: Amount, counted: Counted | None) -> bool:
    """Tell whether the number is part of a name, as in "Nord Stream 2"."""
    number = text[written.start : written.end]
    if not number.isdigit() or (counted and int(number) >= 10):
        return False
    found = _CAPITALISED.search(text[max(0, written.start - 24) : written.start])
    return found is not None and found["word"] not in _NO_LABEL


def _per(text: str, quantity: Quantity) -> Quantity:
    """Add what a rate is per: "USD per hour", "death per 1000"; "2 percent a year" stays."""
    found = _PER.match(text, quantity.end)
    if not found or quantity.dimension == "percent":
        return quantity
    what = found["what"].lower().replace(",", "")
    if not what.isdigit() and what not in _PERIODS:
        return quantity
    return replace(quantity, unit=f"{quantity.unit} per {what}", end=found.end())


def _finished(
    text: str, quantity: Quantity | None, usual: Looseness | None = None
) -> Quantity | None:
    """Add the modifier that is written around the quantity, else `usual`, and the wording."""
    if quantity is None:
        return None
    before = modifier_before(text, quantity.start)
    if (
        before
        and quantity.dimension == "time"
        and text[before[1] : before[1] + 4].lower() == "over"
    ):
        before = None  # "over three days" is the time it took
    after = modifier_after(text, quantity.end)
    start = before[1] if before else quantity.start
    end = after[1] if after else quantity.end
    kind = (before or after or (usual or quantity.modifier, 0))[0]
    modifier, low, high = _loosened(kind, quantity.low, quantity.high)
    return replace(
        quantity,
        start=start,
        end=end,
        wording=text[start:end],
        low=low,
        high=high,
        modifier=modifier,
    )


def _loosened(kind: Looseness, low: float, high: float) -> tuple[Modifier, float, float]:
    if kind == "nearly":
        return "about", low - _MARGIN * abs(low), high
    if kind == "just_over":
        return "about", low, high + _MARGIN * abs(high)
    return kind, low, high
