from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.doubles import passage
from verification.claims import analyse
from verification.policy import Policy
from verification.types import Claim
from verification.windows import select_windows

POLICY = Policy.load()
TEXT = (
    "The weather was fine on Tuesday. North Korea fired two missiles over the weekend. "
    "Officials were not worried. The weapons flew over the Yellow Sea."
)
CLAIM = analyse(Claim("North Korea fired two missiles.", date(2021, 3, 25)))


def test_the_sentence_that_speaks_of_the_claim_comes_first() -> None:
    found = select_windows(CLAIM, [passage(TEXT, before=100)], POLICY)
    assert found[0].text == "North Korea fired two missiles over the weekend."
    assert found[0].relevance == 1.0


def test_offsets_are_those_of_the_document() -> None:
    document = "Heading.\n\n" + TEXT
    part = passage(TEXT, before=len("Heading.\n\n"))
    for window in select_windows(CLAIM, [part], POLICY):
        assert document[window.start : window.end] == window.text


def test_two_sentences_are_shown_where_they_cover_more() -> None:
    claim = analyse(Claim("The missiles that North Korea fired flew over the Yellow Sea."))
    best = select_windows(claim, [passage(TEXT)], POLICY)[0]
    assert best.text.startswith("North Korea fired")
    assert best.text.endswith("Yellow Sea.")


def test_the_publisher_need_not_be_repeated() -> None:
    claim = analyse(Claim("The White House praised Japan."))
    text = "The administration praised Japan."
    other = replace(POLICY, windows_per_passage=1)
    spoken = select_windows(claim, [passage(text, publisher="The White House")], other)
    foreign = select_windows(claim, [passage(text, publisher="The Treasury")], other)
    assert spoken[0].relevance > foreign[0].relevance


def test_there_are_never_more_than_the_policy_allows() -> None:
    passages = [passage(TEXT, f"p{number}") for number in range(10)]
    few = replace(POLICY, windows=4, windows_per_passage=2)
    found = select_windows(CLAIM, passages, few)
    assert len(found) == 4
    assert max(sum(w.passage.id == p.id for w in found) for p in passages) <= 2


@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_is_cut_where_it_stands(text: str, claim: str) -> None:
    part = passage(text, before=7)
    for window in select_windows(analyse(Claim(claim)), [part], POLICY):
        assert window.text == text[window.start - 7 : window.end - 7]
        assert window.text
        assert 0.0 <= window.relevance <= 1.0 + 1e-9
