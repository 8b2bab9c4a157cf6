"""Quantities of a claim against quantities of evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from language.quantities import compare_quantities
from language.types import DateRange, Quantity
from verification.comparing.context import Header, shared
from verification.details import Details
from verification.types import Comparison

# The share of the claim's other words that must stand around a figure before it can contradict:
# less where both name what they count, more where only the unit is the same.
_SAME_NOUN = 0.34
_SAME_UNIT = 0.5
_ERA = 20
_DIFFERENCE = re.compile(
    r"\b(?:more|fewer|less)\b(?! than)|\b(?:additional|another|further|extra)\b", re.IGNORECASE
)


def compare_all(claim: Details, evidence: Details, header: Header) -> Iterator[Comparison]:
    """Each quantity of the claim that the evidence gives too, or gives otherwise.

    A figure that agrees with one quantity of the claim does not contradict another.
    """
    still_open, taken = [], set()
    for wanted in claim.quantities:
        found = _agreeing(wanted, claim, evidence)
        if found:
            taken.add(found.start)
            yield Comparison("quantity", wanted.wording, found.wording, agrees=True)
        else:
            still_open.append(wanted)
    rivals = [each for each in evidence.quantities if each.start not in taken]
    for wanted in still_open:
        rival = _contradicting(wanted, rivals, claim, evidence, header)
        if rival:
            kind = "unit" if _other_unit(wanted, rival) else "quantity"
            yield Comparison(kind, wanted.wording, rival.wording, agrees=False)


def _agreeing(wanted: Quantity, claim: Details, evidence: Details) -> Quantity | None:
    found = [each for each in evidence.quantities if compare_quantities(wanted, each)]
    return max(
        found,
        key=lambda each: shared(claim, wanted.wording, evidence.around(each.start)),
        default=None,
    )


def _contradicting(
    wanted: Quantity, rivals: Sequence[Quantity], claim: Details, evidence: Details, header: Header
) -> Quantity | None:
    best, most = None, 0.0
    for rival in rivals:
        if compare_quantities(wanted, rival) is not False and not _other_unit(wanted, rival):
            continue
        if _is_difference(wanted) != _is_difference(rival) or _is_of_other_years(
            claim, evidence, rival
        ):
            continue
        share = shared(claim, wanted.wording, evidence.around(rival.start) | header.stems)
        enough = _SAME_NOUN if wanted.noun and wanted.noun == rival.noun else _SAME_UNIT
        if share >= enough and share > most:
            best, most = rival, share
    return best


def _is_difference(quantity: Quantity) -> bool:
    """Whether it says how much more or less there is, and not how much."""
    return _DIFFERENCE.search(quantity.wording) is not None


def _is_of_other_years(claim: Details, evidence: Details, rival: Quantity) -> bool:
    """Whether the sentence of the rival names years, and none that the claim names."""
    wanted = _years(claim.dates)
    phrase = evidence.phrase_at(rival.start)
    if phrase is None or not wanted:
        return False
    given = _years(each for each in evidence.dates if phrase.start <= each.start < phrase.end)
    return bool(given) and not wanted & given


def _years(dates: Iterable[DateRange]) -> set[int]:
    return {
        year
        for each in dates
        if each.first and each.last and each.last.year - each.first.year < _ERA
        for year in range(each.first.year, each.last.year + 1)
    }


def _other_unit(wanted: Quantity, rival: Quantity) -> bool:
    """The same figure in another unit: "2 percent" and "2 percentage points", or currencies."""
    measures = ("percent", "percentage_points")
    mixed = wanted.dimension != rival.dimension and {wanted.dimension, rival.dimension} == {
        *measures
    }
    money = wanted.dimension == rival.dimension == "money" and wanted.unit != rival.unit
    return (mixed or money) and (wanted.low, wanted.high) == (rival.low, rival.high)
