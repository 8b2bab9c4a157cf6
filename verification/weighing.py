"""How much one piece of evidence counts.

weight = source * certainty * timing * relevance * voice * details * confirmed, each in [0, 1]:

- source: how much the word of the publisher counts, or of a speaker on what they said;
- certainty: the judge's probability of the stance, nothing below the policy's floor;
- timing: nothing for what was published after the last day that may count, less for the undated;
- relevance: the share of the claim that the words quoted hold, full from the floor upwards;
- voice: a speaker's own statement supports that it was said, not that it is so;
- details: less where the code found a detail of the claim otherwise, or another day;
- confirmed: less where names of the claim, or for support its figures, are not given.
"""

from __future__ import annotations

from verification.attribution import is_own_act, is_own_word, speaks
from verification.claims import ClaimAnalysis
from verification.comparing.naming import is_among, names_of
from verification.policy import Policy
from verification.types import (
    Claim,
    Comparison,
    DocumentRef,
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
        _source(analysis, document, policy)
        * _certainty(judgement, policy)
        * _in_time(timing(document, analysis.claim), policy)
        * _relevance(window, judgement.stance, policy)
        * _voice(analysis, window, judgement.stance, policy)
        * _details(comparisons, judgement.stance, policy)
        * _confirmed(analysis, window, comparisons, judgement.stance, policy)
    )
    return round(min(1.0, max(0.0, weight)), 4)


def _source(analysis: ClaimAnalysis, document: DocumentRef, policy: Policy) -> float:
    """What somebody says or does by speaking is as good as certain from that somebody's mouth."""
    weight = document.source.weight
    return max(weight, policy.own_statement) if is_own_act(analysis, document) else weight


def _certainty(judgement: StanceJudgement, policy: Policy) -> float:
    certainty = max(judgement.supports, judgement.refutes)
    return certainty if certainty >= policy.certainty_floor else 0.0


def _in_time(when: str, policy: Policy) -> float:
    return {IN_TIME: 1.0, UNDATED: policy.undated, AFTER_CLAIM: 0.0}[when]


def _relevance(window: Window, stance: Stance, policy: Policy) -> float:
    """One contradicted part refutes a claim; to support it, the words must speak of most parts."""
    floor = policy.support_floor if stance is Stance.SUPPORTS else policy.relevance_floor
    return min(1.0, window.relevance / floor) if floor else 1.0


def _voice(analysis: ClaimAnalysis, window: Window, stance: Stance, policy: Policy) -> float:
    """How far whoever speaks can speak to the claim.

    Whether somebody said something shows in what that somebody said, and hardly in what others
    say. Whether a thing is so shows little in the word of whoever claims it.
    """
    document = window.passage.document
    if analysis.utterance:
        return 1.0 if speaks(analysis.utterance, window.passage) else policy.other_voice
    if stance is Stance.REFUTES:
        return 1.0
    if is_own_word(analysis.claim.speaker, document):
        return policy.own_word
    return policy.reported if document.speaker else 1.0


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
    """Less for each name of the claim, and for support each figure, that the passage lacks.

    A passage that never names the country can neither confirm nor deny what happened there.
    """
    compared = {each.claim for each in comparisons if each.agrees is not None}
    document = header_of(window.passage.document)
    held = (*names_of(window.passage.text), *document.names)
    names = [each for each in names_of(analysis.claim.text) if each.wording not in compared]
    factor = policy.open_name ** sum(not is_among(name, held) for name in names)
    if stance is Stance.SUPPORTS:
        figures = [each for each in analysis.details.quantities if each.dimension != "none"]
        factor *= policy.open_figure ** sum(each.wording not in compared for each in figures)
    return float(factor)
