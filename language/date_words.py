"""The words dates are written with, and the pieces that the patterns of dates share."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from language.lists import any_of
from language.numerals import ORDINALS, VALUES
from language.periods import Period
from language.types import Granularity

_MONTH_NAMES: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_DAY_NAMES: Final = (
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)
MONTHS: Final = {
    **{name[:3].lower(): number for number, name in enumerate(_MONTH_NAMES, 1)},
    "sept": 9,
}
WEEKDAYS: Final = {name.lower(): number for number, name in enumerate(_DAY_NAMES)}

_MONTH_FORMS: Final = {
    form
    for name in _MONTH_NAMES
    for short in (name, name[:3], "Sept" if name == "September" else name)
    for form in (short, short.upper())
}
_DAY_FORMS: Final = {form for name in _DAY_NAMES for form in (name, name.upper())}
MONTH: Final = rf"{any_of(_MONTH_FORMS)}\b\.?"
WEEKDAY: Final = rf"{any_of(_DAY_FORMS)}\b"
DAY: Final = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9A-Za-z]|[.,:/][0-9]|\s?%)"
YEAR: Final = r"(?:1[5-9]|20)[0-9]{2}(?![0-9A-Za-z%]|,[0-9]{3}|\.[0-9])"
COUNT: Final = rf"(?:[0-9]{{1,4}}|{any_of(VALUES)}(?:-{any_of(list(VALUES)[1:10])})?)"
_TENS: Final = any_of([word for word, value in VALUES.items() if value >= 20])
ORDINAL: Final = rf"(?:[0-9]{{1,2}}(?:st|nd|rd|th)|(?:{_TENS}[\s-])?{any_of(ORDINALS)})"
_FUTURE: Final = re.compile(
    r"\b(?:will|shall|won't|going to|scheduled|expected|due|upcoming|plans? to|planned"
    r"|ends|expires|runs out|falls due|steps down|takes (?:effect|office|place))\b"
)
_ONLY_PAST: Final = re.compile(r"\b(?:since|ended|ending|last)\s\Z", re.IGNORECASE)
_TO_COME: Final = re.compile(r"\b(?:by|until|till|through|before|ahead of)\s\Z", re.IGNORECASE)

_SOON: Final = 21


@dataclass(frozen=True, slots=True)
class Context:
    """The text around a date, and the day from which relative dates are counted."""

    text: str
    reference: date | None

    def before(self, at: int, length: int = 32) -> str:
        """Return the `length` characters before `at`."""
        return self.text[max(0, at - length) : at]

    def in_future(self, at: int) -> bool:
        """Tell whether the sentence up to `at` speaks of what is to come."""
        lead = self.before(at, 90)
        return _FUTURE.search(lead, max(lead.rfind(". "), lead.rfind("\n"), 0)) is not None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a wording means; `period` is None where it cannot be known."""

    period: Period | None
    granularity: Granularity
    relative: bool = False
    approximate: bool = False
    alternatives: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A reading with the place of its words, without the words that give it a role."""

    start: int
    end: int
    reading: Reading


def month_number(word: str) -> int:
    """Return 1 to 12 for the name of a month or its abbreviation."""
    return MONTHS[word[:3].lower()]


def day_number(word: str) -> int:
    """Return the number in "21st"."""
    return int(word[:-2] if word[-1].isalpha() else word)


def count_of(word: str) -> int:
    """Return what "12", "three" or "twenty-one" counts."""
    if word.isdigit():
        return int(word)
    return sum(VALUES[part] for part in word.lower().split("-"))


def ordinal_of(word: str) -> int:
    """Return the place that "19th" or "third" names."""
    if word[0].isdigit():
        return int(word[:-2])
    tens, _, last = word.lower().replace(" ", "-").rpartition("-")
    return VALUES.get(tens, 0) + ORDINALS[last]


def nearest(readings: list[Period], context: Context, at: int) -> Period | None:
    """Return the one of `readings` nearest to the reference, in the past unless told otherwise.

    A time to come is taken when the sentence speaks of one, and when it is only days away.
    """
    if context.reference is None:
        return None
    day = context.reference
    past = [period for period in readings if period[0] <= day]
    future = [period for period in readings if period[0] > day]
    if not past or not future:
        return max(past) if past else min(future, default=None)
    last, coming = max(past), min(future)
    behind, ahead = (day - last[1]).days, (coming[0] - day).days
    if behind <= 0 or _ONLY_PAST.search(context.before(at)):
        return last
    if context.in_future(at) or (_TO_COME.search(context.before(at)) and ahead < behind):
        return coming
    return coming if ahead <= _SOON and behind > 10 * ahead else last
