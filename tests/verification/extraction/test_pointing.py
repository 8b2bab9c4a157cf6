"""What points back at other sentences: named where it is plain, else told with its candidates."""

from __future__ import annotations

import pytest

from tests.verification.extraction.stories import claim_with, read


def candidates(text: str, words: str, pointing: str) -> tuple[str, ...]:
    """Return what a word of the claim with `words` may mean."""
    claim = claim_with(read(text), words)
    return next(each.candidates for each in claim.ambiguous if each.wording == pointing)


FIRED = "North Korea fired two rockets on Sunday. "


def test_an_event_is_named_where_it_is_plainly_meant() -> None:
    found = read(FIRED + "It was Pyongyang's first launch since 2019.")
    launch = claim_with(found, "first launch")
    assert launch.text.startswith("The launch of two rockets was")
    assert not launch.ambiguous


@pytest.mark.parametrize(
    "after",
    ["It was Japan's first launch since 2019.", "It was North Korea's largest summit since 2019."],
)
def test_an_event_that_is_not_plainly_meant_stays_open(after: str) -> None:
    assert candidates(FIRED + after, "since 2019", "It") == ()


@pytest.mark.parametrize(
    ("text", "words", "pointing", "expected"),
    [
        (
            "The town closed 12 ports in May. The move cost 40 million dollars.",
            "40 million",
            "The move",
            ("The town closed 12 ports in May",),
        ),
        (
            "The rebels fired 9 rockets. Rain fell on 12 towns. The launches cost "
            "40 million dollars.",
            "40 million",
            "The launches",
            ("The rebels fired 9 rockets",),
        ),
        (
            "The central bank met on Monday. The bank raised its rate to 9 percent in 2019.",
            "9 percent",
            "The bank",
            ("The central bank",),
        ),
        (
            "Russia sank 12 ships on Monday. Kyiv denied it.",
            "denied",
            "it",
            ("Russia sank 12 ships on Monday",),
        ),
        (
            "Sailors and nurses reached the 7,600 islands on Monday. They carried 400 tonnes.",
            "400 tonnes",
            "They",
            ("Sailors and nurses", "the 7,600 islands"),
        ),
    ],
)
def test_what_stays_open_is_told_with_its_candidates(
    text: str, words: str, pointing: str, expected: tuple[str, ...]
) -> None:
    assert candidates(text, words, pointing) == expected


def test_one_person_is_not_they() -> None:
    text = (
        "President Luis Ramos met the widows of 12 guards on Monday. Ramos promised that their "
        "families would receive 2 million pesos."
    )
    for part in ("utterance", "content"):
        claim = claim_with(read(text), "2 million", part)
        assert "Ramos’ families" not in claim.text
        assert "Luis Ramos" not in claim.ambiguous[0].candidates


def test_somebody_s_aide_is_no_body() -> None:
    text = "Shells hit the dam on Monday. Orlov's aide Pavel Renko said that it was “40 murders”."
    content = claim_with(read(text), "40 murders", "content")
    assert content.text.startswith("It was")
    assert content.ambiguous[0].wording == "it"
