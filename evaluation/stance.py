"""A judge over labelled pairs: its answers, and how good they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

import numpy

from evaluation import bootstrap, calibration, metrics
from evaluation.calibration import Flags, Floats, Places
from judges.training.examples import Example, Target, normal
from verification.ports import Judge
from verification.types import StancePair

COVERAGE: Final = 0.8


class Ways(Enum):
    """Which answers a set tells apart; the value names its classes."""

    # Supports, refutes or neutral: the likeliest.
    THREE = ("supports", "refutes", "neutral")
    # Sets without neutral pairs: the larger of the two probabilities, scaled to sum to one.
    SIDES = ("supports", "refutes")
    # Sets that tell support from the rest: supported when that is likelier than all else.
    SUPPORTED = ("supports", "not_supported")

    @classmethod
    def of(cls, targets: set[Target]) -> Ways:
        """How a set with these labels is scored."""
        if targets == {Target.SUPPORTS, Target.REFUTES}:
            return cls.SIDES
        if Target.NOT_SUPPORTED in targets or Target.REFUTES not in targets:
            return cls.SUPPORTED
        return cls.THREE


@dataclass(frozen=True, slots=True)
class Outcome:
    """Examples with the judge's probabilities, an (n, 3) array in the order of `Target`."""

    examples: Sequence[Example]
    probabilities: Floats

    @property
    def said(self) -> Places:
        """The likeliest stance of each; ties go to neutral, then to refutes."""
        return likeliest(self.probabilities)

    @property
    def gold(self) -> Places:
        """The target of each."""
        return numpy.array([each.target for each in self.examples], dtype=numpy.int64)


def likeliest(probabilities: Floats) -> Places:
    """The place of the largest number of each row; ties go to the last."""
    found: Places = probabilities.shape[1] - 1 - numpy.argmax(probabilities[:, ::-1], axis=1)
    return found


def judged(
    judge: Judge, pairs: Sequence[StancePair], progress: Callable[[int], object] = int
) -> Floats:
    """Probabilities of every pair, an (n, 3) array in the order given.

    Pairs go to the judge by length, so that a batch holds pairs of about one size.
    """
    found = numpy.zeros((len(pairs), 3))
    order = sorted(range(len(pairs)), key=lambda at: len(pairs[at].claim) + len(pairs[at].evidence))
    for start in range(0, len(order), judge.max_batch):
        batch = order[start : start + judge.max_batch]
        answers = judge.judge([pairs[at] for at in batch])
        found[batch] = [[each.supports, each.refutes, each.neutral] for each in answers]
        progress(len(batch))
    return found


def scores(
    outcome: Outcome,
    ways: Ways,
    clusters: Callable[[Example], str] | None = None,
    fitted: Collection[Example] = (),
) -> dict[str, Any]:
    """Every measure of one set, as JSON values; `clusters` names what is drawn together.

    Rows of one claim are, unless it is given. `fitted` are the examples that the calibration was
    fitted on; calibration is measured on the others, `calibration_rows` of them.
    """
    probabilities, gold = _in_ways(outcome, ways)
    said = likeliest(probabilities)
    claims = [(clusters or _claim)(each) for each in outcome.examples]
    fresh = numpy.array([each not in fitted for each in outcome.examples], dtype=bool)
    confidences = probabilities.max(axis=1)
    found = {
        "n": len(gold),
        "clusters": len(set(claims)),
        "ways": ways.name.lower(),
        **_classified([ways.value[at] for at in gold], [ways.value[at] for at in said]),
        "intervals": _intervals(bootstrap.Answered(gold, said, claims, len(ways.value))),
        "accuracy_at_80": calibration.accuracy_at_coverage(confidences, said == gold, COVERAGE),
        **_calibration(probabilities[fresh], gold[fresh]),
    }
    if ways is Ways.SIDES:
        found |= _neutral_counted_wrong(outcome)
    return found


def believed(
    outcome: Outcome, ways: Ways, fitted: Collection[Example] = ()
) -> tuple[Floats, Flags]:
    """The confidence of each answer that the calibration was not fitted on, and if it is right."""
    probabilities, gold = _in_ways(outcome, ways)
    fresh = numpy.array([each not in fitted for each in outcome.examples], dtype=bool)
    right = likeliest(probabilities) == gold
    return probabilities.max(axis=1)[fresh], right[fresh]


def _classified(one: Sequence[str], other: Sequence[str]) -> dict[str, Any]:
    """The measures of what was expected and what was answered."""
    return {
        "macro_f1": metrics.macro_f1(one, other),
        "accuracy": metrics.accuracy(one, other),
        "majority": _majority(one),
        "classes": {row.label: _class_row(row) for row in metrics.class_scores(one, other)},
        "confusion": metrics.confusion(one, other),
    }


def _intervals(answered: bootstrap.Answered) -> dict[str, list[float]]:
    return {name: [each.low, each.high] for name, each in bootstrap.intervals(answered).items()}


def _claim(example: Example) -> str:
    return normal(example.pair.claim)


def _in_ways(outcome: Outcome, ways: Ways) -> tuple[Floats, Places]:
    three, gold = outcome.probabilities, outcome.gold
    if ways is Ways.THREE:
        return three, gold
    if ways is Ways.SIDES:
        sides = three[:, :2] + 1e-9
        return sides / sides.sum(axis=1, keepdims=True), gold
    supports = three[:, :1]
    return numpy.hstack([supports, 1 - supports]), numpy.minimum(gold, 1)


def _calibration(probabilities: Floats, gold: Places) -> dict[str, Any]:
    if not len(gold):
        measures = ("calibration_error", "brier", "negative_log_likelihood")
        return {"calibration_rows": 0, **dict.fromkeys(measures), "bins": []}
    right = likeliest(probabilities) == gold
    bins = calibration.equal_mass_bins(probabilities.max(axis=1), right)
    return {
        "calibration_rows": len(gold),
        "calibration_error": calibration.calibration_error(bins),
        "brier": calibration.brier(probabilities, gold),
        "negative_log_likelihood": calibration.negative_log_likelihood(probabilities, gold),
        "bins": [[each.n, round(each.confidence, 4), round(each.right, 4)] for each in bins],
    }


def _neutral_counted_wrong(outcome: Outcome) -> dict[str, float]:
    names = Ways.THREE.value
    gold = [names[place] for place in outcome.gold]
    said = [names[place] for place in outcome.said]
    return {
        "accuracy_of_three": metrics.accuracy(gold, said),
        "answered_neutral": said.count("neutral") / len(said),
    }


def _majority(gold: Sequence[str]) -> dict[str, float]:
    """What always answering the commonest class scores."""
    commonest = [max(sorted(set(gold)), key=gold.count)] * len(gold)
    return {
        "macro_f1": metrics.macro_f1(gold, commonest),
        "accuracy": metrics.accuracy(gold, commonest),
    }


def _class_row(row: metrics.ClassScore) -> dict[str, float]:
    return {
        "precision": row.precision,
        "recall": row.recall,
        "f1": row.f1,
        "expected": row.support,
        "answered": row.predicted,
    }
