from __future__ import annotations

from collections.abc import Sequence

import pytest

from evaluation.judge_speed import LENGTHS, ROUNDS, THREADS, Timed, pairs_of, speed
from judges.cross_encoder import CrossEncoderJudge
from verification.types import StanceJudgement, StancePair


class Counting:
    """A judge that keeps what it was asked."""

    version = "counting"
    max_batch = 5

    def __init__(self) -> None:
        self.asked: list[StancePair] = []

    def judge(self, pairs: Sequence[StancePair]) -> list[StanceJudgement]:
        assert len(pairs) <= self.max_batch
        self.asked += pairs
        return [StanceJudgement(0.0, 0.0, 1.0) for _ in pairs]


class Timing(Counting):
    """A judge that can time its engine alone: a second for every four pairs."""

    def bare_seconds(self, pairs: Sequence[StancePair]) -> float:
        return len(pairs) / 4


def test_pairs_are_as_long_as_they_should_be() -> None:
    words = [len(f"{each.claim} {each.evidence}".split()) for each in pairs_of(128, 3)]
    assert words == [round(125 / 1.18)] * 3


def test_no_pair_is_asked_twice() -> None:
    judge = Counting()
    found = speed(Timed(judge), 8)
    assert found["threads"] is None
    assert set(found["lengths"]) == {str(tokens) for tokens in LENGTHS}
    assert len(set(judge.asked)) == len(judge.asked) == 8 * (ROUNDS + 1) * len(LENGTHS)
    for row in found["lengths"].values():
        assert {row[key] for key in ("bare_pairs_per_second", "ratio", "mean_tokens")} == {None}


def test_a_judge_that_can_tells_its_engine_alone() -> None:
    found = speed(Timed(Timing()), 8)["lengths"]
    assert {row["bare_pairs_per_second"] for row in found.values()} == {4.0}
    for row in found.values():
        assert row["ratio"] == pytest.approx(row["pairs_per_second"] / 4.0)


def test_our_own_judge_is_timed_with_two_threads_and_tells_its_tokens() -> None:
    given = Counting()
    timed = Timed.of("onnx:?threads=1", given)
    assert isinstance(timed.judge, CrossEncoderJudge)
    assert timed.threads == THREADS == 2
    tokens = timed.mean_tokens(pairs_of(128, 20))
    assert tokens == pytest.approx(128, rel=0.1)
    assert Timed.of("lexical:", given) == Timed(given)
