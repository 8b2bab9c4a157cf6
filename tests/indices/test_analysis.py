"""Folding, the words of a passage, and the words of a query."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.analysis import (
    ANALYSIS_VERSION,
    LONGEST_PHRASE,
    MOST_PHRASES,
    MOST_WORDS,
    QueryWords,
    fold,
    query_words,
    searchable,
)
from indices.place_names import NAMES_OF_SEVERAL_WORDS, PEOPLE
from language.normal import STOP_WORDS, stem
from verification.types import DocumentRef, Passage, Source


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("The of AND to", ""),
        ("Missiles, MISSILES—missiles", "missiles missiles missiles"),
        ("Moïse’s Señor Straße", "moise senor strasse"),
        ("The U.S. told us: US troops", "usa told usa troops"),
        ("the United States of America and the United Kingdom", "usa uk"),
        ("reunited states", "reunited states"),
        ("Great Britain, Britons, British", "uk uk uk"),
        ("Ukrainians and Koreans", "ukraine korea"),
        ("the DPRK; the Democratic People’s Republic of Korea", "north korea north korea"),
        ("the ROK, Republic of Korea", "south korea south korea"),
        ("1,250.5 and 88,200 and 3.5", "1250.5 88200 3.5"),
        ("5% or 5 per cent or 5 percent", "5 percent 5 percent 5 percent"),
        ("Hwasong-15 snake_case end.Next O’Brien", "hwasong 15 snake case end next o'brien"),
        ("½ ²", "1 2 2"),
        ("北朝鮮 Доброе", "北朝鮮 доброе"),
        ("🚀 \x00 \ud800 “”", ""),
        ("x" * 500, "x" * 64),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=200))
def test_folding_gives_plain_words_for_any_text(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert not set(folded) & set('"*():^~\x00')
    assert all(word.strip("'.") for word in folded.split())


def test_a_change_of_folding_raises_the_version() -> None:
    """Indices are read by the words they were written with: a change here needs a new version."""
    told = (
        *sorted(STOP_WORDS), *sorted(PEOPLE.items()), *NAMES_OF_SEVERAL_WORDS,
        fold("The U.S. launched 1,250.5 missiles at 5% of the Koreans’ cities on 21 March 2021."),
        stem("launches"), stem("policies"), stem("generally"),
    )  # fmt: skip
    digest = hashlib.sha256(repr(told).encode()).hexdigest()[:16]
    assert (ANALYSIS_VERSION, digest) == (1, "31d3d1e9313e7a8b"), (
        "Words fold differently now: raise ANALYSIS_VERSION and note the new digest here."
    )


def test_a_passage_is_found_by_its_header_and_the_day_it_was_published() -> None:
    source = Source("s", "The White House", "government", 0.9)
    document = DocumentRef("d", 1, "On the tests", source, date(2021, 3, 5), None, "Jen Psaki")
    assert searchable(Passage("p", document, 0, 9, "No comment.")) == (
        "tests tests white house jen psaki 5 march 2021 2021-03 comment"
    )


def test_a_passage_without_date_and_speaker_has_no_words_for_them() -> None:
    document = DocumentRef("d", 1, "", Source("s", "Fed"))
    assert searchable(Passage("p", document, 0, 5, "Rates")) == "fed rates"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("two missiles, two MISSILES", ("two", "missiles")),
        ("in March 2021", ("march", "2021", "2021-03")),
        ("on 21 March 2021", ("21", "march", "2021", "2021-03")),
        ("March 21, 2021", ("march", "21", "2021", "2021-03")),
        ("2021-03-21", ("2021", "03", "21", "2021-03")),
        ("a march in 2021", ("march", "2021")),
    ],
)
def test_the_words_of_a_query(text: str, words: tuple[str, ...]) -> None:
    assert query_words(text) == QueryWords(words)


def test_quoted_words_are_looked_for_in_a_row() -> None:
    asked = query_words("He called it “a brazen violation” and 'not a threat' - the North's 'own'.")
    assert asked.phrases == (("brazen", "violation"),)
    assert query_words('"two missiles" "two missiles" "x"').phrases == (("two", "missiles"),)
    assert len(query_words(" ".join(f'"a{n} b{n}"' for n in range(9))).phrases) == MOST_PHRASES
    assert not query_words('"' + "word " * (LONGEST_PHRASE + 1) + '"').phrases


def test_of_a_long_text_the_words_that_are_repeated_or_long_are_kept() -> None:
    text = "missile missile " + " ".join(f"w{number:03d}" for number in range(300)) + " plutonium"
    words = query_words(text).words
    assert len(words) == MOST_WORDS
    assert (words[0], words[-1]) == ("missile", "plutonium")
