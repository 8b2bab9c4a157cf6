"""Amounts in a text: one number or a range of two, and the unit or currency they are given in."""

import re
from dataclasses import dataclass, replace
from typing import Final

from language.numerals import AND_A_HALF, Numeral, numeral_at
from language.units import SYMBOLS, Unit, unit_after

_SYMBOL: Final = "|".join(re.escape(symbol) for symbol in sorted(SYMBOLS, key=len)[::-1])
_CURRENCY_BEFORE: Final = re.compile(rf"(?<![A-Za-z])(?:{_SYMBOL})\s?\Z")
_CURRENCY: Final = re.compile(rf"(?:{_SYMBOL})\s?(?=[0-9.])")
_JOINT: Final = re.compile(r"\s?(?P<dash>[-–~—])\s?|,?\s(?P<word>to|and|or)\s", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\bbetween\s(?:about\s|roughly\s)?\Z", re.IGNORECASE)
_FROM: Final = re.compile(r"\bfrom\s(?:about\s|roughly\s)?\Z", re.IGNORECASE)
_RANGED: Final = frozenset(("digits", "words", "mixed"))


@dataclass(frozen=True, slots=True)
class Amount:
    """One written amount; ``low`` and ``high`` are the same numeral unless it is a range."""

    start: int
    end: int
    low: Numeral
    high: Numeral
    unit: Unit | None

    def in_base(self, value: float) -> float:
        """Convert `value` from the written unit to the base unit."""
        return value * self.unit.factor + self.unit.offset if self.unit else value


def currency_before(text: str, at: int) -> tuple[Unit, int] | None:
    """Return the currency whose sign ends at `at`, and where the sign begins."""
    found = _CURRENCY_BEFORE.search(text[max(0, at - 6) : at])
    if not found:
        return None
    return Unit(SYMBOLS[found[0].strip()], "money"), at - len(found[0])


def amount(text: str, start: int, number: Numeral, currency: Unit | None) -> Amount:
    """Return the amount that begins with `number`; `start` is where its currency sign begins."""
    unit, end = currency, number.end
    of = number.form == "vague" and text.startswith(" of ", end)  # "tens of tons"
    if not currency and (found := unit_after(text, end + 3 * of)):
        unit, end = found
    if half := AND_A_HALF.match(text, end):  # "an hour and a half"
        number, end = replace(number, value=number.value + 0.5, step=0.1), half.end()
    single = Amount(start, end, number, number, unit)
    return _range(text, single) or single


def _range(text: str, first: Amount) -> Amount | None:
    joint = _JOINT.match(text, first.end)
    if not joint or first.low.form not in _RANGED:
        return None
    symbol = _CURRENCY.match(text, joint.end())
    currency = Unit(SYMBOLS[symbol[0].strip()], "money") if symbol else None
    in_money = currency is not None or (first.unit is not None and first.unit.dimension == "money")
    number = numeral_at(text, symbol.end() if symbol else joint.end(), money=in_money)
    if number is None or number.form not in _RANGED:
        return None
    low = _share_scale(first.low, number)
    if not _joined(text, joint, low, number):
        return None
    return _with_unit(text, replace(first, low=low, high=number), currency)


def _share_scale(low: Numeral, high: Numeral) -> Numeral:
    """Give "25" its million in "25-30 million"."""
    if high.scale == 1 or low.scale != 1 or low.value >= high.value / high.scale:
        return low
    return replace(low, value=low.value * high.scale, step=low.step * high.scale)


def _joined(text: str, joint: re.Match[str], low: Numeral, high: Numeral) -> bool:
    if high.value <= low.value:
        return False
    before = text[max(0, low.start - 24) : low.start].rstrip("$€£¥")
    word = (joint["word"] or "").lower()
    if word == "and":
        return _BETWEEN.search(before) is not None
    if word == "or":
        return high.value <= 2 * low.value + 1
    return word != "to" or not _FROM.search(before)


def _with_unit(text: str, pair: Amount, currency: Unit | None) -> Amount | None:
    unit, end = currency, pair.high.end
    if not currency and (found := unit_after(text, end)):
        unit, end = found
    if pair.unit and unit and unit != pair.unit:
        return None
    return replace(pair, unit=pair.unit or unit, end=end)
