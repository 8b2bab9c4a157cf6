"""Claims with known answers run through the whole verification, and what came out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from evaluation import metrics
from evaluation.datasets import GoldClaim
from runtime.verifying import verify_claim
from runtime.wiring import Runtime
from verification.claims import check_claim
from verification.errors import CorpusUnavailable
from verification.types import Claim, Veracity, Verdict

RECALL_AT: Final = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict on a claim whose veracity is known, and how long it took in seconds."""

    gold: GoldClaim
    verdict: Verdict
    seconds: float

    @property
    def is_right(self) -> bool:
        """Whether the verdict is the expected one."""
        return self.verdict.veracity is self.gold.veracity


def answer_claims(
    runtime: Runtime, claims: Sequence[GoldClaim], *, progress: Callable[[], object] = object
) -> list[Answer]:
    """Verify each claim as of the day it was made, over the corpus in use.

    The runtime must begin with an empty cache, so that every claim is worked out. An error ends
    the run: a failure is never an answer. Raises CorpusUnavailable for an empty corpus too.
    """
    if runtime.corpus.count() == 0:
        raise CorpusUnavailable("The corpus is empty; `assay ingest FILE` takes statements in.")
    answers = []
    for gold in claims:
        answers.append(_answer(runtime, gold))
        progress()
    return answers


def _answer(runtime: Runtime, gold: GoldClaim) -> Answer:
    claim = Claim(
        text=check_claim(gold.text, runtime.settings.max_claim_characters),
        claimed_at=gold.claimed_at,
        speaker=gold.speaker,
    )
    started = time.perf_counter()
    verdict, _ = verify_claim(runtime, claim)
    return Answer(gold, verdict, time.perf_counter() - started)


def scores(
    answers: Sequence[Answer], beside: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Any]:
    """Every measure of a run, as JSON values.

    `beside` are what baselines answered to the same claims, by the name of the baseline.
    """
    gold = [answer.gold.veracity.value for answer in answers]
    predicted = [answer.verdict.veracity.value for answer in answers]
    seconds = [answer.seconds for answer in answers]
    return {
        "n": len(answers),
        "veracity_macro_f1": metrics.macro_f1(gold, predicted),
        "veracity_macro_f1_interval": list(metrics.bootstrap_interval(answers, _macro_f1)),
        "accuracy": metrics.accuracy(gold, predicted),
        "evidence_recall_at_10": _recall(answers),
        "false_refutation_rate": metrics.false_refutation_rate(gold, predicted),
        "abstention_rate": metrics.abstention_rate(predicted),
        "calibration_error": metrics.calibration_error(
            [answer.verdict.confidence for answer in answers],
            [answer.is_right for answer in answers],
        ),
        "seconds_p50": metrics.percentile(seconds, 0.5),
        "seconds_p95": metrics.percentile(seconds, 0.95),
        "classes": {row.label: _class_row(row) for row in metrics.class_scores(gold, predicted)},
        "confusion": metrics.confusion(gold, predicted),
        "baselines": {
            name: _baseline(gold, said) for name, said in {**(beside or {}), **_blind(gold)}.items()
        },
    }


def predictions(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """One object a claim: what was expected, what came, and the passages found, best first."""
    return [
        {
            "id": answer.gold.id,
            "type": answer.gold.kind,
            "label": answer.gold.veracity.value,
            "predicted": answer.verdict.veracity.value,
            "probabilities": dict(answer.verdict.probabilities),
            "passages": list(answer.verdict.retrieved),
            "seconds": round(answer.seconds, 4),
        }
        for answer in answers
    ]


def wrong_by_type(answers: Sequence[Answer]) -> dict[str, dict[str, int]]:
    """How many claims of each type there are and how many came out wrong, the most wrong first."""
    every = Counter(answer.gold.kind for answer in answers)
    wrong = Counter(answer.gold.kind for answer in answers if not answer.is_right)
    order = sorted(every, key=lambda kind: (-wrong[kind], kind))
    return {kind: {"claims": every[kind], "wrong": wrong[kind]} for kind in order}


def _macro_f1(answers: Sequence[Answer]) -> float:
    return metrics.macro_f1(
        [answer.gold.veracity.value for answer in answers],
        [answer.verdict.veracity.value for answer in answers],
    )


def _recall(answers: Sequence[Answer]) -> float | None:
    wanted = [answer.gold.evidence for answer in answers]
    found = [answer.verdict.retrieved for answer in answers]
    return metrics.evidence_recall(wanted, found, RECALL_AT)


def _class_row(row: metrics.ClassScore) -> dict[str, float]:
    return {
        "precision": row.precision,
        "recall": row.recall,
        "f1": row.f1,
        "expected": row.support,
        "answered": row.predicted,
    }


def _blind(gold: Sequence[str]) -> dict[str, list[str]]:
    """What is answered without ever looking at a claim."""
    majority = max(sorted(set(gold)), key=gold.count)
    constant = {"always_refuted": Veracity.REFUTED.value, "always_the_commonest": majority}
    return {name: [answer] * len(gold) for name, answer in constant.items()}


def _baseline(gold: Sequence[str], said: Sequence[str]) -> dict[str, Any]:
    low, high = metrics.bootstrap_interval(
        list(zip(gold, said, strict=True)),
        lambda both: metrics.macro_f1([one for one, _ in both], [other for _, other in both]),
    )
    return {
        "veracity_macro_f1": metrics.macro_f1(gold, said),
        "veracity_macro_f1_interval": [low, high],
        "accuracy": metrics.accuracy(gold, said),
        "false_refutation_rate": metrics.false_refutation_rate(gold, said),
        "abstention_rate": metrics.abstention_rate(said),
    }
