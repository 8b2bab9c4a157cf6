"""Parts and places: "a third of voters", "one in five", "half a point", "the fifth launch"."""

import re
from typing import Final

from language.counted import Counted, mass_after, plural_after, singular_after
from language.modifiers import modifier_before
from language.numerals import Numeral, numeral_at
from language.types import Quantity
from language.units import UNITS, Unit, unit_after

_ODDS: Final = re.compile(r"\s(?:in|out\sof)\s(?:every\s)?(?=[0-9a-z])", re.IGNORECASE)
_OF: Final = re.compile(r"\s(?:of\s)?(?:the|its|their|our|all|his|her)?(?=\s)", re.IGNORECASE)
_SHARED: Final = re.compile(r"\sof\b|\s(?:the|its|their|our|his|her)\s|[-\s]majority\b", re.I)
_POINT: Final = re.compile(r"[\s-]?(?:of\s)?(?:an?\s|one\s)?(?:percentage[\s-])?points?\b", re.I)
_OF_A: Final = re.compile(r"[\s-](?:of\s)?(?:an?|one)\b", re.IGNORECASE)
_GAP: Final = re.compile(r"[\s-]")
_TIMES_BEFORE: Final = re.compile(
    r"\b(?:past|last|previous|next|first|second|final|few|consecutive|these|those|the)\s\Z", re.I
)
_NOT_COUNTED: Final = re.compile(
    r"[\s-](?:quarter|half|trimester|grade|degree|hand|lady|ladies|party|parties|world|amendment"
    r"|class|rate|thing|place|person|vice|deputy|secretary|lieutenant|sergeant|[0-9]|one|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)


def odds(text: str, number: Numeral) -> Quantity | None:
    """Return the share that "one in five" or "nine out of 10" names."""
    joint = _ODDS.match(text, number.end)
    if not joint or number.form not in ("digits", "words") or not 1 <= number.value <= 99:
        return None
    whole = numeral_at(text, joint.end())
    if whole is None or whole.form not in ("digits", "words") or whole.scale != 1:
        return None
    if not number.value < whole.value <= 1000 or text[whole.end : whole.end + 1].isalpha():
        return None
    if (unit := unit_after(text, whole.end)) and unit[0].dimension != "count":
        return None
    if "out" not in joint[0].lower() and not (whole.value <= 20 or whole.value % 10 == 0):
        return None
    return _part_of(text, number.start, whole.end, number.value / whole.value)


def share(text: str, number: Numeral) -> Quantity | None:
    """Return what a fraction in words is: a share, points, a measure, or after all an ordinal."""
    if point := _POINT.match(text, number.end):
        return _exact(number, point.end(), UNITS["percentage point"])
    of_a = _OF_A.match(text, number.end)
    if unit := unit_after(text, of_a.end() if of_a else number.end):
        return _exact(number, unit[1], unit[0])
    if _is_share(text, number):
        return _part_of(text, number.start, number.end, number.value)
    return _as_ordinal(text, number)


def _is_share(text: str, number: Numeral) -> bool:
    written = text[number.start : number.end].lower()
    if _TIMES_BEFORE.search(text[max(0, number.start - 16) : number.start]):
        return False
    if number.value > 1:
        return False
    if _SHARED.match(text, number.end):
        return written != "quarter" and not written.startswith(("third", "fourth", "fifth"))
    several = written.endswith("s") and ("-" in written or not written.endswith("quarters"))
    return several or (written == "half" and modifier_before(text, number.start) is not None)


def _exact(number: Numeral, end: int, unit: Unit) -> Quantity:
    value = number.value * unit.factor
    step = 0.01 * unit.factor
    return Quantity(number.start, end, "", value, value, unit.name, unit.dimension, step=step)


def _part_of(text: str, start: int, end: int, value: float) -> Quantity:
    of = _OF.match(text, end)
    noun = mass_after(text, of.end() if of else end) if of else plural_after(text, end)
    subject = noun or Counted("", (), end)
    return Quantity(
        start=start,
        end=subject.end,
        wording="",
        low=100 * value,
        high=100 * value,
        unit="percent",
        dimension="percent",
        modifier="about",
        noun=subject.noun,
        qualifiers=subject.qualifiers,
        step=1.0,
    )


def _as_ordinal(text: str, number: Numeral) -> Quantity | None:
    gap = _GAP.search(text, number.start, number.end)
    found = numeral_at(text, gap.end()) if gap else None
    return ordinal(text, found) if found and found.form == "ordinal" else None


def ordinal(text: str, number: Numeral) -> Quantity | None:
    """Return the place in a row, where the noun is one that is counted ("the fifth launch")."""
    written = text[number.start : number.end]
    counted = singular_after(text, number.end)
    if not counted or _NOT_COUNTED.match(text, number.end):
        return None
    following = text[number.end + 1 : number.end + 2]
    if written[:1].isupper() and following.isupper():
        return None
    return Quantity(
        start=number.start,
        end=counted.end,
        wording=text[number.start : counted.end],
        low=number.value,
        high=number.value,
        unit=counted.noun,
        dimension="ordinal",
        noun=counted.noun,
        qualifiers=counted.qualifiers,
    )
