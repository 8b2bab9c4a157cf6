"""From a story to its claims: what is said, by whom, when, and where it stands."""

from __future__ import annotations

import html
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verification.extraction.stories import DAY, STORY, claim_with, read
from verification.errors import LanguageNotSupported
from verification.extraction.article import extract, extract_html
from verification.extraction.types import Article, Extraction


def kinds(text: str) -> dict[str, str]:
    return {text[s.start : s.end]: s.kind for s in read(text).sentences}


def test_what_a_page_puts_around_a_story_is_no_claim() -> None:
    found = kinds(STORY)
    page = [words for words, kind in found.items() if kind == "boilerplate"]
    assert page[:2] == ["Image source: The Daily Wire", "JOIN TODAY!"]
    assert page[-2].startswith("The views expressed")
    assert len(page) == 6 or len(page) == 5  # the two contact lines may be one
    assert found["A new blockade"] == "heading"
    assert found["Who would doubt it?"] == "question"


def test_said_is_two_claims_that_know_each_other() -> None:
    found = read(STORY)
    utterance = claim_with(found, "officials said")
    assert utterance.sibling is not None
    content = found.claims[utterance.sibling]
    assert (utterance.part, content.part) == ("utterance", "content")
    assert content.text == "North Korea on Sunday 21 March 2021 fired two short-range missiles."
    assert found.claims[content.sibling or 0] == utterance
    assert content.attribution and content.attribution.speaker == "US officials"


def test_a_second_cue_of_the_same_source_is_a_claim_of_its_own() -> None:
    claim = claim_with(read(STORY), "downplayed")
    assert claim.text.startswith("US officials downplayed them")
    assert claim.attribution and claim.attribution.cue == "downplayed"
    assert [quote.text for quote in claim.quotes] == ["common"]
    assert any(each.wording == "them" for each in claim.ambiguous)


def test_a_quotation_runs_on_to_the_next_sentence() -> None:
    claim = claim_with(read(STORY), "There were 3 tests", "utterance")
    assert claim.attribution
    assert (claim.attribution.speaker, claim.attribution.role) == ("Joe Biden", "President")
    assert claim.attribution.direct
    assert claim.kind == "quote"
    assert "last year" in claim.text  # the words of a quotation are left as they are


def test_a_short_name_is_written_in_full_and_a_date_in_days() -> None:
    claim = claim_with(read(STORY), "exercises", "utterance")
    assert claim.text == (
        "Joe Biden added that the launches followed exercises earlier in March 2021."
    )
    (when,) = claim.dates
    assert (when.first, when.last, when.granularity) == (date(2021, 3, 1), DAY, "month")


def test_a_compound_sentence_is_cut_into_claims_with_spans_of_their_own() -> None:
    found = [claim for claim in read(STORY).claims if claim.start >= STORY.index("The army")]
    texts = [claim.text for claim in found]
    assert texts[0] == "The army closed 12 ports."
    assert texts[1] == "The army banned fishing near the border."
    assert texts[2].startswith("North Korea has cut 40 percent")
    assert STORY[found[1].start : found[1].end] == "banned fishing near the border"


def test_it_in_the_words_of_a_body_is_that_body() -> None:
    claim = claim_with(read(STORY), "would reopen", "content")
    assert claim.text.startswith("The defence ministry would reopen the ports in the week of")


def test_what_cannot_be_told_is_reported_with_its_candidates() -> None:
    text = (
        "Ann Lee met Maria Cole in Oslo on Monday. Later she signed 3 contracts with the ministry."
    )
    (open_word,) = claim_with(read(text), "contracts").ambiguous
    assert open_word.wording == "she"
    assert open_word.candidates == ("Ann Lee", "Maria Cole")


def test_opinions_and_predictions_are_named_and_not_to_be_verified() -> None:
    found = read("The economy will shrink by 3 percent next year.")
    assert [(claim.kind, claim.verifiable) for claim in found.claims] == [("prediction", False)]


@pytest.mark.parametrize(
    ("sentence", "marker"),
    [
        ("It was the country's first launch since 2019.", "temporal"),
        ("The ministry spent more on roads than on rail.", "comparative"),
        ("The flood was the largest that the province had seen.", "comparative"),
    ],
)
def test_comparative_and_temporal_claims_are_marked(sentence: str, marker: str) -> None:
    assert marker in read(sentence).claims[0].markers


@pytest.mark.parametrize(
    "text",
    [
        "Le président a déclaré que le pays avait tiré deux missiles dimanche, selon la police.",
        "Северная Корея запустила две ракеты.",
    ],
)
def test_another_language_is_refused(text: str) -> None:
    with pytest.raises(LanguageNotSupported) as refused:
        read(text)
    assert refused.value.code == "language_not_supported"


def test_a_declared_language_is_believed() -> None:
    with pytest.raises(LanguageNotSupported):
        extract(Article("The army closed 12 ports.", language="de"))


@pytest.mark.parametrize("text", ["", " \n\n ", "12345 67 %%%", "😀😀"])
def test_a_text_without_sentences_has_no_claims(text: str) -> None:
    assert read(text).claims == ()


def stands(text: str, found: Extraction) -> None:
    """Every offset lies in the text, sentences do not overlap, and quotations are verbatim."""
    end = 0
    for sentence in found.sentences:
        assert end <= sentence.start < sentence.end <= len(text)
        end = sentence.end
    for claim in found.claims:
        assert 0 <= claim.start < claim.end <= len(text)
        assert all(text[q.start : q.end] == q.text for q in claim.quotes)
        assert all(text[d.start : d.end] == d.wording for d in claim.dates)
        assert all(text[a.start : a.end] == a.wording for a in claim.ambiguous)
        assert claim.sibling is None or 0 <= claim.sibling < len(found.claims)


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        STORY.replace("\n", "\r\n"),
        STORY.replace(" ", "\u00a0"),
        STORY.replace(" ", " \u200f"),
        STORY.replace(". ", ". 😀 "),
        STORY.replace("“", '"').replace("”", '"'),
        " ".join(STORY.split()),
    ],
)
def test_offsets_are_those_of_the_text_as_given(text: str) -> None:
    found = read(text)
    assert found.claims
    stands(text, found)


PIECES = st.sampled_from(
    [
        *STORY.split(),
        " ",
        "\n\n",
        "“",
        "”",
        '"',
        "he said",
        ", said Ann Lee",
        "—",
        "3",
        "😀",
        "\u200f",
    ]
)


@given(st.lists(PIECES, max_size=60).map(" ".join))
def test_whatever_is_given_the_offsets_stand(text: str) -> None:
    try:
        found = read(text)
    except LanguageNotSupported:
        return
    stands(text, found)


def test_ten_thousand_sentences_and_endless_words_are_read() -> None:
    assert len(read("He said he was there.\n" * 10_000).sentences) == 10_000
    assert read("a" * 200_000).claims == ()
    assert read("“" * 20_000).claims == ()
    assert read("(" * 20_000).claims == ()


def test_html_is_read_with_offsets_of_the_page() -> None:
    paragraphs = STORY.split("\n\n")
    page = "<html><head><script>if (a < b) { said('x') }</script><title>T</title></head><body>"
    page += "".join(
        f"<p>{html.escape(words).replace('“', '&ldquo;')}</p>\n" for words in paragraphs
    )
    plain, found = read(STORY), extract_html(Article(page, published_at=DAY))
    assert [claim.text for claim in found.claims] == [claim.text for claim in plain.claims]
    for one, other in zip(found.claims, plain.claims, strict=True):
        words = html.unescape(page[one.start : one.end])
        assert words == STORY[other.start : other.end]
