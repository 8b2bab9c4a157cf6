"""Who said what in a sentence and around it: parts, quotations that run on, what is added."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.quotations import find_quotations
from tests.verification.extraction.stories import claim_with, read
from verification.extraction.attribution import Saying, masked, sayings_in
from verification.extraction.continuing import with_continued
from verification.extraction.layout import lay_out


def sayings(sentence: str) -> list[tuple[str, str, str, bool]]:
    blotted = masked(sentence, find_quotations(sentence))

    def told(saying: Saying) -> tuple[str, str, str, bool]:
        source = saying.source.of(sentence) if saying.source else ""
        content = " … ".join(piece.of(sentence) for piece in saying.content)
        return source, saying.cue.of(sentence), content, saying.clause

    return [told(saying) for saying in sayings_in(blotted, 0, len(sentence))]


def spoken(text: str) -> list[tuple[str, str]]:
    """Return who is given which words, over all sentences of a text."""
    quotations = find_quotations(text)
    blotted, units = masked(text, quotations), lay_out(text)
    found = [sayings_in(blotted, unit.start, unit.end) for unit in units]
    return [
        (said.source.of(text) if said.source else "", said.content[0].of(text))
        for each in with_continued(text, units, found, quotations)
        for said in each
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The mayor said the port was closed, adding that it would reopen in May.",
            [
                ("The mayor", "said", "the port was closed", True),
                ("The mayor", "adding", "it would reopen in May", True),
            ],
        ),
        (
            "The minister opened the plant on Monday, saying it would build buses.",
            [("The minister", "saying", "it would build buses", True)],
        ),
        (
            "The mayor praised the crews and called for more money.",
            [
                ("The mayor", "praised", "the crews", False),
                ("The mayor", "called for", "more money", False),
            ],
        ),
        (
            "Ann Lee left the party in May but has said she will return.",
            [("Ann Lee", "has said", "she will return", True)],
        ),
        (
            "Police say he ran away and refused to stop.",
            [("Police", "say", "he ran away and refused to stop", True)],
        ),
        (
            "The mayor and the governor said they would meet.",
            [("The mayor and the governor", "said", "they would meet", True)],
        ),
        (
            "The port, the army said, is closed.",
            [("the army", "said", "The port … is closed", True)],
        ),
        (
            "Ann Lee, an economist who wrote the report, said prices would fall.",
            [("Ann Lee, an economist who wrote the report", "said", "prices would fall", True)],
        ),
        (
            "Ann Lee, speaking in Oslo, said prices would fall.",
            [("Ann Lee", "said", "prices would fall", True)],
        ),
        (
            "“I will stay,” she told the paper, “because it is mine.”",
            [("she", "told", "I will stay … “because it is mine.”", True)],
        ),
        (
            "The paper doubted the mayor's claim that the bridge was safe.",
            [("the mayor's", "claim", "the bridge was safe", True)],
        ),
        (
            "OSLO -- The guild generally praised the plan.",
            [("The guild", "generally praised", "the plan", False)],
        ),
        (
            "“It is late,” she said, and the lights went out.",
            [("she", "said", "It is late", True)],
        ),
    ],
)
def test_says_who_said_what(sentence: str, expected: list[tuple[str, str, str, bool]]) -> None:
    assert sayings(sentence) == expected


def test_a_source_after_a_question_is_that_of_the_question() -> None:
    text = "“Who would buy it?” Ann Lee said to the crowd. “Nobody would.”"
    assert spoken(text) == [("Ann Lee", "Who would buy it?"), ("Ann Lee", "Nobody would.")]


def test_a_source_at_the_end_is_that_of_all_the_sentences_quoted() -> None:
    text = "Rain fell. “The port is shut. The road is shut. Nothing moves,” Ann Lee said."
    assert [source for source, _ in spoken(text)] == ["Ann Lee"] * 3
    assert spoken(text)[0][1].startswith("The port is shut")


def test_two_apostrophes_quote_as_well() -> None:
    text = "''It is dear,'' said Ann Lee, a broker in Oslo. ''It will be dearer.''"
    assert [source for source, _ in spoken(text)] == ["Ann Lee, a broker in Oslo"] * 2


def test_what_is_added_is_told_with_a_verb_of_its_own() -> None:
    found = read("The ministry closed 12 ports in 2019, saying that 300 ships had left in 2018.")
    assert claim_with(found, "ports").text == "The ministry closed 12 ports in 2019."
    claim = claim_with(found, "ships", "utterance")
    assert claim.text == "The ministry said that 300 ships had left in 2018."


def test_a_subordinate_saying_leaves_the_main_clause_to_the_article() -> None:
    found = read("When the mayor said 300 people had died, the army closed 12 ports in 2019.")
    content = claim_with(found, "had died", "content")
    assert content.text == "300 people had died."
    assert claim_with(found, "12 ports").attribution is None


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Mayor Ann Lee met Tom Falk, who said 300 people had died in 2019.", "Tom Falk"),
        ("The paper quoted farmers who said 300 cows had died in 2019.", "farmers"),
        ("She wrote to the old ministry, who said 300 cows had died in 2019.", "the old ministry"),
    ],
)
def test_who_is_whoever_stands_before_it(text: str, speaker: str) -> None:
    claim = claim_with(read(text), "had died", "content")
    assert claim.attribution and claim.attribution.speaker == speaker


def test_a_claim_of_somebody_is_that_of_its_owner() -> None:
    found = read("Critics doubted Ann Lee’s claim that 300 ships had left in 2019.")
    claim = claim_with(found, "300 ships", "content")
    assert claim.attribution and claim.attribution.speaker == "Ann Lee"


def test_words_given_before_their_speaker_are_told_with_a_name() -> None:
    found = read("“We lost 300 ships in 2019. The army closed 12 ports,” Mayor Ann Lee said.")
    assert claim_with(found, "300 ships", "utterance").text.startswith("Ann Lee said:")


def test_a_question_quoted_is_no_claim() -> None:
    found = read("“How many of the 300 ships left in 2019?” the mayor asked.")
    assert [claim.part for claim in found.claims] in ([], ["utterance"])


@given(st.text(alphabet="'\"“”‘’?! aB.", max_size=40))
def test_blotting_keeps_every_offset(text: str) -> None:
    blotted = masked(text, find_quotations(text))
    assert len(blotted) == len(text)
    assert [letter.isspace() for letter in blotted] == [letter.isspace() for letter in text]
