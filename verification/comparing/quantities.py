"""Quantities of a claim against quantities of evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from language.quantities import compare_quantities
from language.types import Quantity
from verification.comparing.context import Header, shared
from verification.details import Details
from verification.types import Comparison

# The share of the claim's other words that must stand around a figure before it can contradict:
# less where both name what they count, more where only the unit is the same.
_SAME_NOUN = 0.34
_SAME_UNIT = 0.5


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
        share = shared(claim, wanted.wording, evidence.around(rival.start) | header.stems)
        enough = _SAME_NOUN if wanted.noun and wanted.noun == rival.noun else _SAME_UNIT
        if share >= enough and share > most:
            best, most = rival, share
    return best


def _other_unit(wanted: Quantity, rival: Quantity) -> bool:
    """The same figure in another unit: "2 percent" and "2 percentage points", or currencies."""
    measures = ("percent", "percentage_points")
    mixed = wanted.dimension != rival.dimension and {wanted.dimension, rival.dimension} == {
        *measures
    }
    money = wanted.dimension == rival.dimension == "money" and wanted.unit != rival.unit
    return (mixed or money) and (wanted.low, wanted.high) == (rival.low, rival.high)
