from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.doubles import passage
from verification.claims import ClaimAnalysis, analyse
from verification.policy import Policy
from verification.types import Claim, Passage
from verification.windows import Window, windows_of

POLICY = Policy.load()
TEXT = (
    "The weather was fine on Tuesday. North Korea fired two missiles over the weekend. "
    "Officials were not worried. The weapons flew over the Yellow Sea."
)
CLAIM = analyse(Claim("North Korea fired two missiles.", date(2021, 3, 25)))


def quotable(claim: ClaimAnalysis, part: Passage, policy: Policy = POLICY) -> tuple[Window, ...]:
    return windows_of(claim, [part], policy)[0].quotable


def test_the_whole_is_every_sentence() -> None:
    (found,) = windows_of(CLAIM, [passage(f"  {TEXT}\n", before=100)], POLICY)
    assert found.whole.text == TEXT
    assert (found.whole.start, found.whole.end) == (102, 102 + len(TEXT))
    assert found.whole.relevance == 1.0


def test_the_sentence_that_speaks_of_the_claim_comes_first() -> None:
    found = quotable(CLAIM, passage(TEXT, before=100))
    assert found[0].text == "North Korea fired two missiles over the weekend."
    assert found[0].relevance == 1.0


def test_offsets_are_those_of_the_document() -> None:
    document = "Heading.\n\n" + TEXT
    part = passage(TEXT, before=len("Heading.\n\n"))
    for window in quotable(CLAIM, part):
        assert document[window.start : window.end] == window.text


def test_two_sentences_are_shown_where_they_cover_more() -> None:
    claim = analyse(Claim("The missiles that North Korea fired flew over the Yellow Sea."))
    best = quotable(claim, passage(TEXT))[0]
    assert best.text.startswith("North Korea fired")
    assert best.text.endswith("Yellow Sea.")


def test_the_publisher_need_not_be_repeated() -> None:
    claim = analyse(Claim("The White House praised Japan."))
    text = "The administration praised Japan."
    other = replace(POLICY, windows_per_passage=1)
    spoken = quotable(claim, passage(text, publisher="The White House"), other)
    foreign = quotable(claim, passage(text, publisher="The Treasury"), other)
    assert spoken[0].relevance > foreign[0].relevance


def test_there_are_never_more_than_the_policy_allows() -> None:
    few = replace(POLICY, windows_per_passage=2)
    assert len(quotable(CLAIM, passage(TEXT), few)) == 2


def test_each_passage_with_words_has_its_own_in_the_order_given() -> None:
    passages = [passage(TEXT, "a"), passage("  ", "b"), passage(TEXT, "c")]
    found = windows_of(CLAIM, passages, POLICY)
    assert [each.whole.passage.id for each in found] == ["a", "c"]


@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_is_cut_where_it_stands(text: str, claim: str) -> None:
    part = passage(text, before=7)
    for found in windows_of(analyse(Claim(claim)), [part], POLICY):
        for window in (found.whole, *found.quotable):
            assert window.text == text[window.start - 7 : window.end - 7]
            assert window.text
            assert 0.0 <= window.relevance <= 1.0 + 1e-9
