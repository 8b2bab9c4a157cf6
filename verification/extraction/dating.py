"""The dates of a sentence: resolved against the day of the article, and written out in full."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from language.dates import find_dates
from language.numerals import VALUES
from language.periods import Period, months_of, shifted, shifted_months, week_of, year_of
from language.types import DateRange
from verification.extraction.rewording import Edit
from verification.extraction.types import ClaimDate

_YEAR: Final = re.compile(r"[0-9]{4}|[0-9]0s")
_STEP: Final = re.compile(
    r"(?P<count>an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s"
    r"(?P<unit>day|week|month|year)s?\s(?P<side>earlier|later|before|after|previously)\Z",
    re.IGNORECASE,
)
_NEIGHBOUR: Final = re.compile(
    r"(?P<side>next|following|previous)\s(?P<unit>day|week|month|year)\Z", re.IGNORECASE
)
_THE: Final = re.compile(r"\bthe\s", re.IGNORECASE)
_PART: Final = re.compile(
    r"\b(?P<part>early|mid|late|(?:the\s)?(?:beginning|start|middle|end) of)[\s-]", re.IGNORECASE
)
_BEFORE_DAY: Final = re.compile(r"\b(?:early|late)\s(?=[A-Z])", re.IGNORECASE)
_AFTER_DAY: Final = re.compile(r"\s(?:morning|afternoon|evening|night)\b")
_ORDINALS: Final = ("first", "second", "third", "fourth")
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
_NAMED_DAY: Final = re.compile(rf"(?:(?:early|late)\s)?(?:{'|'.join(_DAY_NAMES)})", re.IGNORECASE)
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
            if found.wording.isdigit():  # the second of "June 14 and 15"
                edits.append(Edit(date_.start, date_.end, _day_written(date_, date_.first)))
            elif found.relative or not _YEAR.search(found.wording):
                edits.append(_edit(text, date_))
    return Dates(tuple(dates), tuple(edits))


def _edit(text: str, found: ClaimDate) -> Edit:
    """What to put for a date; an article before it, as in "the next day", goes with it."""
    article = None if _lead(found) else _THE.search(text, max(0, found.start - 4), found.start)
    if article:
        found = replace(found, start=article.start(), wording=text[article.start() : found.end])
    return Edit(found.start, found.end, _written(text, found))


def _stands_alone(text: str, end: int) -> bool:
    """Tell "a week after" from "a week after testing", which is told from what follows."""
    earlier = text[max(0, end - 6) : end].lower()
    if not earlier.endswith((" after", "before")):
        return True
    return not text[end : end + 2].strip() or text[end] in ".,;:!?"


def _placed(found: DateRange, by: int, last: ClaimDate | None) -> ClaimDate:
    first, end, granularity = found.first, found.last, found.granularity
    if first is None and last and last.first and last.last:
        if step := _STEP.search(found.wording):
            count, sign = _count(step["count"].lower()), _sign(step["side"])
            first = _moved(last.first, sign * count, step["unit"])
            end = _moved(last.last, sign * count, step["unit"])
            granularity = last.granularity
        elif near := _NEIGHBOUR.search(found.wording):
            first, end = _neighbour(last, near["unit"].lower(), _sign(near["side"])) or (None, None)
    return ClaimDate(by + found.start, by + found.end, found.wording, first, end, granularity)


def _neighbour(last: ClaimDate, unit: str, sign: int) -> Period | None:
    """The day, week, month or year beside the one of `last`; None where that is longer."""
    assert last.first and last.last
    day = last.first
    around = {"day": (day, day), "week": week_of(day), "month": months_of(day.year, day.month)}
    whole = around.get(unit) or year_of(day.year)
    if whole is None or last.last > whole[1]:
        return None
    first, after = _moved(whole[0], sign, unit), _moved(shifted(whole[1], 1), sign, unit)
    return first, shifted(after, -1)


def _sign(side: str) -> int:
    return -1 if side.lower() in ("earlier", "before", "previously", "previous") else 1


def _moved(day: date, count: int, unit: str) -> date:
    unit = unit.lower()
    if unit in _DAYS_OF:
        return shifted(day, count * _DAYS_OF[unit])
    return shifted_months(day, count * (12 if unit == "year" else 1))


def _count(written: str) -> int:
    if written.isdigit():
        return int(written)
    return 1 if written in ("a", "an", "one") else int(VALUES[written])


def _written(text: str, found: ClaimDate) -> str:
    """Write a date out: "on Sunday" as "on Sunday, 21 March 2021", "next year" as "in 2022"."""
    assert found.first and found.last
    lead = _lead(found)
    role = lead[0].lower().split()[0] if lead else ""
    day = _day_written(found, found.first) if found.first == found.last else ""
    period = day or _period(found)
    if role and not day and not period.startswith("the end of"):
        role = {"on": "in", "at": "in"}.get(role, role)
    if period.startswith(("earlier ", "later ")):
        return period
    starts = text[found.start].isupper()
    if not role and not _PREPOSITION.search(text[max(0, found.start - 12) : found.start]):
        role = _preposition(text, found, day or period)
    written = f"{role} {period}".strip()
    return written[:1].upper() + written[1:] if starts else written


def _lead(found: ClaimDate) -> re.Match[str] | None:
    """The preposition that a date begins with; "following" is none in "the following year"."""
    return None if _NEIGHBOUR.search(found.wording) else _LEAD.match(found.wording)


def _preposition(text: str, found: ClaimDate, written: str) -> str:
    """What stands before a date that had nothing before it; often nothing."""
    if text.startswith(("’s", "'s"), found.end):
        return ""
    if found.first != found.last:
        named = _THE.match(found.wording) and written.startswith("the ")
        return "" if named else "in"  # "the past two years were hard"
    return "" if _NAMED_DAY.match(found.wording) else "on"  # "said Tuesday" stays as it is


def _day_written(found: ClaimDate, day: date) -> str:
    named = next((name for name in _DAY_NAMES if name in found.wording), "")
    written = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    if not named:
        return written
    before, after = _BEFORE_DAY.search(found.wording), _AFTER_DAY.search(found.wording)
    return f"{before[0].lower() if before else ''}{named}{after[0] if after else ''} {written}"


def _period(found: ClaimDate) -> str:
    assert found.first and found.last
    first, last = found.first, found.last
    month = f"{_MONTHS[first.month - 1]} {first.year}"
    part = _part(found.wording)
    if _SO_FAR.match(found.wording) and found.granularity in ("month", "year"):
        side = found.wording.split()[0].lower()
        return f"{side} in {month if found.granularity == 'month' else first.year}"
    if found.granularity == "month" and (first.year, first.month) == (last.year, last.month):
        return f"{part}{month}"
    if found.granularity == "year" and first.year == last.year:
        return f"{part}{first.year}"
    if found.granularity == "quarter" and (fraction := _fraction(first, last)):
        return f"{part}{fraction} of {first.year}"
    if found.granularity == "week" and (last - first).days == 6:
        return f"the week of {_day_and_month(first, last)} to {_day_written(found, last)}"
    return f"the days from {_day_and_month(first, last)} to {_day_written(found, last)}"


def _part(wording: str) -> str:
    """The part of a month or year that is meant: "late ", "mid-", "the end of "."""
    found = _PART.search(wording)
    if not found:
        return ""
    part = found["part"].lower()
    if part.endswith(" of"):
        return f"{part if part.startswith('the ') else f'the {part}'} "
    return "mid-" if part == "mid" else f"{part} "


def _fraction(first: date, last: date) -> str:
    """A quarter or a half of a year in words; empty where the days are neither."""
    months = last.month - first.month + 1
    name = {3: "quarter", 6: "half"}.get(months) if first.year == last.year else None
    return f"the {_ORDINALS[(first.month - 1) // months]} {name}" if name else ""


def _day_and_month(first: date, last: date) -> str:
    """Write the day a period begins, without what its end tells as well."""
    if (first.year, first.month) == (last.year, last.month):
        return str(first.day)
    year = f" {first.year}" if first.year != last.year else ""
    return f"{first.day} {_MONTHS[first.month - 1]}{year}"


def latest(dates: Sequence[ClaimDate], before: ClaimDate | None) -> ClaimDate | None:
    """Return the last date that is resolved, or the one before."""
    return next((each for each in reversed(dates) if each.first), before)
