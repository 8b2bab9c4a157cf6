"""What would have been needed for a verdict, in short sentences that programs can match."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from language.types import Quantity
from verification.attribution import speaks
from verification.claims import ClaimAnalysis
from verification.comparing.naming import is_among, names_of
from verification.details import read_details
from verification.types import Evidence, Passage, Veracity
from verification.windows import header_of

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
    lacks = [*_speaker(analysis, passages), *_names(analysis, passages)]
    lacks += _figures(analysis, evidence)
    if any(item.weight > 0 for item in evidence):
        lacks.append("no second independent source says clearly enough what one source says")
    return tuple(lacks[:_MOST]) or ("no passage states or contradicts the claim as a whole",)


def _no_passage(analysis: ClaimAnalysis) -> str:
    until = analysis.claim.evidence_until
    bound = f" and is dated on or before {until.isoformat()}" if until else ""
    return f"no passage shares words with the claim{bound}"


def _speaker(analysis: ClaimAnalysis, passages: Sequence[Passage]) -> Iterator[str]:
    utterance = analysis.utterance
    if utterance and not any(speaks(utterance, passage) for passage in passages):
        yield f"no statement by '{utterance.speaker}'"


def _names(analysis: ClaimAnalysis, passages: Sequence[Passage]) -> Iterator[str]:
    held = [
        name
        for passage in passages
        for name in (*names_of(passage.text), *header_of(passage.document).names)
    ]
    for wanted in names_of(analysis.claim.text):
        if not is_among(wanted, held):
            yield f"no passage names '{wanted.wording}'"


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
