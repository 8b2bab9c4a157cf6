"""Negation, modality, direction, and sentences that no evidence can settle."""

from __future__ import annotations

import pytest
from hypothesis import given

from language.normal import stem
from language.outlook import is_opinion, is_prediction
from language.polarity import (
    ANTONYMS,
    direction_words,
    is_question,
    modality,
    negations,
)
from tests.language.strategies import any_text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The launches did not violate any resolution.", ["not"]),
        ("It hasn't announced them and never will.", ["hasn't", "never"]),
        ("The bank failed to raise rates.", ["failed to"]),
        ("Not only the North but also the South tests missiles.", []),
        ("No. 5 of the list was read out.", []),
        ("There is no doubt that it happened.", []),
        ("Nobody was hurt, without exception.", ["Nobody", "without"]),
    ],
)
def test_finds_denials(text: str, words: list[str]) -> None:
    assert [span.of(text) for span in negations(text)] == words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Seoul denied the report.", {"denied"}),
        ("The bank plans to raise rates.", {"planned"}),
        ("It may have been a cruise missile.", {"possible"}),
        ("If talks fail, exercises resume.", {"conditional"}),
        ("The council must act.", {"imperative"}),
        ("On May 5 the bank raised rates.", set()),
        ("Did the bank raise rates?", {"question"}),
    ],
)
def test_tells_facts_from_plans_and_doubts(text: str, expected: set[str]) -> None:
    assert modality(text) == expected


def test_tells_more_from_less() -> None:
    text = "Exports rose while imports fell, and inflation eased."
    assert [(span.of(text), sign) for span, sign in direction_words(text)] == [
        ("rose", 1),
        ("fell", -1),
        ("eased", -1),
    ]


@pytest.mark.parametrize(
    "text", ["More than 400 balloons came.", "It took up to 50 ships.", "It is below 2 percent."]
)
def test_a_bound_is_no_direction(text: str) -> None:
    assert direction_words(text) == []


def test_opposites_stand_in_both_directions() -> None:
    assert stem("refuse") in ANTONYMS[stem("agree")]
    assert stem("agree") in ANTONYMS[stem("refuse")]
    assert all(word in ANTONYMS[other] for word, others in ANTONYMS.items() for other in others)


@pytest.mark.parametrize(
    ("text", "question", "opinion", "prediction"),
    [
        ("Is it true?", True, False, False),
        ("Why did the minister resign", True, False, False),
        ("I think the mayor is great.", False, True, False),
        ("Taxes should be lower.", False, True, False),
        ("The best minister raised wages by 4 percent.", False, False, False),
        ("The economy will collapse next year.", False, False, True),
        ("The bank said it will raise rates.", False, False, False),
        ("The Great Recession began in commercial property.", False, False, False),
        ("Money going to the schools is kept apart.", False, False, False),
        ("Harker argued that banks should be strong.", False, False, False),
        ("GDP rose 3 percent in 2021.", False, False, False),
    ],
)
def test_names_what_evidence_cannot_settle(
    text: str, question: bool, opinion: bool, prediction: bool
) -> None:
    found = (bool(is_question(text)), bool(is_opinion(text)), bool(is_prediction(text)))
    assert found == (question, opinion, prediction)


@given(any_text)
def test_reads_any_text(text: str) -> None:
    spans = [*negations(text), *(span for span, _ in direction_words(text))]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    modality(text)
    is_opinion(text)
    is_prediction(text)
