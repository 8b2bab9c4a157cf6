"""Dates told from the day of the text: "on Sunday", "last week", "three years ago", "yesterday"."""

import re
from datetime import date
from typing import Final

from language.date_words import (
    COUNT,
    MONTH,
    WEEKDAY,
    WEEKDAYS,
    Context,
    FoundDate,
    Reading,
    count_of,
    month_number,
)
from language.periods import (
    SEASONS,
    Period,
    months_of,
    season_of,
    shifted,
    shifted_months,
    week_of,
    year_of,
)
from language.types import Granularity

_DAYS: Final = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
# As an adverb; "overnight rates" are no night.
_OVERNIGHT: Final = (
    r"overnight(?!-|\s(?!(?:after|and|as|at|before|but|by|for|from|in|into|near|on|over|when|while"
    r"|with)\b)[a-z])"
)
_NEAR_DAY: Final = re.compile(
    r"(?:(?P<beyond>the day (?:before yesterday|after tomorrow))"
    r"|(?P<day>today|tonight|yesterday|tomorrow)"
    rf"|(?P<part>this (?:morning|afternoon|evening))|(?P<night>last night|{_OVERNIGHT}))\b",
    re.IGNORECASE,
)
_UNIT: Final = "day|week|month|year|decade|century|quarter"
_WHICH: Final = re.compile(
    rf"(?P<which>(?i:last|next|this|past|previous|coming|current|following))\s(?:past\s|coming\s)?"
    rf"(?:(?P<weekday>{WEEKDAY})|(?P<month>{MONTH})|(?P<season>{'|'.join(SEASONS)})\b"
    rf"|(?:(?P<count>(?i:{COUNT}))\s)?(?P<fiscal>(?:fiscal|financial)\s(?=year))?"
    rf"(?P<unit>(?i:{_UNIT}|weekend|centurie|(?<=[0-9]\s)hour))s?\b)",
)
_WEEKDAY: Final = re.compile(rf"(?P<weekday>{WEEKDAY})(?:\s(?:morning|afternoon|evening|night)\b)?")
_DATE_NEXT: Final = re.compile(
    rf",?\s(?:the\s)?(?:{MONTH}\s[0-9]|[0-9]{{1,2}}(?:th|st|nd|rd)?\s{MONTH})"
)
_AGO: Final = re.compile(
    rf"(?:(?P<count>{COUNT})|(?P<one>an?|one)|(?P<few>several|a\sfew|many|some))\s"
    rf"(?P<unit>{_UNIT}|centurie)s?\s(?P<side>ago|earlier|later|before|after|previously|from\snow)\b",
    re.IGNORECASE,
)
_WEEKEND: Final = re.compile(r"(?:the|this)\sweekend\b", re.IGNORECASE)
_THE: Final = re.compile(r"\bthe\s\Z", re.IGNORECASE)
_SO_FAR: Final = re.compile(r"\b(?P<side>earlier|later)\s\Z", re.IGNORECASE)
_PLAIN: Final[dict[str, Granularity]] = {"quarter": "quarter", "decade": "decade"}


def near_day(context: Context, at: int) -> list[FoundDate]:
    """Read "yesterday", "tonight", "last night", "the day before yesterday"."""
    found = _NEAR_DAY.match(context.text, at)
    if not found:
        return []
    if found["beyond"]:
        days = -2 if "before" in found["beyond"].lower() else 2
    else:
        days = _DAYS[found["day"].lower()] if found["day"] else -bool(found["night"])
    return _day(context, at, found.end(), days)


def _day(context: Context, at: int, end: int, days: int) -> list[FoundDate]:
    day = shifted(context.reference, days) if context.reference else None
    period = (day, day) if day else None
    return [FoundDate(at, end, Reading(period, "day", relative=True))]


def weekday(context: Context, at: int) -> list[FoundDate]:
    """Read "Sunday": the latest one up to the reference, or the next if it is to come."""
    found = _WEEKDAY.match(context.text, at)
    if not found or _DATE_NEXT.match(context.text, found.end("weekday")):
        return []
    wanted = WEEKDAYS[found["weekday"].lower()]
    return _weekday(context, found, wanted, "next" if context.in_future(at) else "")


def _weekday(context: Context, found: re.Match[str], wanted: int, which: str) -> list[FoundDate]:
    if context.reference is None:
        return _day(context, found.start(), found.end(), 0)
    back = (context.reference.weekday() - wanted) % 7
    if which in ("next", "coming", "following"):
        days = 7 - back
    elif which in ("last", "past", "previous"):
        days = -(back or 7)
    else:
        days = -back
    if which == "this" and context.in_future(found.start()):
        days = (7 - back) % 7
    return _day(context, found.start(), found.end(), days)


def which_period(context: Context, at: int) -> list[FoundDate]:
    """Read "last week", "this year", "next Tuesday", "last March", "the past three months"."""
    found = _WHICH.match(context.text, at)
    if not found:
        return []
    which = found["which"].lower()
    if found["weekday"]:
        return _weekday(context, found, WEEKDAYS[found["weekday"].lower()], which)
    period, granularity = _which(context, found, which)
    side = _SO_FAR.search(context.before(at))
    if period and side and context.reference and period[0] <= context.reference <= period[1]:
        early = side["side"].lower() == "earlier"
        period = (period[0], context.reference) if early else (context.reference, period[1])
    start = side.start() - len(context.before(at)) + at if side else at
    return [FoundDate(start, found.end(), Reading(period, granularity, relative=True))]


