"""What would have been needed for a verdict, in short sentences that programs can match."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from language.types import Quantity
from verification.claims import ClaimAnalysis
from verification.details import read_details
from verification.types import Evidence, Passage, Veracity

_MOST = 5


def missing(
    analysis: ClaimAnalysis,
    veracity: Veracity,
    passages: Sequence[Passage],
    evidence: Sequence[Evidence],
) -> tuple[str, ...]:
    """What an abstention lacked; nothing for other verdicts and for what cannot be verified."""
    if veracity is not Veracity.NOT_ENOUGH_EVIDENCE or not analysis.verifiable:
        return ()
    if not passages:
        return (_no_passage(analysis),)
    lacks = [*_figures(analysis, evidence)]
    if any(item.weight > 0 for item in evidence):
        lacks.append("no second independent source says clearly enough what one source says")
    return tuple(lacks[:_MOST]) or ("no passage states or contradicts the claim as a whole",)


def _no_passage(analysis: ClaimAnalysis) -> str:
    until = analysis.claim.evidence_until
    bound = f" and is dated on or before {until.isoformat()}" if until else ""
    return f"no passage shares words with the claim{bound}"


def _figures(analysis: ClaimAnalysis, evidence: Sequence[Evidence]) -> Iterator[str]:
    settled = {each.claim for item in evidence for each in item.comparisons}
    found = [quantity for item in evidence for quantity in read_details(item.quote).quantities]
    for wanted in analysis.details.quantities:
        if wanted.wording in settled or wanted.dimension == "none":
            continue
        rivals = dict.fromkeys(each.wording for each in found if _alike(wanted, each))
        if rivals:
            given = ", ".join(f"'{wording}'" for wording in list(rivals)[:3])
            yield f"no passage gives '{wanted.wording}'; figures found are {given}"
        else:
            yield f"no passage gives a figure comparable with '{wanted.wording}'"


def _alike(wanted: Quantity, other: Quantity) -> bool:
    same = wanted.dimension == other.dimension and wanted.unit == other.unit
    return same and wanted.noun == other.noun
