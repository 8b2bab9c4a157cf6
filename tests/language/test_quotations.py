"""Quotations and attributions: who said what, with exact offsets."""

from __future__ import annotations

import pytest
from hypothesis import given

from language.quotations import find_attributions, find_quotations, split_attribution
from tests.language.strategies import any_text

ATTRIBUTED = [
    (
        "President Biden said on Tuesday that the launches were business as usual.",
        ("President Biden", "said", "the launches were business as usual", False),
    ),
    (
        "The White House denied that it had offered talks.",
        ("The White House", "denied", "it had offered talks", False),
    ),
    (
        "Asked about the tests, Biden said: “It's business as usual. Nothing is new.”",
        ("Biden", "said", "It's business as usual. Nothing is new.", True),
    ),
    (
        "North Korea fired two missiles on Sunday, US officials said Tuesday.",
        ("US officials", "said", "North Korea fired two missiles on Sunday", False),
    ),
    (
        "According to the Fed, inflation fell to 3 percent in 2023.",
        ("the Fed", "According to", "inflation fell to 3 percent in 2023", False),
    ),
    (
        "“It is common practice,” an official added.",
        ("an official", "added", "It is common practice", True),
    ),
    (
        "A senior official told reporters the launches were “on the low end” of the spectrum.",
        ("A senior official", "told", "the launches were “on the low end” of the spectrum", False),
    ),
    (
        "“The rate is fine,” said Jerome Powell, chair of the Fed.",
        ("Jerome Powell", "said", "The rate is fine", True),
    ),
    (
        "Lee Jong-suk, a minister, said North Korea had fired two missiles.",
        ("Lee Jong-suk", "said", "North Korea had fired two missiles", False),
    ),
    (
        "On Monday, the Joint Chiefs have confirmed in a statement that a missile was fired.",
        ("the Joint Chiefs", "have confirmed", "a missile was fired", False),
    ),
    (
        "Inflation rose, according to the Bank of England.",
        ("the Bank of England", "according to", "Inflation rose", False),
    ),
    (
        "“The bridge is safe,” the mayor told the crowd at the station.",
        ("the mayor", "told", "The bridge is safe", True),
    ),
    (
        "“The bridge is safe,” Ann Lee, the mayor, said of the plan.",
        ("Ann Lee", "said", "The bridge is safe", True),
    ),
    (
        "The bridge will stay closed, noted Ann Lee in a letter.",
        ("Ann Lee", "noted", "The bridge will stay closed", False),
    ),
    (
        "The minister had told nobody that the bridge was closed, the mayor added.",
        ("the mayor", "added", "The minister had told nobody that the bridge was closed", False),
    ),
    (
        "The ministry says farmers sold fewer cows in 2019.",
        ("The ministry", "says", "farmers sold fewer cows in 2019", False),
    ),
    (
        "The mayor acknowledged the bridge was closed for years.",
        ("The mayor", "acknowledged", "the bridge was closed for years", False),
    ),
    (
        "Shortly after Ann Lee said she would resign, the council met.",
        ("Ann Lee", "said", "she would resign", False),
    ),
    (
        "In a letter, the mayor, Ann Lee, said the bridge was closed.",
        ("the mayor", "said", "the bridge was closed", False),
    ),
    (
        "The mayor often says that the bridge is safe.",
        ("The mayor", "often says", "the bridge is safe", False),
    ),
    (
        "The council on Tuesday said the bridge was closed.",
        ("The council", "said", "the bridge was closed", False),
    ),
    (
        "The film “Far Shore” shows that the coast was mined.",
        ("The film “Far Shore”", "shows", "the coast was mined", False),
    ),
    (
        "The clip says Lee “has a heart of stone” and no friends.",
        ("The clip", "says", "Lee “has a heart of stone” and no friends", False),
    ),
]


@pytest.mark.parametrize(("claim", "expected"), ATTRIBUTED)
def test_says_who_said_what(claim: str, expected: tuple[str, str, str, bool]) -> None:
    split = split_attribution(claim)
    assert split is not None
    found, content = split
    source = claim[found.source_start : found.source_end]
    cue = claim[found.cue_start : found.cue_end]
    assert (source, cue, content, found.direct) == expected


@pytest.mark.parametrize(
    "claim",
    [
        "It was the first launch since his inauguration.",
        "The economy added 200,000 jobs in March.",
        "The ministry reported 300 deaths on Monday.",
        "The treaty was signed in 2010.",
        "The Secretary of State met the United States delegation, which agreed.",
        "The estimate of the report that was published is low.",
        "It was reported that the plant is closed.",
        "North Korea accused the United States of provocations.",
        "As predicted, the ship sank.",
        "The mayor claimed vast sums for the bridge.",
        "The judge struck out rude remarks that a guard had made.",
        "The ferry calls at ports of the Baltic states.",
        "The minister was accused of fraud.",
        "The minister took 12 calls from farmers about “the plan”.",
        "",
    ],
)
def test_plain_sentences_have_no_attribution(claim: str) -> None:
    assert split_attribution(claim) is None


def test_judgements_are_attributed_and_not_split() -> None:
    text = "Choe Son Hui accused the United States of a lunatic theory."
    (found,) = find_attributions(text)
    assert text[found.source_start : found.source_end] == "Choe Son Hui"
    assert text[found.content_start : found.content_end] == "the United States of a lunatic theory"
    assert split_attribution(text) is None


@pytest.mark.parametrize("piece", [" ", "also ", "said ", "X said ", "told the a b press ", '" '])
def test_long_runs_of_one_word_are_read_in_no_time(piece: str) -> None:
    text = "X said " + piece * (2900 // len(piece))
    assert find_attributions(text + " said X") is not None
    assert find_attributions((text + ". ") * 20) is not None


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "It rained. The mayor said that the bridge is closed. Nobody was hurt."
    (found,) = find_attributions(text)
    assert text[found.source_start : found.source_end] == "The mayor"
    assert text[found.content_start : found.content_end] == "the bridge is closed"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “yes, ‘no’” and left.", ["yes, ‘no’"]),
        ("They called it 'don't go' for years.", ["don't go"]),
        ('The "long" and the "short" of it.', ["long", "short"]),
        ("It's the dog's 5' tail.", []),
        ("''It is dear,'' she said, ''and it won't last.''", ["It is dear,", "and it won't last."]),
        ("An ''unfinished quotation", []),
        ("An “unfinished quotation", []),
        ("“One paragraph\n\nends here”", []),
    ],
)
def test_finds_direct_quotations(text: str, quoted: list[str]) -> None:
    found = find_quotations(text)
    assert [each.text for each in found] == quoted
    assert all(text[each.start : each.end] == each.text for each in found)


@given(any_text)
def test_reads_any_text(text: str) -> None:
    for found in find_attributions(text):
        assert 0 <= found.source_start <= found.source_end <= len(text)
        assert 0 <= found.cue_start <= found.cue_end <= len(text)
        assert 0 <= found.content_start <= found.content_end <= len(text)
    for quotation in find_quotations(text):
        assert text[quotation.start : quotation.end] == quotation.text
