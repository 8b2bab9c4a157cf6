from __future__ import annotations

import numpy
import pytest

from evaluation import metrics
from evaluation.bootstrap import Answered, accuracies, intervals, macro_f1s

GOLD = [0, 0, 1, 2, 1]
SAID = [0, 1, 1, 2, 0]
TABLE = numpy.array([[[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]])


def answered(gold: list[int], said: list[int], claims: list[str]) -> Answered:
    return Answered(numpy.array(gold), numpy.array(said), claims, 3)


def test_tables_are_scored_as_answers_are() -> None:
    gold, said = [str(each) for each in GOLD], [str(each) for each in SAID]
    assert accuracies(TABLE)[0] == pytest.approx(metrics.accuracy(gold, said))
    assert macro_f1s(TABLE)[0] == pytest.approx(metrics.macro_f1(gold, said))


def test_a_class_neither_expected_nor_answered_does_not_count() -> None:
    assert macro_f1s(numpy.array([[[3.0, 0.0], [0.0, 0.0]]]))[0] == 1.0


def test_the_same_seed_gives_the_same_interval() -> None:
    given = answered(GOLD * 20, SAID * 20, [str(at) for at in range(100)])
    assert intervals(given) == intervals(given)
    assert intervals(given) != intervals(given, seed=1)
    found = intervals(given)["accuracy"]
    assert found.low < 0.6 < found.high


def test_claims_with_many_rows_make_wider_intervals() -> None:
    gold, said = [0] * 100, [0, 1] * 50
    apart = intervals(answered(gold, said, [str(at) for at in range(100)]))["accuracy"]
    both = ["right", "wrong"] * 50
    together = intervals(answered(gold, said, both))["accuracy"]
    assert apart.high - apart.low < 0.25
    assert (together.low, together.high) == (0.0, 1.0)


def test_an_answer_that_is_always_right_has_no_spread() -> None:
    found = intervals(answered([0, 1, 2], [0, 1, 2], ["a", "b", "c"]))
    assert found["accuracy"].low == found["accuracy"].high == 1.0
