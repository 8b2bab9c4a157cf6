from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.doubles import NEUTRAL, REFUTES, SUPPORTS, passage
from verification.scoring import abstention, score, strength, voices
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


def voice(passage_id: str, publisher: str, weight: float, cluster: int) -> Evidence:
    spoken = passage("text", passage_id, publisher=publisher)
    return Evidence(spoken, SUPPORTS, "text", 0, 4, weight=weight, cluster=cluster)


def test_copies_and_one_publisher_speak_once() -> None:
    """Pacific Post says one thing of its own and copies Seoul Wire: that makes two voices."""
    items = [
        voice("a", "Seoul Wire", 0.4, 1),
        voice("b", "Pacific Post", 0.6, 1),
        voice("c", "Pacific Post", 0.5, 2),
        voice("d", "The White House", 0.3, 3),
        voice("e", "The Treasury", 0.0, 4),
        replace(voice("f", "Tokyo", 0.9, 5), judgement=NEUTRAL),
        replace(voice("g", "Pacific Post", 0.7, 1), judgement=REFUTES),
    ]
    assert [each.passage.id for each in voices(items, Stance.SUPPORTS)] == ["c", "a", "d"]
    assert [each.passage.id for each in voices(items, Stance.REFUTES)] == ["g"]


pieces = st.tuples(st.sampled_from("ABC"), st.floats(0, 1), st.integers(1, 3))


@given(st.lists(pieces, max_size=7), pieces, repetitions)
def test_one_more_piece_of_evidence_never_weakens_its_side(
    found: list[tuple[str, float, int]], more: tuple[str, float, int], repetition: float
) -> None:
    def side_of(items: list[tuple[str, float, int]]) -> float:
        evidence = [voice(str(number), *item) for number, item in enumerate(items)]
        heard = voices(evidence, Stance.SUPPORTS, repetition)
        assert len({each.cluster for each in heard}) == len(heard)
        assert len({each.passage.document.source.id for each in heard}) == len(heard)
        return strength((each.weight for each in heard), repetition)

    assert side_of([*found, more]) >= side_of(found) - 1e-12


def test_voices_of_equal_weight_have_a_fixed_order() -> None:
    items = [voice(name, name, 0.5, number) for number, name in enumerate("cab")]
    assert [each.passage.id for each in voices(items, Stance.SUPPORTS)] == ["a", "b", "c"]


def test_doubt_is_shared_out_and_leaves_the_order() -> None:
    sure, doubted = score([0.9], [0.2], 0.7), score([0.9], [0.2], 0.7, doubt=0.4)
    assert doubted.veracity is sure.veracity
    assert sum(doubted.probabilities.values()) == pytest.approx(1.0)
    for name, value in sure.probabilities.items():
        assert doubted.probabilities[name] == pytest.approx(0.6 * value + 0.1, abs=1e-3)
