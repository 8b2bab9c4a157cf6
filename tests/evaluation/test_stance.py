from __future__ import annotations

from collections.abc import Sequence

import numpy
import pytest

from evaluation.stance import Outcome, Ways, judged, likeliest, scores
from judges.training.examples import Example, Target
from verification.types import StanceJudgement, StancePair


def example(claim: str, target: Target, kind: str = "") -> Example:
    return Example(StancePair(claim=claim, evidence="e"), target, "set", f"group {claim}", kind)


def outcome(*rows: tuple[Target, tuple[float, float, float]]) -> Outcome:
    examples = [example(f"claim {at}", target) for at, (target, _) in enumerate(rows)]
    return Outcome(examples, numpy.array([probabilities for _, probabilities in rows]))


class Length:
    """A judge that finds a claim supported in proportion to its length."""

    version = "length"
    max_batch = 2

    def judge(self, pairs: Sequence[StancePair]) -> list[StanceJudgement]:
        assert len(pairs) <= self.max_batch
        shares = [len(pair.claim) / 10 for pair in pairs]
        return [StanceJudgement(share, 1 - share, 0.0) for share in shares]


def test_answers_come_in_the_order_asked() -> None:
    steps: list[int] = []
    pairs = [StancePair(claim="c" * size, evidence="e") for size in (5, 1, 9, 3, 7)]
    found = judged(Length(), pairs, steps.append)
    assert found[:, 0] == pytest.approx([0.5, 0.1, 0.9, 0.3, 0.7])
    assert steps == [2, 2, 1]


def test_ties_go_to_neutral_then_to_refutes() -> None:
    rows = numpy.array([[0.4, 0.2, 0.4], [0.4, 0.4, 0.2], [0.5, 0.3, 0.2]])
    assert likeliest(rows).tolist() == [Target.NEUTRAL, Target.REFUTES, Target.SUPPORTS]


@pytest.mark.parametrize(
    ("targets", "ways"),
    [
        ({Target.SUPPORTS, Target.REFUTES, Target.NEUTRAL}, Ways.THREE),
        ({Target.REFUTES, Target.NEUTRAL}, Ways.THREE),
        ({Target.SUPPORTS, Target.REFUTES}, Ways.SIDES),
        ({Target.SUPPORTS, Target.NOT_SUPPORTED, Target.NEUTRAL}, Ways.SUPPORTED),
        ({Target.SUPPORTS, Target.NEUTRAL}, Ways.SUPPORTED),
    ],
)
def test_a_set_is_scored_as_its_labels_allow(targets: set[Target], ways: Ways) -> None:
    assert Ways.of(targets) is ways


def test_three_ways_by_hand() -> None:
    found = scores(
        outcome(
            (Target.SUPPORTS, (0.8, 0.1, 0.1)),
            (Target.REFUTES, (0.6, 0.3, 0.1)),
            (Target.NEUTRAL, (0.1, 0.1, 0.8)),
        ),
        Ways.THREE,
    )
    assert found["n"] == found["clusters"] == 3
    assert found["accuracy"] == pytest.approx(2 / 3)
    # F1: supports 2/3, refutes 0, neutral 1
    assert found["macro_f1"] == pytest.approx(5 / 9)
    assert found["classes"]["supports"]["precision"] == 0.5
    assert found["confusion"]["refutes"] == {"neutral": 0, "refutes": 0, "supports": 1}
    assert found["majority"]["accuracy"] == pytest.approx(1 / 3)
    low, high = found["intervals"]["accuracy"]
    assert 0.0 <= low <= 2 / 3 <= high <= 1.0


def test_sides_take_the_larger_and_tell_what_neutral_costs() -> None:
    found = scores(
        outcome(
            (Target.SUPPORTS, (0.3, 0.1, 0.6)),
            (Target.REFUTES, (0.1, 0.8, 0.1)),
            (Target.REFUTES, (0.5, 0.1, 0.4)),
            (Target.SUPPORTS, (0.9, 0.1, 0.0)),
        ),
        Ways.SIDES,
    )
    assert found["accuracy"] == 0.75
    assert found["accuracy_of_three"] == 0.5
    assert found["answered_neutral"] == 0.25
    assert set(found["classes"]) == {"supports", "refutes"}


def test_a_pair_that_is_wholly_neutral_has_sides_of_one_half() -> None:
    found = scores(outcome((Target.REFUTES, (0.0, 0.0, 1.0))), Ways.SIDES)
    assert found["brier"] == pytest.approx(0.5)


def test_calibration_is_told_by_rows_that_it_was_not_fitted_on() -> None:
    given = outcome(
        (Target.SUPPORTS, (0.8, 0.1, 0.1)),
        (Target.REFUTES, (0.9, 0.1, 0.0)),
        (Target.NEUTRAL, (0.1, 0.1, 0.8)),
    )
    found = scores(given, Ways.THREE, fitted={given.examples[1]})
    assert (found["n"], found["calibration_rows"]) == (3, 2)
    assert found["accuracy"] == pytest.approx(2 / 3)
    assert found["calibration_error"] == pytest.approx(0.2)
    assert scores(given, Ways.THREE)["calibration_rows"] == 3
    none = scores(given, Ways.THREE, fitted=set(given.examples))
    assert (none["calibration_error"], none["bins"]) == (None, [])


def test_support_is_held_against_all_else_together() -> None:
    found = scores(
        outcome(
            (Target.SUPPORTS, (0.45, 0.3, 0.25)),
            (Target.NOT_SUPPORTED, (0.2, 0.4, 0.4)),
            (Target.NEUTRAL, (0.3, 0.35, 0.35)),
        ),
        Ways.SUPPORTED,
    )
    assert found["accuracy"] == pytest.approx(2 / 3)
    assert found["classes"]["not_supported"]["expected"] == 2


def test_rows_of_one_cluster_are_drawn_together() -> None:
    rows = [(Target.SUPPORTS, (0.9, 0.1, 0.0)), (Target.SUPPORTS, (0.1, 0.9, 0.0))] * 20
    given = outcome(*rows)
    apart = scores(given, Ways.SIDES)
    together = scores(given, Ways.SIDES, lambda each: each.source)
    assert (apart["clusters"], together["clusters"]) == (40, 1)
    assert together["intervals"]["accuracy"] == [0.5, 0.5]
    assert apart["intervals"]["accuracy"][0] < 0.5
