"""What verdicts are held against: the lexical judge over the same corpus, and the claims alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from evaluation import metrics
from evaluation.claim_only import cross_validated
from evaluation.claims import Answer, answer_claims, scores
from evaluation.datasets import GoldClaim
from runtime.wiring import Runtime, open_runtime
from verification.policy import LEXICAL_POLICY, fitted_policy
from verification.types import Veracity

LEXICAL: Final = "lexical_judge"
CLAIMS_ALONE: Final = "claims_alone"


def lexical_answers(
    runtime: Runtime, claims: Sequence[GoldClaim], progress: Callable[[], object] = object
) -> list[Answer]:
    """The answers of the lexical judge with its own policy over the corpus of a runtime."""
    settings = replace(
        runtime.settings, judge_url="lexical:", policy=str(LEXICAL_POLICY), cache_url="memory:"
    )
    with closing(open_runtime(settings)) as lexical:
        return answer_claims(lexical, claims, progress=progress)


def claims_alone(claims: Sequence[GoldClaim]) -> list[str]:
    """What a classifier of the claims' words answers to each, cross-validated by claim."""
    names = [each.value for each in Veracity]
    targets = [names.index(claim.veracity.value) for claim in claims]
    guessed = cross_validated([claim.text for claim in claims], targets, len(names))
    return [names[place] for place in guessed]


def beside(answers: Sequence[Answer], lexical: Sequence[Answer]) -> dict[str, Any]:
    """The measures of the lexical judge, and how many points of macro-F1 lie above it.

    The 95 % interval draws claims and takes the difference on each draw.
    """
    both = list(zip(answers, lexical, strict=True))
    return {
        "judge": lexical[0].verdict.provenance.judge,
        "policy": lexical[0].verdict.provenance.policy,
        "about": policy_about(str(LEXICAL_POLICY)),
        "points_above": _points_above(both),
        "points_above_interval": list(metrics.bootstrap_interval(both, _points_above)),
        "all": scores(lexical),
    }


def policy_about(chosen: str, judge_url: str = "") -> str:
    """What a policy's own file says of it; that of the judge's own policy if none is chosen."""
    path = Path(chosen) if chosen else fitted_policy(judge_url)
    about: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return str(about.get("about") or "")


def _points_above(both: Sequence[tuple[Answer, Answer]]) -> float:
    gold = [one.gold.veracity.value for one, _ in both]
    ours, theirs = (
        metrics.macro_f1(gold, [answer.verdict.veracity.value for answer in side])
        for side in zip(*both, strict=True)
    )
    return 100 * (ours - theirs)
