"""Dates that name a month or a year: "21 March 2021", "March 8 to 19", "2021-03-21", "2009-10"."""

import re
from typing import Final

from language.date_words import (
    DAY,
    MONTH,
    YEAR,
    Context,
    FoundDate,
    Reading,
    day_number,
    month_number,
    nearest,
)
from language.periods import Period, day_of, months_of, part_of, year_of
from language.types import Granularity

_TO: Final = r"(?:\s?[-–—]\s?|\s(?:to|through|until)\s)"
_JUCHE: Final = r"(?:Juche\s[0-9]{1,3}\s?\()?"  # the other era of North Korea's statements
_LATER_DAYS: Final = (
    rf"(?P<list>(?:(?:,\s(?:and\s)?|\s(?:and|or)\s){DAY}"
    r"(?![\s-][a-z]+s\b|\s(?:percent|million))){0,8})"
)
_MONTH_FIRST: Final = re.compile(
    rf"""
    (?P<month>{MONTH})
    (?:
      (?:\s|(?<=\.))(?:the\s)?(?P<day>{DAY})
        (?:(?P<to>{_TO}|\sand\s(?={MONTH}))(?:(?P<month2>{MONTH})\s)?(?P<day2>{DAY})|{_LATER_DAYS})
        (?:,?\s{_JUCHE}(?P<year>{YEAR}))?
      |(?:(?:{_TO}|\sand\s)(?P<month3>{MONTH}))?(?:,?\s(?:of\s)?{_JUCHE}(?P<year3>{YEAR}))?
    )
    """,
    re.VERBOSE,
)
_DAY_FIRST: Final = re.compile(
    rf"""
    (?P<day>{DAY})
    (?:\s(?P<monthA>{MONTH}))?
    (?:(?P<to>{_TO}|\s(?:and|or)\s)(?P<day2>{DAY}))?
    \s(?:of\s)?(?P<month>{MONTH})
    (?:,?\s(?P<year>{YEAR}))?
    """,
    re.VERBOSE,
)
_DAY_MONTH: Final = re.compile(
    rf"(?P<day>{DAY})\s(?:of\s)?(?P<month>{MONTH})(?:,?\s(?P<year>{YEAR}))?"
)
_ISO: Final = re.compile(
    r"(?P<y>[12][0-9]{3})(?P<sep>[-/])(?P<m>[01]?[0-9])(?P=sep)(?P<d>[0-3]?[0-9])(?![0-9])"
    r"(?:\s(?:to|through|until)\s(?P<y2>[12][0-9]{3})(?P=sep)(?P<m2>[01]?[0-9])(?P=sep)"
    r"(?P<d2>[0-3]?[0-9])(?![0-9]))?"
)
_NUMERIC: Final = re.compile(
    r"(?P<a>[0-3]?[0-9])(?P<sep>[/.])(?P<b>[0-3]?[0-9])(?P=sep)(?P<y>(?:1[5-9]|20)[0-9]{2})(?![0-9])"
)
_YEARS: Final = re.compile(
    rf"(?P<first>{YEAR})(?:(?P<to>\s?[-–/]\s?|\s(?:to|through|until|and)\s)"
    rf"(?P<last>{YEAR}|(?<=[-–/])[0-9]{{2}}(?![0-9A-Za-z%]|[-/][0-9])))?"
)
_NOT_A_YEAR: Final = re.compile(
    r"(?:[\w$€£¥#/.]|,[0-9]*|C\.\s|[0-9]\s?[-–]|(?:Resolutions?|resolutions?|Order|No\.?|number|Room"
    r"|Section|section|H\.R\.|Flight|Public Law)[\s0-9,]{1,24}(?:and\s)?|over\s|than\s|about\s)\Z"
)
_NOT_YEAR_AFTER: Final = re.compile(
    r"\([a-z0-9]|[\s-](?:percent|people|persons|troops|soldiers|missiles|km|kilomet|miles?\b|met(?:er|re)s|tons"
    r"|million|billion|hours|civilians|men\b|women\b|jobs|houses|households|feet|degrees|yards|local)"
)
_AMBIGUOUS: Final = frozenset(("march", "may", "mar", "jan", "jun", "sep", "dec"))
_MONTH_LEAD: Final = re.compile(
    r"\b(?:in|since|until|till|by|from|during|of|before|after|through|early|mid|late|last|next|this"
    r"|for|between|to|throughout|ending|ended)[\s-]\Z",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(r"\bbetween\s\Z", re.IGNORECASE)


def month_first(context: Context, at: int) -> list[FoundDate]:
    """Read "March 21, 2021", "March 8 to 19", "March 28 - April 2", "March 5 and 9", "May 2021"."""
    found = _MONTH_FIRST.match(context.text, at)
    if not found:
        return []
    if found["day"] is None:
        return _only_month(context, found)
    month = month_number(found["month"])
    year = int(found["year"]) if found["year"] else None
    joint = (found["to"] or "").strip()
    if found["day2"] and (joint != "and" or _BETWEEN.search(context.before(at))):
        month2 = month_number(found["month2"]) if found["month2"] else month
        ends = (month, day_number(found["day"])), (month2, day_number(found["day2"]))
        return _one(at, found.end(), _span(context, at, ends, year))
    end = found.end("day") if found["day2"] else found.end()
    days = [(at, found.end("day"), day_number(found["day"]))]
    for later in re.finditer(DAY, found["list"] or ""):
        start = found.start("list") + later.start()
        days.append((start, start + len(later[0]), day_number(later[0])))
    if _BETWEEN.search(context.before(at)) and len(days) == 2:
        ends = (month, days[0][2]), (month, days[1][2])
        return _one(at, end, _span(context, at, ends, year))
    return _each_day(context, days, month, year, end)


def _each_day(
    context: Context, days: list[tuple[int, int, int]], month: int, year: int | None, end: int
) -> list[FoundDate]:
    read = []
    for start, stop, day in days:
        reading = _span(context, start, ((month, day), (month, day)), year)
        read += _one(start, end if stop == days[-1][1] else stop, reading)
    return read


def _only_month(context: Context, found: re.Match[str]) -> list[FoundDate]:
    month = month_number(found["month"])
    last = month_number(found["month3"]) if found["month3"] else month
    name = found["month"].rstrip(".").lower()
    if found["year3"]:
        year = int(found["year3"])
        count = (last - month) % 12 + 1
        period = months_of(year - (last < month), month, count)
        return _one(found.start(), found.end(), Reading(period, "month") if period else None)
    if name in _AMBIGUOUS and not _MONTH_LEAD.search(context.before(found.start())):
        return []
    end = found.end("month")
    years = _years_around(context)
    readings = [period for year in years if (period := months_of(year, month))]
    period = nearest(readings, context, found.start())
    return _one(found.start(), end, Reading(period, "month", relative=True))


def _years_around(context: Context) -> range:
    year = context.reference.year if context.reference else 2000
    return range(year - 1, year + 2)


def _span(
    context: Context, at: int, ends: tuple[tuple[int, int], tuple[int, int]], year: int | None
) -> Reading | None:
    (month, day), (month2, day2) = ends
    granularity: Granularity = "day"
    if year is not None:
        period = _from_to(year - ((month2, day2) < (month, day)), ends)
        return Reading(period, granularity) if period else None
    readings = [period for near in _years_around(context) if (period := _from_to(near, ends))]
    if not readings:
        return None
    return Reading(nearest(readings, context, at), granularity, relative=True)


def _from_to(year: int, ends: tuple[tuple[int, int], tuple[int, int]]) -> Period | None:
    first = day_of(year, *ends[0])
    last = day_of(year + (ends[1] < ends[0]), *ends[1])
    return (first[0], last[1]) if first and last else None


def _one(start: int, end: int, reading: Reading | None) -> list[FoundDate]:
    return [FoundDate(start, end, reading)] if reading else []


def day_first(context: Context, at: int) -> list[FoundDate]:
    """Read "21 March 2021", "the 21st of March", "8-19 March", "28 February to 3 March 2022"."""
    found = _DAY_FIRST.match(context.text, at)
    if not found or (found["monthA"] and not found["day2"]):
        single = _DAY_MONTH.match(context.text, at)
        return _single_day(context, single) if single else []
    month, year = month_number(found["month"]), int(found["year"]) if found["year"] else None
    if found["day2"] is None:
        return _single_day(context, found)
    first = month_number(found["monthA"]) if found["monthA"] else month
    ends = (first, day_number(found["day"])), (month, day_number(found["day2"]))
    if found["to"].strip() in ("and", "or") and not _BETWEEN.search(context.before(at)):
        days = [(at, found.end("day"), ends[0][1]), (found.start("day2"), found.end(), ends[1][1])]
        return _each_day(context, days, month, year, found.end()) if first == month else []
    return _one(at, found.end(), _span(context, at, ends, year))


def _single_day(context: Context, found: re.Match[str]) -> list[FoundDate]:
    end = month_number(found["month"]), day_number(found["day"])
    year = int(found["year"]) if found["year"] else None
    return _one(found.start(), found.end(), _span(context, found.start(), (end, end), year))


def numeric(context: Context, at: int) -> list[FoundDate]:
    """Read "2021-03-21" and "21/03/2021"; where both orders are possible both are given."""
    if found := _ISO.match(context.text, at):
        return _iso(found)
    found = _NUMERIC.match(context.text, at)
    if not found:
        return []
    year, a, b = int(found["y"]), int(found["a"]), int(found["b"])
    readings = [period for m, d in ((a, b), (b, a)) if (period := day_of(year, m, d))]
    if found["sep"] == ".":  # written so where the day comes first
        readings.reverse()
    if not readings:
        return []
    others = tuple(period for period in readings[1:] if period != readings[0])
    return _one(at, found.end(), Reading(readings[0], "day", alternatives=others))


def _iso(found: re.Match[str]) -> list[FoundDate]:
    period = day_of(int(found["y"]), int(found["m"]), int(found["d"]))
    if period is None:
        return []
    last = day_of(int(found["y2"]), int(found["m2"]), int(found["d2"])) if found["y2"] else None
    if last and last[1] >= period[0]:
        return _one(found.start(), found.end(), Reading((period[0], last[1]), "day"))
    return _one(found.start(), found.end("d"), Reading(period, "day"))


def years(context: Context, at: int) -> list[FoundDate]:
    """Read "2021", "2017 to 2019", "2009-10"; "2021-03" is a month."""
    found = _YEARS.match(context.text, at)
    if not found or _NOT_A_YEAR.search(context.before(at)):
        return []
    if _NOT_YEAR_AFTER.match(context.text, found.end()):
        return []
    first = int(found["first"])
    joint = (found["to"] or "").strip()
    if not found["last"] or (joint == "and" and not _BETWEEN.search(context.before(at))):
        period = year_of(first)
        return _one(at, found.end("first"), Reading(period, "year") if period else None)
    return _one(at, found.end(), _year_range(first, found["last"]))


def _year_range(first: int, written: str) -> Reading | None:
    last = int(written) if len(written) == 4 else first - first % 100 + int(written)
    if last <= first:
        period = months_of(first, int(written)) if len(written) == 2 and int(written) < 13 else None
        return Reading(period, "month") if period else None
    period = year_of(first, last - first + 1)
    return Reading(period, "year") if period else None


def narrowed(reading: Reading, part: str) -> Reading:
    """Return the early, middle or late third of what `reading` means, as an approximation."""
    if reading.period is None or reading.granularity == "day":
        return reading
    period = part_of(reading.period, part)
    return Reading(period, reading.granularity, reading.relative, approximate=True)
