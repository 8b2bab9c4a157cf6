"""Longer periods: quarters, halves, fiscal years, seasons, decades, centuries."""

import re
from collections.abc import Callable
from typing import Final

from language.date_words import ORDINAL, YEAR, Context, FoundDate, Reading, nearest, ordinal_of
from language.periods import (
    Period,
    fiscal_year_of,
    half_of,
    months_of,
    quarter_of,
    season_of,
    year_of,
)
from language.types import Granularity

_SHORT_YEAR: Final = r"(?:1[5-9]|20)[0-9]{2}|[’'][0-9]{2}"
_QUARTER: Final = re.compile(
    rf"(?:Q(?P<q>[1-4])|(?P<q2>[1-4])Q|H(?P<h>[12]))"
    rf"(?:(?:\s(?:of\s)?|-)?(?P<year>{_SHORT_YEAR}|(?<=Q)[0-9]{{2}}))?(?![0-9A-Za-z])"
)
_QUARTER_WORDS: Final = re.compile(
    rf"(?P<which>first|second|third|fourth|final|1st|2nd|3rd|4th"
    r"|last(?=\s(?:quarter|half)\sof\s(?:1|2|the\syear\b)))[\s-](?P<what>quarter|half)\b"
    rf"(?:(?:\s(?:of\s)?(?:the\s)?(?:year\s)?|,\s)(?P<year>{YEAR})|\sof\s(?P<rel>this|last|next|the)\syear)?",
    re.IGNORECASE,
)
_FISCAL: Final = re.compile(
    r"(?:(?:FY|fiscal\syears?|fiscal)\s?-?\s?)[’']?(?P<year>[0-9]{4}|[0-9]{2})(?![0-9]|,[0-9])"
    r"(?:(?:\s?[-–/]\s?|\s(?:to|through)\s)(?:FY\s?)?(?P<last>[0-9]{4}|[0-9]{2})(?![0-9]))?",
    re.IGNORECASE,
)
_SEASON: Final = re.compile(
    rf"(?P<season>spring|summer|autumn|fall|winter)\s(?:of\s)?(?P<year>{YEAR})(?:[-–/][0-9]{{2}}\b)?",
    re.IGNORECASE,
)
_DECADE: Final = re.compile(r"(?:(?P<full>(?:1[5-9]|20)[0-9]0)|[’'](?P<short>[1-9]0))s\b")
_CENTURY: Final = re.compile(rf"(?P<place>{ORDINAL})[\s-]century\b", re.IGNORECASE)
_QUARTERS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}
_BC: Final = re.compile(r"\s(?:B\.?C|BCE)\b")


def _full_year(written: str) -> int:
    digits = written.lstrip("’'")
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) < 70 else 1900)


def _found(at: int, end: int, period: Period | None, granularity: Granularity) -> list[FoundDate]:
    return [FoundDate(at, end, Reading(period, granularity))] if period else []


def quarter(context: Context, at: int) -> list[FoundDate]:
    """Read "Q3 2021", "H1 2023", "the third quarter of 2021", "the first half of the year"."""
    if found := _QUARTER.match(context.text, at):
        number = int(found["q"] or found["q2"] or found["h"])
        year = _full_year(found["year"]) if found["year"] else None
        return _part_of_year(context, found, half_of if found["h"] else quarter_of, (number, year))
    found = _QUARTER_WORDS.match(context.text, at)
    if not found:
        return []
    which = found["which"].lower()
    number = _QUARTERS.get(which) or int(which[0])
    halves = found["what"].lower() == "half"
    if halves and which == "last":
        number = 2
    if halves and number > 2:
        return []
    year = int(found["year"]) if found["year"] else _relative_year(context, found["rel"])
    return _part_of_year(context, found, half_of if halves else quarter_of, (number, year))


def _relative_year(context: Context, which: str | None) -> int | None:
    if which is None or which.lower() == "the" or context.reference is None:
        return None
    return context.reference.year + {"last": -1, "this": 0, "next": 1}[which.lower()]


def _part_of_year(
    context: Context,
    found: re.Match[str],
    period_of: Callable[[int, int], Period | None],
    number_and_year: tuple[int, int | None],
) -> list[FoundDate]:
    number, year = number_and_year
    if year is not None:
        return _found(found.start(), found.end(), period_of(year, number), "quarter")
    if period_of is half_of and "year" not in context.text[found.start() : found.end() + 16]:
        return []  # half of anything
    now = context.reference.year if context.reference else 2000
    readings = [period for near in (now - 1, now, now + 1) if (period := period_of(near, number))]
    period = nearest(readings, context, found.start())
    return [FoundDate(found.start(), found.end(), Reading(period, "quarter", relative=True))]


def fiscal(context: Context, at: int) -> list[FoundDate]:
    """Read "fiscal year 2022", "FY22", "fiscal years 2009 to 2021"."""
    found = _FISCAL.match(context.text, at)
    if not found:
        return []
    first = _full_year(found["year"])
    last = _full_year(found["last"]) if found["last"] else first
    if last < first:
        return []
    return _found(at, found.end(), fiscal_year_of(first, last - first + 1), "year")


def season(context: Context, at: int) -> list[FoundDate]:
    """Read "spring 2022"; a winter may begin or end in its year, unless both are written."""
    found = _SEASON.match(context.text, at)
    if not found:
        return []
    name, year = found["season"].lower(), int(found["year"])
    period = season_of(year, name)
    if period is None:
        return []
    before = season_of(year - 1, name) if name == "winter" else None
    both_written = context.text[found.end("year") : found.end()] != ""
    others = (before,) if before and not both_written else ()
    reading = Reading(period, "season", alternatives=others)
    return [FoundDate(at, found.end(), reading)]


def decade(context: Context, at: int) -> list[FoundDate]:
    """Read "the 1990s" and "the '90s"."""
    found = _DECADE.match(context.text, at)
    if not found:
        return []
    first = int(found["full"] or f"19{found['short']}")
    return _found(at, found.end(), year_of(first, 10), "decade")


def century(context: Context, at: int) -> list[FoundDate]:
    """Read "the 19th century": the years 1801 to 1900."""
    found = _CENTURY.match(context.text, at)
    if not found or _BC.match(context.text, found.end()):
        return []
    place = ordinal_of(found["place"])
    return _found(at, found.end(), months_of(100 * place - 99, 1, 1200), "century")