def _which(context: Context, found: re.Match[str], which: str) -> tuple[Period | None, Granularity]:
    day = context.reference
    if found["month"]:
        return (_month(day, month_number(found["month"]), which) if day else None), "month"
    if found["season"]:
        return (_season(day, found["season"].lower(), which) if day else None), "season"
    unit = _unit(found["unit"])
    granularity = _granularity(unit)
    told_elsewhere = which in ("previous", "following") or (which == "next" and unit == "day")
    if day is None or told_elsewhere or found["fiscal"]:
        return None, granularity  # from another day of the text, or as its country counts
    rolling = (
        found["count"]
        or which == "past"
        or (which in ("last", "next", "coming") and _THE.search(context.before(found.start())))
    )
    if rolling and unit != "weekend" and which != "this":
        count = count_of(found["count"]) if found["count"] else 1
        return _rolling(day, count, unit, -1 if which in ("last", "past") else 1), granularity
    step = {"last": -1, "past": -1, "next": 1, "coming": 1}.get(which, 0)
    return _calendar(day, unit, step), granularity


def _unit(written: str) -> str:
    unit = written.lower()
    return "century" if unit == "centurie" else unit


def _granularity(unit: str) -> Granularity:
    grains: dict[str, Granularity] = {"week": "week", "month": "month", "year": "year"}
    return grains.get(unit) or _PLAIN.get(unit) or ("century" if unit == "century" else "day")


def _month(day: date, month: int, which: str) -> Period | None:
    year = day.year
    if which in ("last", "past", "previous"):
        year -= month >= day.month
    elif which in ("next", "coming", "following"):
        year += month <= day.month
    return months_of(year, month)


def _season(day: date, name: str, which: str) -> Period | None:
    around = [season_of(day.year + shift, name) for shift in (-2, -1, 0, 1)]
    periods = [period for period in around if period]
    if which in ("last", "past", "previous"):
        return max((period for period in periods if period[1] < day), default=None)
    if which in ("next", "coming", "following"):
        return min((period for period in periods if period[0] > day), default=None)
    return season_of(day.year, name)


def _rolling(day: date, count: int, unit: str, side: int) -> Period:
    other = _moved(day, side * count, unit)
    return (other, day) if side < 0 else (day, other)


def _moved(day: date, count: int, unit: str) -> date:
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}.get(unit)
    if months:
        return shifted_months(day, count * months)
    if unit == "hour":
        return shifted(day, int(count / 24))
    return shifted(day, count * (7 if unit == "week" else 1))


def _calendar(day: date, unit: str, step: int) -> Period | None:
    decade, century = day.year - day.year % 10, day.year - (day.year - 1) % 100
    if unit == "weekend":
        monday = week_of(day)[0]
        saturday = shifted(monday, 5 + 7 * step if step or day.weekday() >= 5 else -2)
        return saturday, shifted(saturday, 1)
    if unit in ("day", "week"):
        moved = shifted(day, step * (7 if unit == "week" else 1))
        return week_of(moved) if unit == "week" else (moved, moved)
    if unit == "month":
        return months_of(day.year, day.month + step)
    if unit == "quarter":
        return months_of(day.year, 3 * ((day.month - 1) // 3 + step) + 1, 3)
    first, count = {"decade": (decade, 10), "century": (century, 100)}.get(unit, (day.year, 1))
    return year_of(first + count * step, count)


def ago(context: Context, at: int) -> list[FoundDate]:
    """Read "three years ago"; "two days later" is told from another day and stays open."""
    found = _AGO.match(context.text, at)
    if not found:
        return []
    unit = _unit(found["unit"])
    side = found["side"].lower()
    period: Period | None = None
    if context.reference and not found["few"] and side in ("ago", "from now"):
        count = count_of(found["count"]) if found["count"] else 1
        period = _around(context.reference, -count if side == "ago" else count, unit)
    granularity = _granularity(unit)
    reading = Reading(period, granularity, relative=True, approximate=unit != "day")
    return [FoundDate(at, found.end(), reading)]


def _around(day: date, count: int, unit: str) -> Period | None:
    """Return the week, month or year that lies `count` units away."""
    moved = _moved(day, count, unit)
    if unit == "day":
        return moved, moved
    if unit == "week":
        return week_of(moved)
    if unit in ("month", "quarter"):
        return months_of(moved.year, moved.month)
    return year_of(moved.year)


def weekend(context: Context, at: int) -> list[FoundDate]:
    """Read "over the weekend": the latest Saturday and Sunday up to the reference."""
    found = _WEEKEND.match(context.text, at)
    if not found:
        return []
    period = _calendar(context.reference, "weekend", 0) if context.reference else None
    return [FoundDate(at, found.end(), Reading(period, "day", relative=True))]
