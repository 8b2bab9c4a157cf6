"""Claims with known answers run through the whole verification, and what came out."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
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


def scores(answers: Sequence[Answer]) -> dict[str, Any]:
    """Every measure of a run, as JSON values."""
    gold = [answer.gold.veracity.value for answer in answers]
    predicted = [answer.verdict.veracity.value for answer in answers]
    seconds = [answer.seconds for answer in answers]
    low, high = metrics.bootstrap_interval(answers, _macro_f1)
    return {
        "n": len(answers),
        "veracity_macro_f1": metrics.macro_f1(gold, predicted),
        "veracity_macro_f1_interval": [low, high],
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
        "baselines": _baselines(gold),
    }


def predictions(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """One object a claim: what was expected, what came, and the passages found, best first."""
    return [
        {
            "id": answer.gold.id,
            "label": answer.gold.veracity.value,
            "predicted": answer.verdict.veracity.value,
            "probabilities": dict(answer.verdict.probabilities),
            "passages": list(answer.verdict.retrieved),
            "seconds": round(answer.seconds, 4),
        }
        for answer in answers
    ]


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


def _baselines(gold: Sequence[str]) -> dict[str, dict[str, float]]:
    """What an answer that never looks at a claim would score."""
    majority = max(sorted(set(gold)), key=gold.count)
    constant = {"always_refuted": Veracity.REFUTED.value, "always_the_commonest": majority}
    return {
        name: {
            "veracity_macro_f1": metrics.macro_f1(gold, [answer] * len(gold)),
            "accuracy": metrics.accuracy(gold, [answer] * len(gold)),
        }
        for name, answer in constant.items()
    }
