"""The dates of a sentence: resolved against the day of the article, and written out in full."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from language.dates import find_dates
from language.numerals import VALUES
from language.periods import shifted, shifted_months
from language.types import DateRange
from verification.extraction.rewording import Edit
from verification.extraction.types import ClaimDate

_YEAR: Final = re.compile(r"[0-9]{4}|[0-9]0s")
_STEP: Final = re.compile(
    r"(?P<count>an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s"
    r"(?P<unit>day|week|month|year)s?\s(?P<side>earlier|later|before|after|previously)\Z",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(
    r"(?P<role>on|in|during|throughout|over|since|from|until|till|by|before|after|following|within"
    r"|through|at|as of)\s(?:the\s)?",
    re.IGNORECASE,
)
_PREPOSITION: Final = re.compile(
    r"\b(?:on|in|into|during|throughout|over|since|from|until|till|by|before|after|of|for|to)\s\Z",
    re.IGNORECASE,
)
_SO_FAR: Final = re.compile(r"(?P<side>earlier|later)\s", re.IGNORECASE)
_DAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_DAYS_OF: Final = {"day": 1, "week": 7}


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of one sentence, and how to write those that the wording alone does not tell."""

    found: tuple[ClaimDate, ...]
    edits: tuple[Edit, ...]


def dates_in(text: str, start: int, end: int, day: date | None, before: ClaimDate | None) -> Dates:
    """Return the dates that characters `start` to `end` of `text` name.

    `day` is that of the article; `before` is the last date of the sentences before, from which
    "a day later" is told.
    """
    dates: list[ClaimDate] = []
    edits: list[Edit] = []
    last = before
    for found in find_dates(text[start:end], day):
        date_ = _placed(found, start, last if _stands_alone(text, start + found.end) else None)
        dates.append(date_)
        if date_.first and date_.last:
            last = date_
            bare = found.wording.isdigit()  # the second of "June 14 and 15"
            if (found.relative or not _YEAR.search(found.wording)) and not bare:
                edits.append(Edit(date_.start, date_.end, _written(text, date_)))
    return Dates(tuple(dates), tuple(edits))


def _stands_alone(text: str, end: int) -> bool:
    """Tell "a week after" from "a week after testing", which is told from what follows."""
    earlier = text[max(0, end - 6) : end].lower()
    if not earlier.endswith((" after", "before")):
        return True
    return not text[end : end + 2].strip() or text[end] in ".,;:!?"


def _placed(found: DateRange, by: int, last: ClaimDate | None) -> ClaimDate:
    first, end, granularity = found.first, found.last, found.granularity
    step = _STEP.search(found.wording) if first is None and last else None
    if step and last and last.first and last.last:
        first, end = _stepped(last.first, step), _stepped(last.last, step)
        granularity = last.granularity
    return ClaimDate(by + found.start, by + found.end, found.wording, first, end, granularity)


def _stepped(day: date, step: re.Match[str]) -> date:
    count = _count(step["count"].lower())
    sign = -1 if step["side"].lower() in ("earlier", "before", "previously") else 1
    unit = step["unit"].lower()
    if unit in _DAYS_OF:
        return shifted(day, sign * count * _DAYS_OF[unit])
    return shifted_months(day, sign * count * (12 if unit == "year" else 1))


def _count(written: str) -> int:
    if written.isdigit():
        return int(written)
    return 1 if written in ("a", "an", "one") else int(VALUES[written])


def _written(text: str, found: ClaimDate) -> str:
    """Write a date out: "on Sunday" as "on Sunday, 21 March 2021", "next year" as "in 2022"."""
    assert found.first and found.last
    lead = _LEAD.match(found.wording)
    role = lead[0].lower().split()[0] if lead else ""
    day = _day_written(found, found.first) if found.first == found.last else ""
    period = day or _period(found)
    if found.start and text[found.start].isupper() and role:
        role = role.capitalize()
    if role and not day:
        role = {"on": "in", "On": "In", "at": "in"}.get(role, role)
    if period.startswith(("earlier ", "later ")):
        return period
    if not role and not _PREPOSITION.search(text[max(0, found.start - 12) : found.start]):
        possessive = text.startswith(("’s", "'s"), found.end)
        role = "" if possessive else ("on" if day else "in")
        if text[found.start].isupper() and found.start and text[found.start - 1] in "\n.”":
            role = role.capitalize()
        if day and found.wording[:1].isupper() and role == "on":
            role = ""  # "said Tuesday": the name of the day stays as it is
    return f"{role} {period}".strip()


def _day_written(found: ClaimDate, day: date) -> str:
    named = next((name for name in _DAY_NAMES if name in found.wording), "")
    written = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{named} {written}" if named else written


def _period(found: ClaimDate) -> str:
    assert found.first and found.last
    first, last = found.first, found.last
    month = f"{_MONTHS[first.month - 1]} {first.year}"
    if _SO_FAR.match(found.wording) and found.granularity in ("month", "year"):
        side = found.wording.split()[0].lower()
        return f"{side} in {month if found.granularity == 'month' else first.year}"
    if found.granularity == "month" and (first.year, first.month) == (last.year, last.month):
        return month
    if found.granularity == "year" and first.year == last.year:
        return str(first.year)
    if found.granularity == "week" and (last - first).days == 6:
        return f"the week of {_day_and_month(first, last)} to {_day_written(found, last)}"
    return f"the days from {_day_and_month(first, last)} to {_day_written(found, last)}"


def _day_and_month(first: date, last: date) -> str:
    """Write the day a period begins, without what its end tells as well."""
    if (first.year, first.month) == (last.year, last.month):
        return str(first.day)
    year = f" {first.year}" if first.year != last.year else ""
    return f"{first.day} {_MONTHS[first.month - 1]}{year}"


def latest(dates: Sequence[ClaimDate], before: ClaimDate | None) -> ClaimDate | None:
    """Return the last date that is resolved, or the one before."""
    return next((each for each in reversed(dates) if each.first), before)
