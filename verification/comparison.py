"""Holding the details of a claim against the details of evidence, by code.

Each detail of the claim is paired with the detail of the evidence that speaks of the same thing.
An agreement is reported wherever it is found. A disagreement is reported only where the pairing is
sound: the two measure or count the same thing, the sentence of the evidence shares enough of the
claim's other words, and no other detail of the evidence agrees. All else is left unsaid.
"""

from __future__ import annotations

from collections.abc import Iterator

from language.normal import content_stems
from language.quantities import compare_quantities
from language.types import Quantity
from verification.details import Details
from verification.types import Comparison

# The share of the claim's other words that must stand around a detail before it can contradict:
# less where both name what they count, more where only the unit is the same.
_SAME_NOUN = 0.34
_SAME_UNIT = 0.5


def compare(
    claim: Details, evidence: Details, header: frozenset[str] = frozenset()
) -> tuple[Comparison, ...]:
    """The details of the claim that the evidence confirms or contradicts.

    `header` holds the word stems of title, publisher and speaker: what the evidence need not
    repeat.
    """
    return tuple(_quantities(claim, evidence, header))


def shared(claim: Details, wording: str, context: frozenset[str]) -> float:
    """The share of the claim's words, those of `wording` left out, that `context` holds."""
    rest = claim.stems - content_stems(wording)
    return len(rest & context) / len(rest) if rest else 0.0


def _quantities(claim: Details, evidence: Details, header: frozenset[str]) -> Iterator[Comparison]:
    open_, taken = [], set()
    for wanted in claim.quantities:
        found = _agreeing(wanted, claim, evidence)
        if found:
            taken.add(found.start)
            yield Comparison("quantity", wanted.wording, found.wording, agrees=True)
        else:
            open_.append(wanted)
    for wanted in open_:
        rivals = [each for each in evidence.quantities if each.start not in taken]
        rival = _contradicting(wanted, claim, rivals, evidence, header)
        if rival:
            yield Comparison("quantity", wanted.wording, rival.wording, agrees=False)


def _agreeing(wanted: Quantity, claim: Details, evidence: Details) -> Quantity | None:
    found = [each for each in evidence.quantities if compare_quantities(wanted, each)]
    return max(
        found,
        key=lambda each: shared(claim, wanted.wording, evidence.around(each.start)),
        default=None,
    )


def _contradicting(
    wanted: Quantity,
    claim: Details,
    rivals: list[Quantity],
    evidence: Details,
    header: frozenset[str],
) -> Quantity | None:
    best, most = None, 0.0
    for rival in rivals:
        if compare_quantities(wanted, rival) is not False:
            continue
        share = shared(claim, wanted.wording, evidence.around(rival.start) | header)
        enough = _SAME_NOUN if wanted.noun and wanted.noun == rival.noun else _SAME_UNIT
        if share >= enough and share > most:
            best, most = rival, share
    return best
