"""Dates of a claim against dates of evidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from language.dates import compare_dates
from language.types import DateRange
from verification.comparing.context import Header, shared
from verification.details import Details
from verification.types import Comparison

_ENOUGH = 0.5
# A statement follows what it speaks of by a day or two, and may be dated in another time zone.
_FOLLOWS = timedelta(days=3)
_PLAIN = ("on", "during")


def compare_all(claim: Details, evidence: Details, header: Header) -> Iterator[Comparison]:
    """Each date of the claim that the evidence gives too, or gives otherwise.

    The day of publication can agree, never contradict: what happened on a day is told later.
    """
    still_open, taken = [], set()
    for wanted in claim.dates:
        found = next((each for each in evidence.dates if compare_dates(wanted, each)), None)
        if found:
            taken.add(found.start)
            yield Comparison("date", wanted.wording, found.wording, agrees=True)
        elif _published_within(wanted, header.published_at):
            day = header.published_at.isoformat() if header.published_at else ""
            yield Comparison("date", wanted.wording, f"published {day}", agrees=True)
        else:
            still_open.append(wanted)
    for wanted in still_open:
        rival = _contradicting(wanted, taken, claim, evidence, header)
        if rival:
            yield Comparison("date", wanted.wording, rival.wording, agrees=False)


def _published_within(wanted: DateRange, published: date | None) -> bool:
    if published is None or wanted.first is None or wanted.last is None:
        return False
    return wanted.role in _PLAIN and wanted.first <= published <= wanted.last + _FOLLOWS


def _contradicting(
    wanted: DateRange, taken: set[int], claim: Details, evidence: Details, header: Header
) -> DateRange | None:
    """The date of the evidence that stands in the claim's context and is another one."""
    best, most = None, 0.0
    for rival in evidence.dates:
        plain = rival.role in _PLAIN and rival.start not in taken
        if not plain or compare_dates(wanted, rival) is not False:
            continue
        share = shared(claim, wanted.wording, evidence.around(rival.start) | header.stems)
        if share >= _ENOUGH and share > most:
            best, most = rival, share
    return best
