"""Whose words they are: names after offices, whole offices, speakers within what others say."""

from __future__ import annotations

import pytest

from tests.verification.extraction.stories import DAY, claim_with, read
from verification.extraction.article import extract
from verification.extraction.types import Article


def told(text: str, words: str) -> tuple[str, str, str]:
    """Return who says a content with those words, in which office, and who passed it on."""
    said = claim_with(read(text), words, "content").attribution
    assert said is not None
    return said.speaker, said.role, said.through


@pytest.mark.parametrize(
    ("text", "speaker", "role"),
    [
        (
            "A former warden, Tomas Vidal, testified that 40 cells stood open.",
            "Tomas Vidal",
            "A former warden",
        ),
        ("The yard’s owner, Marelis, said 40 men had left.", "Marelis", "The yard’s owner"),
        (
            "The union met on Monday, and its chair, Rosa Lind, said that 40 men had left.",
            "Rosa Lind",
            "its chair",
        ),
        (
            "A day later, the guild spokesman, Pavel Orlov, said 40 men had left.",
            "Pavel Orlov",
            "the guild spokesman",
        ),
        ("EU farm policy chief Karl Brandt said 40 men had left.", "Karl Brandt", None),
        (
            "NATO Secretary-General Ida Holm said 40 men had left.",
            "Ida Holm",
            "NATO Secretary-General",
        ),
        ("Harbour guard spokesperson Leo Cruz said 40 men had left.", "Leo Cruz", None),
        ("Inspector Nora Field said 40 men had left.", "Nora Field", "Inspector"),
        ("OSLO (Reuters) - The guild said 40 men had left.", "The guild", ""),
        ("The crew’s\nspeaker said 40 men had left.", "The crew’s speaker", ""),
    ],
)
def test_a_speaker_is_a_name_with_its_whole_office(text: str, speaker: str, role: str) -> None:
    whole = text[: text.index(speaker)].strip() if role is None else role
    words = "cells" if "cells" in text else "40 men"
    assert told(text, words)[:2] == (speaker, whole)


def test_the_city_of_an_agency_is_no_part_of_a_claim() -> None:
    found = read("Oslo, June 3 (AFP) - The guild’s master, Rosa Lind, said 40 men had left.")
    assert claim_with(found, "said").text.startswith("The guild’s master, Rosa Lind, said")


def test_a_wife_named_after_her_office_is_not_her_own_wife() -> None:
    found = read("Mayor Tom Falk fell ill on Monday. His wife, Eva Falk, said 40 men had left.")
    assert claim_with(found, "said").text == "Tom Falk’s wife, Eva Falk, said 40 men had left."


def test_he_is_nobody_whom_his_own_clause_names() -> None:
    found = read(
        "Miguel Soto ran the yard. A former warden, Tomas Vidal, testified that 40 cells stood "
        "open, and he accused Soto of lying about 9 of them."
    )
    accused = claim_with(found, "accused")
    assert accused.text.startswith("Tomas Vidal accused Miguel Soto")


@pytest.mark.parametrize(
    "text",
    [
        "The owner denied that the 40 boats were too old.",
        "The ministry did not say which of the 40 boats would be sold.",
        "The minister refused to say whether 40 boats had sunk in May.",
    ],
)
def test_what_is_denied_or_not_said_is_told_by_nobody(text: str) -> None:
    assert [claim.part for claim in read(text).claims] == ["utterance"]


def test_the_one_quoted_within_is_the_speaker() -> None:
    text = "The treasury said on Monday the fund had told it in May that 40 loans were paid."
    assert told(text, "40 loans") == ("The treasury", "", "")
    inner = [claim for claim in read(text).claims if claim.part == "content"][1]
    assert inner.text == "40 loans were paid."
    assert inner.attribution and inner.attribution.speaker == "the fund"
    assert inner.attribution.through == "The treasury"


def test_he_whom_a_captain_speaks_of_stays_open() -> None:
    text = "Rosa Lind said the captain told investigators he had counted 40 men."
    inner = read(text).claims[-1]
    assert inner.attribution and inner.attribution.speaker == "the captain"
    assert "the captain" in inner.ambiguous[0].candidates


@pytest.mark.parametrize(
    "text",
    [
        "The general said that according to army reports the rebels had moved 40 guns.",
        "The general said, according to army reports, that the rebels had moved 40 guns.",
    ],
)
def test_whoever_passed_it_on_takes_no_clause_along(text: str) -> None:
    assert told(text, "40 guns") == ("The general", "", "army reports")
    assert claim_with(read(text), "40 guns", "content").text == "The rebels had moved 40 guns."


def test_two_clauses_with_that_are_two_contents() -> None:
    found = read("The mayor said that 40 homes had burned and that 300 people had fled.")
    contents = [claim.text for claim in found.claims if claim.part == "content"]
    assert contents == ["40 homes had burned.", "300 people had fled."]


def test_while_and_which_tell_statements_of_their_own() -> None:
    found = read("Wages rose 4 percent in 2019, while food prices doubled.")
    assert found.claims[0].text == "Wages rose 4 percent in 2019."
    found = read("The blast at the port, which killed 12 people, broke 300 windows in 2019.")
    assert "The blast at the port killed 12 people." in [claim.text for claim in found.claims]
    found = read("Rebels claimed responsibility for the attack in Gao, which killed 12.")
    assert "The attack in Gao killed 12." in [claim.text for claim in found.claims]


def test_a_title_completes_a_surname() -> None:
    text = "Lindqvist said 40 men had left in 2019."
    found = extract(Article(text, "Rosa Lindqvist leaves the yard", DAY))
    said = claim_with(found, "40 men", "content").attribution
    assert said and said.speaker == "Rosa Lindqvist"


def test_no_second_full_stop_follows_closing_marks() -> None:
    found = read("The envoy accused the guild of “40 years of ‘plain robbery.’”")
    assert claim_with(found, "robbery").text.endswith("robbery.’”")
