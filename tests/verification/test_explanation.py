from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.doubles import NEUTRAL, REFUTES, SUPPORTS, passage
from verification.claims import analyse
from verification.explanation import rationale
from verification.missing import missing
from verification.types import Claim, Comparison, Evidence, Veracity

DAY = date(2021, 3, 25)
CLAIM = analyse(Claim("North Korea fired three missiles at Venezuela.", DAY))
TWO = "North Korea fired two missiles."
NOTHING = Veracity.NOT_ENOUGH_EVIDENCE


def item(publisher: str = "The White House", cluster: int = 1, weight: float = 0.8) -> Evidence:
    spoken = passage(TWO, publisher, publisher=publisher)
    return Evidence(
        spoken, REFUTES, TWO, spoken.start, spoken.end, weight, cluster,
        comparisons=(Comparison("quantity", "three missiles", "two missiles", agrees=False),),
    )  # fmt: skip


def test_a_refutation_names_who_says_what_when_and_how_it_differs() -> None:
    said = rationale(CLAIM, Veracity.REFUTED, [item()])
    assert said.startswith(
        "The White House (23 March 2021) says: “North Korea fired two missiles.”"
    )
    assert "“two missiles” where the claim has “three missiles”" in said
    assert "No other independent source" in said


def test_copies_are_named_as_copies_and_others_as_others() -> None:
    evidence = [item(), item("Bay Courier", 1, 0.7), item("Tokyo", 2, 0.6)]
    said = rationale(CLAIM, Veracity.REFUTED, evidence)
    assert "Tokyo (23 March 2021) contradicts the claim too" in said
    assert "Bay Courier count as one with it" in said


def test_support_says_what_it_agrees_on() -> None:
    agrees = (Comparison("quantity", "two missiles", "2 missiles", agrees=True),) * 2
    said = rationale(
        CLAIM, Veracity.SUPPORTED, [replace(item(), judgement=SUPPORTS, comparisons=agrees)]
    )
    assert "It agrees on “2 missiles”." in said


def test_a_conflict_shows_both_sides() -> None:
    other = replace(item("KCNA", 2), judgement=SUPPORTS, comparisons=())
    said = rationale(CLAIM, Veracity.CONFLICTING, [item(), other])
    assert said.index("For the claim: KCNA") < said.index("Against it: The White House")


def test_an_abstention_says_what_came_closest() -> None:
    weak = rationale(CLAIM, NOTHING, [item(weight=0.3)])
    assert "The White House (23 March 2021) speaks against it" in weak
    closest = rationale(CLAIM, NOTHING, [replace(item(), judgement=NEUTRAL, weight=0.0)])
    assert "The closest is The White House (23 March 2021): “North Korea" in closest
    assert "holds no passage" in rationale(CLAIM, NOTHING, [])


def test_a_question_gets_advice() -> None:
    question = analyse(Claim("Did North Korea fire missiles?"))
    assert "Send it again as a statement" in rationale(question, NOTHING, [item()])
    assert missing(question, NOTHING, [], []) == ()


def test_undated_sources_and_long_quotes_stay_readable() -> None:
    spoken = passage(TWO, published_at=None)
    long = Evidence(spoken, NEUTRAL, "word " * 200, 0, 1000)
    said = rationale(CLAIM, NOTHING, [long])
    assert "The White House (undated)" in said
    assert len(said) < 400
    assert said.endswith("…”")


def test_what_is_missing_is_named() -> None:
    neutral = replace(item(), judgement=NEUTRAL, weight=0.0, comparisons=())
    lacks = missing(CLAIM, NOTHING, [neutral.passage], [neutral])
    assert "no passage names 'Venezuela'" in lacks
    assert "no passage gives 'three missiles'; figures found are 'two missiles'" in lacks


def test_where_nothing_was_found_the_bound_is_named() -> None:
    assert missing(CLAIM, NOTHING, [], []) == (
        "no passage shares words with the claim and is dated on or before 2021-03-25",
    )


def test_a_speaker_nobody_quotes_is_missing() -> None:
    claim = analyse(Claim("Xi Jinping said that North Korea fired missiles.", DAY))
    lacks = missing(claim, NOTHING, [item().passage], [])
    assert "no statement by 'Xi Jinping'" in lacks


def test_an_answer_lacks_nothing() -> None:
    assert missing(CLAIM, Veracity.REFUTED, [item().passage], [item()]) == ()
