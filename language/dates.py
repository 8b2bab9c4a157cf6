"""Finding the days, months and years that a text names, absolute or told from its own day."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from language.absolute_dates import day_first, month_first, narrowed, numeric, years
from language.date_comparison import compare_dates
from language.date_words import MONTH, WEEKDAY, Context, FoundDate, Reading
from language.lists import any_of
from language.numerals import ORDINALS, VALUES
from language.period_dates import century, decade, fiscal, quarter, season
from language.periods import SEASONS, Period, shifted, week_of
from language.relative_dates import ago, near_day, weekday, weekend, which_period
from language.types import DateRange, Role

__all__ = ["compare_dates", "find_dates"]

_Reader = Callable[[Context, int], list[FoundDate]]
_WORDS: Final = any_of(
    [
        *("last", "next", "this", "past", "previous", "coming", "current", "following", "the week"),
        *(
            "today",
            "tonight",
            "yesterday",
            "tomorrow",
            "overnight",
            "the day",
            "the weekend",
            "fy",
            "fiscal",
        ),
        *("a", "an", "several", "a few", "some", "many", "final"),
        *SEASONS,
        *VALUES,
        *ORDINALS,
    ]
)
# Where a date can begin; the group tells which readers to ask.
_START: Final = re.compile(
    rf"(?<![\w$€£¥#/])(?:(?P<month>(?=[A-Z]){MONTH})|(?P<weekday>(?=[A-Z]){WEEKDAY})"
    rf"|(?P<digits>[0-9]{{1,4}})(?![0-9]|,[0-9])|(?P<code>(?=[QHF])(?:Q[1-4]|H[12]|FY))"
    rf"|(?P<short>[’'][1-9]0s\b)|(?P<word>(?=[a-zA-Z])(?<!-)(?i:{_WORDS})\b))"
)
_READERS: Final[dict[str, tuple[_Reader, ...]]] = {
    "month": (month_first,),
    "weekday": (weekday,),
    "digits": (numeric, day_first, decade, quarter, century, ago, years),
    "code": (quarter, fiscal),
    "short": (decade,),
    "word": (near_day, quarter, which_period, weekend, season, fiscal, century, ago),
}
_PARTS: Final = {
    **dict.fromkeys(("early", "beginning of", "start of"), "early"),
    **dict.fromkeys(("mid", "middle of"), "mid"),
    **dict.fromkeys(("late", "end of", "later in"), "late"),
}
_PART: Final = re.compile(
    r"(?:\b(?P<the>the\s)?(?P<part>early|mid|late|beginning of|start of|middle of|end of|later in)"
    r"(?:[\s-]|\sin\s)(?:the\s)?)\Z",
    re.IGNORECASE,
)
_WEEK: Final = re.compile(
    r"\b(?:the\s)?week\s(?:of|beginning|starting|that began|(?P<end>ending|ended))\s(?:on\s)?\Z",
    re.IGNORECASE,
)
_WEEKDAY_BEFORE: Final = re.compile(rf"{WEEKDAY},?\s(?:the\s)?\Z")
_ROLES: Final[dict[str, Role]] = {
    **dict.fromkeys(("on", "on or about", "at", "as of"), "on"),
    **dict.fromkeys(("in", "during", "throughout", "over", "within", "through"), "during"),
    **dict.fromkeys(("since", "from"), "since"),
    **dict.fromkeys(("until", "till", "up to"), "until"),
    **dict.fromkeys(("by", "before", "prior to", "ahead of", "no later than"), "before"),
    **dict.fromkeys(("after", "following"), "after"),
}
_ROLE: Final = re.compile(
    rf"\b(?P<role>{any_of([*_ROLES, 'between'])})\s(?P<the>the\s)?(?P<about>about\s|around\s)?\Z",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(r"\b(?:around|about|circa|approximately|roughly)\s\Z", re.IGNORECASE)


def find_dates(text: str, reference: date | None = None) -> list[DateRange]:
    """Return the dates of `text` in order, without overlaps.

    `reference` is the day of the text: "on Sunday", "last week" and a "March 21" without a year are
    resolved against it, and are left open (``first`` is None) without it. Times of day are not
    read. The wording includes the preposition that gives the date its role.
    """
    return list(_dates(Context(text, reference)))


def _dates(context: Context) -> Iterator[DateRange]:
    at = end = 0
    while found := _START.search(context.text, at):
        read = _read(context, found)
        at = max(found.end(), read[-1].end) if read else found.end()
        for piece in read:
            placed = _placed(context, piece)
            if placed.start >= end:
                yield placed
                end = placed.end


def _read(context: Context, found: re.Match[str]) -> list[FoundDate]:
    for reader in _READERS[found.lastgroup or ""]:
        if read := reader(context, found.start()):
            return read
    return []


def _placed(context: Context, found: FoundDate) -> DateRange:
    """Add to a date what is written before it: "late", "the week of", "since"."""
    start, reading = found.start, found.reading
    if before := _WEEKDAY_BEFORE.search(context.before(start)):
        start -= len(before[0])
    if week := _WEEK.search(context.before(start)):
        start -= len(week[0])
        reading = _as_week(reading, week)
    elif part := _PART.search(context.before(start)):
        start -= len(part[0])
        reading = narrowed(reading, _PARTS[part["part"].lower()])
    return _with_role(context, replace(found, start=start, reading=reading))


def _as_week(reading: Reading, week: re.Match[str]) -> Reading:
    if reading.period is None or reading.granularity != "day":
        return reading
    first, last = reading.period
    if week["end"]:
        period: Period = (shifted(last, -6), last)
    else:
        period = (first, shifted(first, 6)) if first.weekday() in (0, 6) else week_of(first)
    return replace(reading, period=period, granularity="week")


def _with_role(context: Context, found: FoundDate) -> DateRange:
    start, reading = found.start, found.reading
    role: Role = "on"
    approximate = reading.approximate
    told = _ROLE.search(context.before(start))
    of_another = told and told["the"] and reading.granularity in ("month", "year")
    if told and (reading.relative or not of_another):  # not "before the 2020 vote"
        start -= len(told[0])
        role = _ROLES.get(told["role"].lower(), "during")
        approximate = approximate or told["about"] is not None
        if role == "since" and told["role"].lower() == "from" and _is_range(reading):
            role = "during"
    elif about := _ABOUT.search(context.before(start)):
        start -= len(about[0])
        approximate = True
    first, last = reading.period or (None, None)
    end = found.end - context.text.endswith(".", start, found.end)
    return DateRange(
        start=start,
        end=end,
        wording=context.text[start:end],
        first=first,
        last=last,
        granularity=reading.granularity,
        relative=reading.relative,
        approximate=approximate,
        role=role,
        alternatives=reading.alternatives,
    )


_USUAL_DAYS: Final = {
    **{"day": 1, "week": 7, "month": 31, "quarter": 92, "season": 92, "year": 366},
    **{"decade": 3653, "century": 36525},
}


def _is_range(reading: Reading) -> bool:
    """Tell whether the period is longer than its granularity: "from May 2 to June 5"."""
    if reading.period is None:
        return False
    first, last = reading.period
    return (last - first).days >= _USUAL_DAYS[reading.granularity]
