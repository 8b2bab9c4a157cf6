"""Dates of publication as sites, feeds and data sets write them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

_MONTHS: Final = "janfebmaraprmayjunjulaugsepoctnovdec"
_MONTH: Final = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>\d{4})"
_WEEKDAY: Final = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_CLOCK: Final = (
    r"(?:,?\s+(?:at\s+|-\s+)?\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?"
    r"(?:\s*(?:[a-z]{1,5}|[+-]\d{2}:?\d{2}))?)?"
)
_WRITTEN: Final = tuple(
    re.compile(_WEEKDAY + day + _CLOCK, re.IGNORECASE)
    for day in (rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}", rf"{_DAY}\s+{_MONTH},?\s+{_YEAR}")
)


def read_day(written: str) -> date | None:
    """The day that `written` names, or None where it does not name exactly one.

    Read are RFC 3339 days and instants (the day as written, whatever its offset), "February 18,
    2022", "Feb 2, 2022 at 10:00", "18 February 2022" and the like, with or without a weekday. A
    month alone, a span of days ("April 27-28, 2021") and figures in an order that can be read two
    ways ("02/03/2021") give None: a date is never guessed.
    """
    text = " ".join(written.split())
    return _numeric(text) or _in_words(text)


def _numeric(text: str) -> date | None:
    if not re.match(r"\d{4}-\d{2}-\d{2}(?:$|[T ])", text):
        return None
    try:
        datetime.fromisoformat(text)
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _in_words(text: str) -> date | None:
    for pattern in _WRITTEN:
        if found := pattern.fullmatch(text):
            month = _MONTHS.index(found["month"][:3].lower()) // 3 + 1
            try:
                return date(int(found["year"]), month, int(found["day"]))
            except ValueError:
                return None
    return None
