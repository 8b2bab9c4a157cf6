from __future__ import annotations

from datetime import UTC, datetime

import pytest

from evaluation.baselines import beside, claims_alone
from evaluation.claims import Answer, predictions, scores, wrong_by_type
from evaluation.datasets import GoldClaim
from verification.types import Provenance, Veracity, Verdict

MADE_WITH = Provenance("g1", "judge-1", "policy-1", "1", None, datetime(2021, 1, 1, tzinfo=UTC))
GOLD = [Veracity.SUPPORTED, Veracity.REFUTED] * 6


def answer(at: int, veracity: Veracity, kind: str = "number") -> Answer:
    gold = GoldClaim(str(at), f"Claim {at}.", GOLD[at], kind=kind)
    probabilities = {each.value: 0.25 for each in Veracity}
    return Answer(gold, Verdict(veracity, 0.9, probabilities, "", (), {}, MADE_WITH), 0.5)


def test_baselines_stand_beside_a_run_with_intervals() -> None:
    answers = [answer(at, each) for at, each in enumerate(GOLD)]
    found = scores(answers, {"guess": ["refuted"] * 12})["baselines"]
    assert list(found) == ["guess", "always_refuted", "always_the_commonest"]
    assert found["guess"] == found["always_refuted"]
    assert found["guess"]["false_refutation_rate"] == 1.0
    low, high = found["guess"]["veracity_macro_f1_interval"]
    assert found["guess"]["veracity_macro_f1"] == pytest.approx(1 / 3)
    assert low <= 1 / 3 <= high


def test_the_lexical_judge_is_compared_claim_by_claim() -> None:
    right = [answer(at, each) for at, each in enumerate(GOLD)]
    half = [answer(at, Veracity.SUPPORTED) for at in range(12)]
    found = beside(right, half)
    assert found["points_above"] == pytest.approx(100 * (1 - 1 / 3))
    low, high = found["points_above_interval"]
    assert 0 < low < found["points_above"] < high <= 100
    assert (found["judge"], found["policy"]) == ("judge-1", "policy-1")
    assert beside(right, right)["points_above_interval"] == [0.0, 0.0]


def test_wrong_answers_are_counted_by_type() -> None:
    answers = [
        answer(0, Veracity.SUPPORTED),
        answer(1, Veracity.SUPPORTED, "date"),
        answer(2, Veracity.SUPPORTED, ""),
        answer(3, Veracity.SUPPORTED, "date"),
    ]
    found = wrong_by_type(answers)
    assert list(found) == ["date", "", "number"]
    assert found["date"] == {"claims": 2, "wrong": 2}
    assert found["number"] == {"claims": 1, "wrong": 0}
    assert [row["type"] for row in predictions(answers)] == ["number", "date", "", "date"]


def test_claims_alone_are_read_by_their_wording_only() -> None:
    never, was = Veracity.REFUTED, Veracity.SUPPORTED
    claims = [
        GoldClaim(f"{at}", f"The {thing} {cue} opened in {2000 + at}.", veracity)
        for at, thing in enumerate(("bridge", "tunnel", "harbour", "road", "school") * 2)
        for cue, veracity in (("was", was), ("never", never))
    ]
    assert claims_alone(claims) == [claim.veracity.value for claim in claims]
