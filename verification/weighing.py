"""How much one piece of evidence counts.

weight = source * timing * voice * certainty, each in [0, 1]:

- source: how much the word of the publisher counts, or of a speaker on what they said;
- timing: nothing for what was published after the last day that may count, less for the undated;
- voice: a speaker's own statement supports that it was said, not that it is so;
- certainty: how likely a passage with these signals is right about the claim, the logistic of
  their weighted sum. The weights are fitted, each with the sign that keeps it sensible: a surer
  judge never makes evidence lighter, nor does one more agreeing detail make support so.
"""

from __future__ import annotations

import math

from verification.attribution import is_own_act, is_own_word, speaks
from verification.claims import ClaimAnalysis
from verification.policy import Policy, SideWeights
from verification.signals import SIGNALS, Reading, Signals, signals
from verification.types import Claim, DocumentRef, Stance

IN_TIME, UNDATED, AFTER_CLAIM = "in_time", "undated", "after_claim"


def timing(document: DocumentRef, claim: Claim) -> str:
    """Where a document stands in time: `in_time`, `undated` or `after_claim`."""
    if document.published_at is None:
        return UNDATED
    until = claim.evidence_until
    return AFTER_CLAIM if until and document.published_at > until else IN_TIME


def weigh(analysis: ClaimAnalysis, reading: Reading, policy: Policy) -> float:
    """The weight, in [0, 1], of a passage towards its stance; neutral ones have none."""
    stance = reading.stance
    if stance is Stance.NEUTRAL or not analysis.verifiable:
        return 0.0
    side = policy.supports if stance is Stance.SUPPORTS else policy.refutes
    sure = certainty(signals(analysis, reading, stance), side)
    return round(sure * standing(analysis, reading, policy), 4)


def certainty(seen: Signals, side: SideWeights) -> float:
    """How likely, in (0, 1), a passage with these signals is right: logistic regression."""
    logit = side.bias + sum(getattr(side, name) * getattr(seen, name) for name in SIGNALS)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))


def standing(analysis: ClaimAnalysis, reading: Reading, policy: Policy) -> float:
    """What source, time and voice leave, in [0, 1], of the weight of a sure contradiction."""
    document = reading.whole.passage.document
    return (
        _source(analysis, document, policy)
        * _in_time(timing(document, analysis.claim), policy)
        * _voice(analysis, reading, policy)
    )


def _source(analysis: ClaimAnalysis, document: DocumentRef, policy: Policy) -> float:
    """What somebody says or does by speaking is as good as certain from that somebody's mouth."""
    weight = document.source.weight
    return max(weight, policy.own_statement) if is_own_act(analysis, document) else weight


def _in_time(when: str, policy: Policy) -> float:
    return {IN_TIME: 1.0, UNDATED: policy.undated, AFTER_CLAIM: 0.0}[when]


def _voice(analysis: ClaimAnalysis, reading: Reading, policy: Policy) -> float:
    """How far whoever speaks can speak to the claim.

    Whether somebody said something shows in what that somebody said, and hardly in what others
    say. Whether a thing is so shows little in the word of whoever claims it.
    """
    passage = reading.whole.passage
    if analysis.utterance:
        return 1.0 if speaks(analysis.utterance, passage) else policy.other_voice
    if reading.stance is Stance.REFUTES:
        return 1.0
    if is_own_word(analysis.claim.speaker, passage.document):
        return policy.own_word
    return policy.reported if passage.document.speaker else 1.0
