"""Whether two dates can be compared, and whether they agree."""

from datetime import date, timedelta
from typing import Final

from language.types import DateRange

_AT: Final = frozenset(("on", "during"))
# News of one event carry the day of either place: a day told from another may be off by one.
_ZONE: Final = timedelta(days=1)
# How far off a loosely told time may be, as a share of the period that is named.
_LOOSE: Final = 1.0

_Period = tuple[date, date]


def compare_dates(claim: DateRange, evidence: DateRange) -> bool | None:
    """Tell whether `evidence` confirms (True) or contradicts (False) the date of `claim`.

    The finer date confirms the coarser one in which it lies. None when one of them is unresolved,
    when their roles cannot be set against each other ("since May", "in May"), when they only
    overlap, or when the readings of an ambiguous date disagree.
    """
    if None in (claim.first, evidence.first):
        return None
    answers = {
        _compare(claim, evidence, first, second)
        for first in _readings(claim)
        for second in _readings(evidence)
    }
    return answers.pop() if len(answers) == 1 else None


def _readings(found: DateRange) -> tuple[_Period, ...]:
    if found.first is None or found.last is None:
        return ()
    return ((found.first, found.last), *found.alternatives)


def _compare(claim: DateRange, evidence: DateRange, first: _Period, second: _Period) -> bool | None:
    at_claim, at_evidence = claim.role in _AT, evidence.role in _AT
    if (at_claim and at_evidence) or claim.role == evidence.role:
        return _same(claim, evidence, first, second)
    if at_evidence:
        return _fits(claim.role, first, second)
    if at_claim:
        return None if _fits(evidence.role, second, first) is not False else False
    return None


def _same(claim: DateRange, evidence: DateRange, first: _Period, second: _Period) -> bool | None:
    if _within(first, second) or _within(second, first):
        return True
    gap = max(first[0] - second[1], second[0] - first[1])
    if gap <= timedelta(0):
        return True if claim.approximate or evidence.approximate else None
    return None if gap <= _tolerance(claim, evidence, first, second) else False


def _within(inner: _Period, outer: _Period) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _tolerance(claim: DateRange, evidence: DateRange, first: _Period, second: _Period) -> timedelta:
    lengths = [
        period[1] - period[0] + timedelta(days=1)
        for found, period in ((claim, first), (evidence, second))
        if found.approximate
    ]
    loose = max(lengths, default=timedelta(0)) * _LOOSE
    return max(loose, _ZONE) if claim.relative or evidence.relative else loose


def _fits(role: str, bound: _Period, day: _Period) -> bool | None:
    """Tell whether something `day` dates fits a claim that it was before or after `bound`."""
    if role == "after":
        return True if day[0] > bound[1] else False if day[1] < bound[0] else None
    if role == "before":
        return True if day[1] <= bound[1] else False if day[0] > bound[1] else None
    return None
