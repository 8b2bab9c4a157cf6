"""Claims that say the same are found; claims that differ in a detail are never taken for one."""

from __future__ import annotations

from datetime import date

import pytest

from verification.matching import best_matches, form_of, match, may_stand_for, rarity_among
from verification.types import Claim, Veracity

LAUNCH = "North Korea fired two short-range missiles into the Yellow Sea on 21 March 2021."
EVEN = rarity_among({}, 1000)


def held(claim: str, known: str = LAUNCH) -> tuple[str, bool, bool]:
    found = match(form_of(claim), form_of(known), EVEN)
    return found.kind, found.suggested, found.same_claim


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        (LAUNCH, "exact"),
        (
            " north korea fired two short\u2011range missiles into the Yellow Sea on 21 March 2021",
            "exact",
        ),
        (
            "On 21 March 2021 North Korea fired two short-range missiles into the Yellow Sea.",
            "near",
        ),
    ],
)
def test_the_same_claim_is_known_again(claim: str, kind: str) -> None:
    assert held(claim) == (kind, True, True)


@pytest.mark.parametrize(
    "claim",
    [
        LAUNCH.replace("two", "three"),
        LAUNCH.replace("21", "25"),
        LAUNCH.replace("North", "South"),
        LAUNCH.replace("short", "long"),
        LAUNCH.replace("fired", "did not fire"),
        LAUNCH.replace("fired", "may have fired"),
        LAUNCH.replace("into", "from"),
        LAUNCH.replace("two", "at least two"),
        LAUNCH.replace("missiles", "rockets"),
    ],
)
def test_another_detail_is_another_claim(claim: str) -> None:
    _, suggested, same = held(claim)
    assert suggested
    assert not same


def test_who_did_it_to_whom_counts() -> None:
    assert (
        held("Seoul accused Pyongyang of lying.", "Pyongyang accused Seoul of lying.")[2] is False
    )


def test_other_words_are_suggested_and_unrelated_ones_are_not() -> None:
    said = "Two short-range missiles were fired by North Korea."
    assert held(said) == ("meaning", True, False)
    assert held("Inflation in Japan rose to 3 percent.") == ("meaning", False, False)
    assert held("", "")[2] is (form_of("").normal == "")


def test_the_best_match_comes_first() -> None:
    known = {
        "a": form_of("South Korea fired two missiles."),
        "b": form_of(LAUNCH),
        "c": form_of("Rain is expected in Seoul."),
    }
    ranked = best_matches(form_of(LAUNCH.replace("Yellow", "West")), known, EVEN)
    assert [name for name, _ in ranked] == ["b", "a"]


@pytest.mark.parametrize(
    ("before", "veracity", "now", "allowed"),
    [
        (date(2021, 3, 24), "supported", date(2021, 3, 26), True),
        (date(2021, 3, 26), "supported", date(2021, 3, 24), False),
        (date(2021, 1, 1), "supported", date(2021, 3, 24), False),
        (None, "supported", date(2021, 3, 24), False),
        (date(2021, 3, 24), "supported", None, False),
        (None, "supported", None, True),
        (date(2021, 3, 24), "not_enough_evidence", date(2021, 3, 26), False),
        (date(2021, 3, 24), "not_enough_evidence", date(2021, 3, 24), True),
    ],
)
def test_an_answer_stands_only_for_a_while_and_never_for_the_past(
    before: date | None, veracity: str, now: date | None, *, allowed: bool
) -> None:
    known, claim = Claim(LAUNCH, before), Claim(LAUNCH, now)
    assert may_stand_for(known, Veracity(veracity), claim) is allowed


def test_what_one_said_does_not_answer_for_another() -> None:
    known, claim = Claim(LAUNCH, speaker="Kim Jong Un"), Claim(LAUNCH, speaker="Joe Biden")
    assert not may_stand_for(known, Veracity.SUPPORTED, claim)
