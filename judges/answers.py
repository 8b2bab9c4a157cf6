"""From what a model says of three classes to a judgement, and what needs no model at all."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from verification.errors import JudgeAnswerInvalid
from verification.types import Stance, StanceJudgement, StancePair

_PLACES = 6
# Scores of single precision, or rounded for people, do not sum to one exactly.
_SLACK = 0.02


def judgement(shares: Mapping[Stance, float], by: str = "") -> StanceJudgement:
    """A judgement of three probabilities; raises JudgeAnswerInvalid when they are none."""
    sound = all(math.isfinite(share) and share >= 0.0 for share in shares.values())
    total = sum(shares.values())
    if set(shares) != set(Stance) or not sound or abs(total - 1.0) > _SLACK:
        raise JudgeAnswerInvalid("The judge's scores are no probabilities of the three stances.")
    supports = round(shares[Stance.SUPPORTS] / total, _PLACES)
    refutes = round(shares[Stance.REFUTES] / total, _PLACES)
    neutral = max(0.0, round(1.0 - supports - refutes, _PLACES))
    return StanceJudgement(supports, refutes, neutral, by)


def about_words(
    pairs: Sequence[StancePair], ask: Callable[[list[StancePair]], list[StanceJudgement]]
) -> list[StanceJudgement]:
    """One judgement per pair; `ask` sees only those with words on both sides.

    Where there is no letter and no digit nothing is said, and models asked about nothing answer
    with anything, or refuse.
    """
    worded = [_has_words(pair.claim) and _has_words(pair.evidence) for pair in pairs]
    asked = [pair for pair, has in zip(pairs, worded, strict=True) if has]
    answers = iter(ask(asked) if asked else ())
    return [next(answers) if has else StanceJudgement(0.0, 0.0, 1.0) for has in worded]


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def softmax(logits: Sequence[float]) -> list[float]:
    """Probabilities; what is not finite stays so, and is refused as a judgement."""
    highest = max(logits)
    powers = [math.exp(logit - highest) for logit in logits]
    return [power / sum(powers) for power in powers]
