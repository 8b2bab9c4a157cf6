from __future__ import annotations

from collections.abc import Sequence

from evaluation.consistency import consistency
from judges.training.examples import Example, Target
from verification.types import StanceJudgement, StancePair


class Negations:
    """A judge that only looks for `not` in the claim; with `short`, long evidence says nothing."""

    version = "negations"
    max_batch = 8

    def __init__(self, *, short: bool = False) -> None:
        self._short = short

    def judge(self, pairs: Sequence[StancePair]) -> list[StanceJudgement]:
        return [self._judge(pair) for pair in pairs]

    def _judge(self, pair: StancePair) -> StanceJudgement:
        if self._short and len(pair.evidence) > 20:
            return StanceJudgement(0.0, 0.0, 1.0)
        negated = " not " in pair.claim
        return StanceJudgement(float(not negated), float(negated), 0.0)


class Stubborn:
    """A judge that finds everything supported."""

    version = "stubborn"
    max_batch = 8

    def judge(self, pairs: Sequence[StancePair]) -> list[StanceJudgement]:
        return [StanceJudgement(1.0, 0.0, 0.0) for _ in pairs]


PAIRS = [
    Example(StancePair(claim=claim, evidence="It is so."), target, "s", "g")
    for claim, target in (
        ("The bridge is open.", Target.SUPPORTS),
        ("The bridge was not open.", Target.REFUTES),
        ("The bridge has lamps.", Target.NEUTRAL),
        ("Bridges cost money.", Target.SUPPORTS),
    )
]


def test_a_judge_that_turns_with_the_claim_is_consistent() -> None:
    found = consistency(Negations(), PAIRS, [])
    # The neutral one does not tell, and the last has nothing to negate.
    assert found["negation"] == {"n": 2, "rate": 1.0}
    assert found["irrelevant_sentence"] == {"n": 4, "rate": 1.0}


def test_a_judge_that_does_not_turn_is_found_out() -> None:
    assert consistency(Stubborn(), PAIRS, [])["negation"] == {"n": 2, "rate": 0.0}


def test_a_judge_that_a_sentence_from_elsewhere_moves_is_found_out() -> None:
    elsewhere = ["The committee will meet again on the second Tuesday of the month."]
    found = consistency(Negations(short=True), PAIRS, elsewhere)
    assert found["irrelevant_sentence"] == {"n": 4, "rate": 0.0}


def test_nothing_to_ask_has_no_rate() -> None:
    assert consistency(Stubborn(), [], [])["negation"] == {"n": 0, "rate": None}
    nothing_to_reword = ["The cat sat upon the old grey mat and looked at the rain."]
    found = consistency(Stubborn(), [], nothing_to_reword)["exchange"]
    assert found == {"n": 0, "rate": None, "supported": None}


class Longer:
    """A judge that finds supported whatever is no longer than its evidence."""

    version = "longer"
    max_batch = 8

    def judge(self, pairs: Sequence[StancePair]) -> list[StanceJudgement]:
        shorter = [float(len(pair.claim) <= len(pair.evidence)) for pair in pairs]
        return [StanceJudgement(share, 1 - share, 0.0) for share in shorter]


def test_claim_and_evidence_that_say_the_same_change_places() -> None:
    texts = ["Prices rose by 12 percent because of the long and bitter winter."] * 9
    steady = consistency(Stubborn(), [], texts)["exchange"]
    assert steady["n"] > 0
    assert (steady["rate"], steady["supported"]) == (1.0, 1.0)
    assert consistency(Longer(), [], texts)["exchange"] == {
        "n": steady["n"],
        "rate": 0.0,
        "supported": 0.0,
    }
