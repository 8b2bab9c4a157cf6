"""Putting windows before a judge, and taking nothing for an answer that is none."""

from __future__ import annotations

import math
from collections.abc import Sequence

from verification.errors import JudgeAnswerInvalid
from verification.ports import Judge
from verification.types import Claim, StanceJudgement, StancePair
from verification.windows import Window


def ask(judge: Judge, claim: Claim, windows: Sequence[Window]) -> list[StanceJudgement]:
    """One judgement per window, in as few calls as the judge's batches allow.

    Raises JudgeUnavailable, or JudgeAnswerInvalid where an answer is missing or no stance.
    """
    pairs = [_pair(claim, window) for window in windows]
    size = judge.max_batch
    judgements = [
        judgement
        for at in range(0, len(pairs), size)
        for judgement in judge.judge(pairs[at : at + size])
    ]
    if len(judgements) != len(pairs):
        raise JudgeAnswerInvalid(
            f"The judge {judge.version} gave {len(judgements)} answers to {len(pairs)} questions."
        )
    for judgement in judgements:
        _check(judgement, judge)
    return judgements


def made_by(judge: Judge, judgements: Sequence[StanceJudgement]) -> str:
    """Who gave these judgements: one version, or several with ` + ` where answers differ in it."""
    versions = {judgement.by or judge.version for judgement in judgements}
    return " + ".join(sorted(versions)) or judge.version


def _pair(claim: Claim, window: Window) -> StancePair:
    document = window.passage.document
    return StancePair(
        claim=claim.text,
        evidence=window.text,
        title=document.title,
        publisher=document.source.name,
        published_at=document.published_at,
        speaker=document.speaker,
        claimed_at=claim.claimed_at,
    )


def _check(judgement: StanceJudgement, judge: Judge) -> None:
    values = judgement.as_mapping().values()
    sound = all(0.0 <= value <= 1.0 for value in values)
    if not sound or not math.isclose(sum(values), 1.0, abs_tol=1e-3):
        raise JudgeAnswerInvalid(f"The judge {judge.version} gave an answer that is no stance.")
