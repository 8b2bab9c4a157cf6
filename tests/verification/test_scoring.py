from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.doubles import NEUTRAL, REFUTES, SUPPORTS, passage
from verification.scoring import abstention, cluster_weights, score, strength
from verification.types import Evidence, Stance, Veracity

weights = st.lists(st.floats(0, 1), max_size=6)
repetitions = st.floats(0, 1)


@given(weights, weights, repetitions)
def test_the_four_probabilities_sum_to_one(
    supporting: list[float], refuting: list[float], repetition: float
) -> None:
    result = score(supporting, refuting, repetition)
    assert set(result.probabilities) == {veracity.value for veracity in Veracity}
    assert sum(result.probabilities.values()) == pytest.approx(1.0, abs=1e-9)
    assert all(0 <= value <= 1 for value in result.probabilities.values())
    assert result.confidence == max(result.probabilities.values())


@given(weights, st.floats(0, 1), weights, repetitions)
def test_one_more_voice_never_lowers_its_own_side(
    side: list[float], more: float, other: list[float], repetition: float
) -> None:
    assert strength([*side, more], repetition) >= strength(side, repetition) - 1e-12
    for pro, veracity in ((True, "supported"), (False, "refuted")):
        before = score(side, other, repetition) if pro else score(other, side, repetition)
        grown = [*side, more]
        after = score(grown, other, repetition) if pro else score(other, grown, repetition)
        rounding = 4e-4
        assert after.probabilities[veracity] >= before.probabilities[veracity] - rounding


@given(weights, weights, repetitions)
def test_the_sides_are_treated_alike(
    supporting: list[float], refuting: list[float], repetition: float
) -> None:
    one = score(supporting, refuting, repetition).probabilities
    other = score(refuting, supporting, repetition).probabilities
    assert one["supported"] == pytest.approx(other["refuted"], abs=4e-4)
    assert one["conflicting"] == pytest.approx(other["conflicting"], abs=4e-4)


@pytest.mark.parametrize(
    ("supporting", "refuting", "veracity"),
    [
        ([], [], Veracity.NOT_ENOUGH_EVIDENCE),
        ([0.8], [], Veracity.SUPPORTED),
        ([], [0.8], Veracity.REFUTED),
        ([0.8], [0.8], Veracity.CONFLICTING),
        ([0.8, 0.7], [0.2], Veracity.SUPPORTED),
        ([0.4], [], Veracity.NOT_ENOUGH_EVIDENCE),
        ([0.5], [], Veracity.NOT_ENOUGH_EVIDENCE),
        ([0.4], [0.4], Veracity.NOT_ENOUGH_EVIDENCE),
    ],
)
def test_what_the_sides_come_to(
    supporting: list[float], refuting: list[float], veracity: Veracity
) -> None:
    assert score(supporting, refuting, 0.7).veracity is veracity


def test_an_abstention_is_certain_of_nothing_else() -> None:
    assert abstention().veracity is Veracity.NOT_ENOUGH_EVIDENCE
    assert abstention().confidence == 1.0


def test_a_cluster_counts_once_with_its_best_member() -> None:
    copy = Evidence(passage("a"), SUPPORTS, "a", 0, 1, weight=0.4, cluster=1)
    items = [
        copy,
        replace(copy, weight=0.6),
        replace(copy, cluster=2, weight=0.3),
        replace(copy, cluster=3, weight=0.0),
        replace(copy, cluster=4, judgement=NEUTRAL, weight=0.9),
        replace(copy, cluster=1, judgement=REFUTES, weight=0.5),
    ]
    assert cluster_weights(items, Stance.SUPPORTS) == {1: 0.6, 2: 0.3}
    assert cluster_weights(items, Stance.REFUTES) == {1: 0.5}
