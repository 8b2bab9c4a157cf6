"""Quotations are held against the words that stand in the corpus."""

from __future__ import annotations

import pytest

from verification.quoting import QuoteCheck, check_quote, worth_checking
from verification.types import DocumentRef, Passage, Source

TEXT = (
    "Asked about them, the President said: “According to the Defense Department, it’s business "
    "as usual. There’s no new wrinkle in what they did.” He left for Ohio."
)


def passage(text: str = TEXT, start: int = 1000) -> Passage:
    header = DocumentRef("d1", 1, "Remarks", Source("wh", "The White House"))
    return Passage("d1-0", header, start, start + len(text), text)


def check(quote: str, *texts: str) -> QuoteCheck:
    return check_quote(quote, [passage(text) for text in texts or (TEXT,)])


@pytest.mark.parametrize(
    "quote",
    [
        "According to the Defense Department, it's business as usual.",
        "it’s business as usual. There's no new wrinkle in what they did",
        "THERE'S NO NEW WRINKLE",
        "no\u00a0new  wrinkle\u2026",
    ],
)
def test_the_same_words_are_verbatim_whatever_their_marks(quote: str) -> None:
    found = check(quote)
    assert found.finding == "verbatim"
    assert found.differences == ()
    assert TEXT[found.start - 1000 : found.end - 1000] == found.text


def test_altered_words_are_shown_beside_what_was_said() -> None:
    found = check("According to the Pentagon, it's business as usual.")
    assert found.finding == "altered"
    assert [(each.quoted, each.found) for each in found.differences] == [
        ("Pentagon", "Defense Department")
    ]
    left_out = check("it's business as usual. There's no wrinkle in what they did")
    assert [(each.quoted, each.found) for each in left_out.differences] == [("", "new")]
    put_in = check("There's no new little wrinkle in what they did")
    assert [(each.quoted, each.found) for each in put_in.differences] == [("little", "")]


def test_a_denial_that_was_dropped_is_a_difference() -> None:
    found = check("It is a threat to our security", "It is not a threat to our security.")
    assert found.finding == "altered"
    assert [(each.quoted, each.found) for each in found.differences] == [("", "not")]


@pytest.mark.parametrize(
    "quote",
    [
        "business as ever",
        "We will answer every launch with force",
        "the tests he left business for",
    ],
)
def test_words_that_stand_nowhere_together_are_not_found(quote: str) -> None:
    assert check(quote) == QuoteCheck("not_found")


def test_the_best_passage_counts() -> None:
    near = "It's business as ever, said an aide."
    found = check("it's business as usual", near, TEXT)
    assert found.finding == "verbatim"
    assert found.passage is not None
    assert found.passage.text == TEXT
    assert check("it's business as usual") == check("it's business as usual", near, TEXT)


def test_short_quotations_are_not_looked_for() -> None:
    assert not worth_checking("common")
    assert not worth_checking("on the")
    assert worth_checking("on the low end")
    assert not worth_checking("word " * 500)
