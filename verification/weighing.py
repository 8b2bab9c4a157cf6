"""How much one piece of evidence counts.

weight = source * certainty * timing * relevance * voice * details * confirmed, each in [0, 1]:

- source: how much the word of the publisher counts;
- certainty: the judge's probability of the stance, nothing below the policy's floor;
- timing: nothing for what was published after the last day that may count, less for the undated;
- relevance: the share of the claim that the words quoted speak of, full from the floor upwards;
- voice: a speaker's own statement supports that it was said, not that it is so;
- details: less where the code found a detail of the claim otherwise, or another day;
- confirmed: support counts less where figures or names of the claim are not given.
"""

from __future__ import annotations

from language.names import same_name
from language.normal import content_stems, normalise
from verification.claims import ClaimAnalysis
from verification.details import read_details
from verification.policy import Policy
from verification.types import (
    Claim,
    Comparison,
    DocumentRef,
    Passage,
    Stance,
    StanceJudgement,
)
from verification.windows import Window, header_of

IN_TIME, UNDATED, AFTER_CLAIM = "in_time", "undated", "after_claim"


def timing(document: DocumentRef, claim: Claim) -> str:
    """Where a document stands in time: `in_time`, `undated` or `after_claim`."""
    if document.published_at is None:
        return UNDATED
    until = claim.evidence_until
    return AFTER_CLAIM if until and document.published_at > until else IN_TIME


def weigh(
    analysis: ClaimAnalysis,
    window: Window,
    judgement: StanceJudgement,
    comparisons: tuple[Comparison, ...],
    policy: Policy,
) -> float:
    """The weight, in [0, 1], of a window towards its stance; neutral windows have none."""
    document = window.passage.document
    if judgement.stance is Stance.NEUTRAL or not analysis.verifiable:
        return 0.0
    weight = (
        document.source.weight
        * _certainty(judgement, policy)
        * _in_time(timing(document, analysis.claim), policy)
        * _relevance(window, policy)
        * _voice(analysis, window, judgement.stance, policy)
        * _details(comparisons, judgement.stance, policy)
        * _confirmed(analysis, window, comparisons, judgement.stance, policy)
    )
    return round(min(1.0, max(0.0, weight)), 4)


def _certainty(judgement: StanceJudgement, policy: Policy) -> float:
    certainty = max(judgement.supports, judgement.refutes)
    return certainty if certainty >= policy.certainty_floor else 0.0


def _in_time(when: str, policy: Policy) -> float:
    return {IN_TIME: 1.0, UNDATED: policy.undated, AFTER_CLAIM: 0.0}[when]


def _relevance(window: Window, policy: Policy) -> float:
    floor = policy.relevance_floor
    return min(1.0, window.relevance / floor) if floor else 1.0


def _voice(analysis: ClaimAnalysis, window: Window, stance: Stance, policy: Policy) -> float:
    """How far whoever speaks can speak to the claim.

    Whether somebody said something shows in what that somebody said, and hardly in what others
    say. Whether a thing is so shows little in the word of whoever claims it.
    """
    document = window.passage.document
    if analysis.utterance:
        present = _is_named(analysis.utterance.speaker, window.passage)
        return 1.0 if present else policy.other_voice
    if stance is Stance.REFUTES:
        return 1.0
    if _is_same(analysis.claim.speaker, document.speaker):
        return policy.own_word
    return policy.reported if document.speaker else 1.0


def _is_named(speaker: str, passage: Passage) -> bool:
    document = passage.document
    held = (document.speaker or "", document.source.name, document.title, passage.text)
    wanted = content_stems(speaker)
    return len(wanted & content_stems(" ".join(held))) * 2 >= len(wanted)


def _is_same(one: str | None, other: str | None) -> bool:
    return bool(one and other) and normalise(one or "") == normalise(other or "")


def _details(comparisons: tuple[Comparison, ...], stance: Stance, policy: Policy) -> float:
    """What the code found: support with a detail that differs, or a contradiction of another day.

    What happened on another day is more often another event than a contradiction.
    """
    differing = {each.kind for each in comparisons if each.agrees is False}
    if stance is Stance.REFUTES:
        return policy.other_day if "date" in differing else 1.0
    return policy.disputed_detail if differing else 1.0


def _confirmed(
    analysis: ClaimAnalysis,
    window: Window,
    comparisons: tuple[Comparison, ...],
    stance: Stance,
    policy: Policy,
) -> float:
    """Support counts less for each figure and each name of the claim that it does not give."""
    if stance is not Stance.SUPPORTS:
        return 1.0
    agreeing = {each.claim for each in comparisons if each.agrees}
    figures = [each for each in analysis.details.quantities if each.dimension != "none"]
    open_figures = sum(each.wording not in agreeing for each in figures)
    names = {each.canonical: each for each in analysis.details.names}.values()
    held = (*read_details(window.passage.text).names, *header_of(window.passage.document).names)
    open_names = sum(not any(same_name(name, each) for each in held) for name in names)
    return float(policy.open_figure**open_figures * policy.open_name**open_names)
