"""Calendar arithmetic: periods of days, both ends included.

Seasons are the meteorological ones of the northern half of the earth, weeks begin on Monday (ISO
8601), fiscal years are those of the United States government (31 U.S.C. 1102: they end on the 30th
of September of the year they are named after). Whatever lies outside the years 1 to 9999 is None.
"""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Final, TypeAlias

Period: TypeAlias = tuple[date, date]

SEASONS: Final = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9, "fall": 9}
_FIRST_DAY: Final = date.min.toordinal()
_LAST_DAY: Final = date.max.toordinal()


def day_of(year: int, month: int, day: int) -> Period | None:
    """Return one day, or None where the calendar has no such day."""
    if not MINYEAR <= year <= MAXYEAR or not 1 <= month <= 12:
        return None
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    only = date(year, month, day)
    return only, only


def months_of(year: int, month: int, count: int = 1) -> Period | None:
    """Return `count` months beginning with one; months below 1 and above 12 reach other years."""
    first = year * 12 + month - 1
    last = first + count - 1
    if first < MINYEAR * 12 or last >= (MAXYEAR + 1) * 12:
        return None
    end_year, end_month = last // 12, last % 12 + 1
    end = date(end_year, end_month, monthrange(end_year, end_month)[1])
    return date(first // 12, first % 12 + 1, 1), end


def year_of(year: int, count: int = 1) -> Period | None:
    """Return one or more calendar years."""
    return months_of(year, 1, 12 * count)


def quarter_of(year: int, quarter: int) -> Period | None:
    """Return a quarter, from 1 to 4, of a calendar year."""
    return months_of(year, 3 * quarter - 2, 3)


def half_of(year: int, half: int) -> Period | None:
    """Return a half, 1 or 2, of a calendar year."""
    return months_of(year, 6 * half - 5, 6)


def season_of(year: int, season: str) -> Period | None:
    """Return a season of a year; winter begins in December of it."""
    return months_of(year, SEASONS[season], 3)


def fiscal_year_of(year: int, count: int = 1) -> Period | None:
    """Return fiscal years of the United States government, the first named `year`."""
    return months_of(year - 1, 10, 12 * count)


def shifted(day: date, days: int) -> date:
    """Return `day` moved by `days`, kept within the calendar."""
    ordinal = day.toordinal() + max(-(10**7), min(10**7, days))
    return date.fromordinal(max(_FIRST_DAY, min(_LAST_DAY, ordinal)))


def shifted_months(day: date, months: int) -> date:
    """Return the same day of another month, or its last day where it has no such day."""
    at = max(MINYEAR * 12, min((MAXYEAR + 1) * 12 - 1, day.year * 12 + day.month - 1 + months))
    year, month = at // 12, at % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def week_of(day: date) -> Period:
    """Return the week, Monday to Sunday, in which `day` lies."""
    monday = shifted(day, -day.weekday())
    return monday, shifted(monday, 6)


def part_of(period: Period, part: str) -> Period:
    """Return the first ("early"), middle ("mid") or last ("late") third of a period."""
    first, last = period
    third = ((last - first).days + 1) // 3
    if part == "early":
        return first, max(first, first + timedelta(third - 1))
    if part == "late":
        return min(last, last - timedelta(third - 1)), last
    return first + timedelta(third), max(first + timedelta(third), last - timedelta(third))
