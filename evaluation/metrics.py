"""How good answers are: pure functions over what was expected and what came."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TypeVar

from verification.types import Veracity

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ClassScore:
    """Precision, recall and their harmonic mean for one class; `support` counts the gold ones."""

    label: str
    precision: float
    recall: float
    f1: float
    support: int
    predicted: int


def accuracy(gold: Sequence[str], predicted: Sequence[str]) -> float:
    """The share of answers that are right; 0 for none."""
    return _share(one == other for one, other in zip(gold, predicted, strict=True))


def class_scores(gold: Sequence[str], predicted: Sequence[str]) -> list[ClassScore]:
    """One row for each class that is expected or answered, by name."""
    return [_class_score(label, gold, predicted) for label in sorted({*gold, *predicted})]


def macro_f1(gold: Sequence[str], predicted: Sequence[str]) -> float:
    """The mean F1 of the classes that are expected or answered; 0 for none."""
    return _mean([score.f1 for score in class_scores(gold, predicted)])


def confusion(gold: Sequence[str], predicted: Sequence[str]) -> dict[str, dict[str, int]]:
    """How often each class was expected (outer) and answered (inner)."""
    counts = Counter(zip(gold, predicted, strict=True))
    labels = sorted({*gold, *predicted})
    return {one: {other: counts[one, other] for other in labels} for one in labels}


def evidence_recall(
    gold: Sequence[Collection[str]], retrieved: Sequence[Sequence[str]], k: int
) -> float | None:
    """The share of gold passages among the first `k` retrieved, averaged over claims.

    Only claims with gold passages count; None where there are none.
    """
    shares = [
        len(set(wanted) & set(found[:k])) / len(set(wanted))
        for wanted, found in zip(gold, retrieved, strict=True)
        if wanted
    ]
    return fmean(shares) if shares else None


def false_refutation_rate(gold: Sequence[str], predicted: Sequence[str]) -> float | None:
    """The share of truly supported claims that were answered `refuted`; None without any."""
    answers = [
        other for one, other in zip(gold, predicted, strict=True) if one == Veracity.SUPPORTED
    ]
    return _share(answer == Veracity.REFUTED for answer in answers) if answers else None


def abstention_rate(predicted: Sequence[str]) -> float:
    """The share of answers that are `not_enough_evidence`."""
    return _share(answer == Veracity.NOT_ENOUGH_EVIDENCE for answer in predicted)


def calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error over bins of equal width.

    Guo et al., "On Calibration of Modern Neural Networks", 2017, equation 3.
    """
    members: dict[int, list[tuple[float, bool]]] = {}
    for confidence, is_right in zip(confidences, right, strict=True):
        members.setdefault(min(int(confidence * bins), bins - 1), []).append((confidence, is_right))
    gaps = (
        len(inside) * abs(fmean(c for c, _ in inside) - fmean(r for _, r in inside))
        for inside in members.values()
    )
    return sum(gaps) / len(confidences) if confidences else 0.0


def bootstrap_interval(
    items: Sequence[T], measure: Callable[[Sequence[T]], float], *, rounds: int = 1000
) -> tuple[float, float]:
    """The 95 % percentile interval of a measure, drawing whole items (claims) with replacement.

    Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13. The draws are
    always the same.
    """
    draw = random.Random(20211125)  # noqa: S311 - not a secret
    values = sorted(measure(draw.choices(items, k=len(items))) for _ in range(rounds))
    return values[int(0.025 * rounds)], values[min(int(0.975 * rounds), rounds - 1)]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie, interpolated between neighbours."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _class_score(label: str, gold: Sequence[str], predicted: Sequence[str]) -> ClassScore:
    support = sum(one == label for one in gold)
    answered = sum(other == label for other in predicted)
    both = sum(one == other == label for one, other in zip(gold, predicted, strict=True))
    precision = both / answered if answered else 0.0
    recall = both / support if support else 0.0
    f1 = 2 * both / (support + answered)
    return ClassScore(label, precision, recall, f1, support, answered)


def _share(hits: Iterable[bool]) -> float:
    return _mean([float(hit) for hit in hits])


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else 0.0
