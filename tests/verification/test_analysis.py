from __future__ import annotations

from datetime import date

import pytest

from verification.claims import analyse
from verification.types import Claim


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Did North Korea fire two missiles?", "question"),
        ("The pact is a shameful and cowardly compromise.", "opinion"),
        ("Inflation will fall in the coming years.", "prediction"),
        ("North Korea fired two short-range missiles.", "quantity"),
        ("Antony Blinken visited Seoul.", "event"),
        ("Joe Biden said that the tests were business as usual.", "position"),
        ("Joe Biden said: “It is business as usual.”", "quote"),
        ("The central bank said that it will raise rates.", "position"),
    ],
)
def test_the_kind_of_a_claim(text: str, kind: str) -> None:
    assert analyse(Claim(text)).kind == kind


@pytest.mark.parametrize("kind", ["question", "opinion", "prediction"])
def test_what_evidence_cannot_settle_is_noted(kind: str) -> None:
    text = {
        "question": "Why did North Korea fire missiles?",
        "opinion": "The pact is a shameful compromise.",
        "prediction": "Inflation will fall in the coming years.",
    }[kind]
    analysis = analyse(Claim(text))
    assert analysis.notes == (f"claim_is_{kind}",)
    assert not analysis.verifiable


def test_who_said_it_is_parted_from_what_was_said() -> None:
    analysis = analyse(Claim("President Biden said that the tests were business as usual."))
    assert analysis.utterance is not None
    assert analysis.utterance.speaker == "President Biden"
    assert analysis.utterance.content == "the tests were business as usual"
    assert analysis.verifiable


def test_a_plain_claim_has_no_utterance() -> None:
    assert analyse(Claim("North Korea fired two missiles.")).utterance is None


def test_relative_dates_are_told_from_the_day_of_the_claim() -> None:
    analysis = analyse(Claim("North Korea fired two missiles on Sunday.", date(2021, 3, 25)))
    assert [each.first for each in analysis.details.dates] == [date(2021, 3, 21)]
