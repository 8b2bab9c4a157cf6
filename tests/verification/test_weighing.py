from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.doubles import NEUTRAL, REFUTES, SUPPORTS, passage
from verification.claims import analyse
from verification.policy import Policy
from verification.signals import Reading
from verification.types import Claim, Comparison, Passage, StanceJudgement
from verification.weighing import timing, weigh
from verification.windows import Window

POLICY = Policy.load()
DAY = date(2021, 3, 25)
TEXT = "They fired missiles."
CLAIM = analyse(Claim(TEXT, DAY))


def reading(
    spoken: Passage,
    judgement: StanceJudgement = SUPPORTS,
    relevance: float = 1.0,
    comparisons: tuple[Comparison, ...] = (),
) -> Reading:
    whole = Window(spoken, spoken.start, spoken.end, relevance)
    return Reading(whole, whole, judgement, judgement, comparisons)


def weight(
    spoken: Passage,
    judgement: StanceJudgement = SUPPORTS,
    relevance: float = 1.0,
    comparisons: tuple[Comparison, ...] = (),
) -> float:
    return weigh(CLAIM, reading(spoken, judgement, relevance, comparisons), POLICY)


def test_a_weightier_source_weighs_more() -> None:
    whole, half = weight(passage(TEXT, weight=1.0)), weight(passage(TEXT, weight=0.5))
    assert whole > 0.5
    assert half == pytest.approx(whole / 2, abs=1e-4)


def test_neutral_judgements_weigh_nothing_and_unsure_ones_less() -> None:
    assert weight(passage(TEXT), NEUTRAL) == 0.0
    assert weight(passage(TEXT), StanceJudgement(0.38, 0.32, 0.3)) < weight(passage(TEXT))


def test_what_came_after_weighs_nothing_and_the_undated_less() -> None:
    later = passage(TEXT, published_at=date(2021, 3, 26))
    undated = passage(TEXT, published_at=None)
    assert timing(later.document, CLAIM.claim) == "after_claim"
    assert timing(undated.document, CLAIM.claim) == "undated"
    assert weight(later) == 0.0
    assert 0.0 < weight(undated) < weight(passage(TEXT))


def test_the_day_of_the_question_may_be_later_than_that_of_the_claim() -> None:
    later = passage(TEXT, published_at=date(2021, 3, 26))
    assert timing(later.document, replace(CLAIM.claim, as_of=date(2021, 3, 31))) == "in_time"
    assert timing(later.document, Claim(TEXT)) == "in_time"


def test_words_hardly_about_the_claim_weigh_less() -> None:
    assert weight(passage(TEXT), REFUTES, 0.1) < weight(passage(TEXT), REFUTES, 0.5)


def test_who_claims_it_does_not_confirm_it() -> None:
    claim = analyse(Claim(TEXT, DAY, speaker="joe biden"))
    own = reading(passage(TEXT, speaker="Joe Biden"))
    other = reading(passage(TEXT, speaker="Jen Psaki"))
    weights = [weigh(claim, each, POLICY) for each in (own, other)]
    assert weights[0] < 0.5 * weights[1]


def test_whether_it_was_said_shows_in_what_the_speaker_said() -> None:
    claim = analyse(Claim("Kim Jong Un said that they fired missiles.", DAY))
    own = reading(passage(TEXT, publisher="KCNA", weight=0.6, speaker="Kim Jong Un"))
    other = reading(passage(TEXT, publisher="The White House", weight=0.9))
    weights = [weigh(claim, each, POLICY) for each in (own, other)]
    assert weights[1] < 0.5 * weights[0]


def test_a_detail_that_differs_weakens_support_and_not_contradiction() -> None:
    differs = (Comparison("quantity", "two", "three", agrees=False),)
    spoken = passage(TEXT)
    assert weight(spoken, comparisons=differs) <= weight(spoken)
    assert weight(spoken, REFUTES, comparisons=differs) >= weight(spoken, REFUTES)


def test_another_day_is_rather_another_event() -> None:
    differs = (Comparison("date", "on Sunday", "on Thursday", agrees=False),)
    assert weight(passage(TEXT), REFUTES, comparisons=differs) <= weight(passage(TEXT), REFUTES)


def test_a_passage_that_never_names_the_place_says_no_more_of_it() -> None:
    claim = analyse(Claim("They sold 20 missiles to Venezuela.", DAY))
    silent, naming = passage(TEXT), passage("In Venezuela they sold missiles.")
    for judgement in (SUPPORTS, REFUTES):
        little = weigh(claim, reading(silent, judgement), POLICY)
        assert little <= weigh(claim, reading(naming, judgement), POLICY)


@pytest.mark.parametrize("text", ["Did they fire?", "It was a shameful and cowardly act."])
def test_nothing_counts_for_what_cannot_be_settled(text: str) -> None:
    assert weigh(analyse(Claim(text)), reading(passage(TEXT)), POLICY) == 0.0


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_weight_lies_between_nothing_and_one(source: float, sure: float, relevant: float) -> None:
    judgement = StanceJudgement(sure, 1 - sure, 0.0)
    assert 0.0 <= weight(passage(TEXT, weight=source), judgement, relevant) <= 1.0


@given(st.floats(0.34, 0.98), st.floats(0.0, 0.02), st.sampled_from([SUPPORTS, REFUTES]))
def test_a_surer_judge_never_makes_evidence_lighter(
    sure: float, more: float, side: StanceJudgement
) -> None:
    def judged(chance: float) -> StanceJudgement:
        rest = (1.0 - chance) / 2.0
        supports = side is SUPPORTS
        return StanceJudgement(chance if supports else rest, rest if supports else chance, rest)

    assert weight(passage(TEXT), judged(sure)) <= weight(passage(TEXT), judged(sure + more))
