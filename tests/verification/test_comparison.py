from __future__ import annotations

from datetime import date

import pytest

from verification.comparison import compare, read_header
from verification.details import read_details
from verification.types import Comparison

DAY = date(2021, 3, 24)
NO_HEADER = read_header("", "", "", None)


def compared(claim: str, evidence: str, kind: str) -> list[Comparison]:
    found = compare(read_details(claim, DAY), read_details(evidence, DAY), NO_HEADER)
    return [each for each in found if each.kind == kind]


def verdicts(claim: str, evidence: str, kind: str) -> list[bool | None]:
    return [each.agrees for each in compared(claim, evidence, kind)]


FIRED = "Officials confirmed that North Korea fired two short-range missiles on Sunday."


@pytest.mark.parametrize(
    ("claim", "evidence", "agrees"),
    [
        ("North Korea fired two missiles.", FIRED, [True]),
        ("North Korea fired 2 missiles.", FIRED, [True]),
        ("North Korea fired three missiles.", FIRED, [False]),
        # The same number of something else is no agreement, and other words no contradiction.
        ("North Korea fired three generals.", FIRED, []),
        ("Iran launched three satellites and buried nine missiles.", FIRED, []),
        (
            "Rates rose by half a percentage point.",
            "The bank said that rates rose by three quarters of a percentage point.",
            [False],
        ),
        (
            "The ship is about 200 metres long.",
            "The ship, which is about 400 metres long, blocks the canal.",
            [False],
        ),
        # A number that agrees with one detail does not contradict the other.
        (
            "Two people were killed and five people were injured.",
            "Two people were killed and five people were injured, the police said.",
            [True, True],
        ),
        # How much more is not how much.
        (
            "North Korea fired six more missiles this year than in its record year.",
            "North Korea has fired 31 missiles this year, more than in its record year.",
            [],
        ),
        # Figures of another year are not compared.
        (
            "Public debt of Kenya was 66 percent of GDP in 2024.",
            "Public debt of Kenya was 53.2 percent of GDP in 2016.",
            [],
        ),
    ],
)
def test_quantities(claim: str, evidence: str, agrees: list[bool]) -> None:
    assert verdicts(claim, evidence, "quantity") == agrees


def test_wordings_are_those_of_the_texts() -> None:
    (found,) = compared("North Korea fired three missiles.", FIRED, "quantity")
    assert (found.claim, found.evidence) == ("three missiles", "two short-range missiles")


def test_a_quotation_mark_does_not_part_a_number_from_its_noun() -> None:
    evidence = "Kim handed 250 “tactical missile launchers” to the army at a ceremony."
    claim = "Kim handed 350 tactical missile launchers to the army."
    (found,) = compared(claim, evidence, "quantity")
    assert found.agrees is False
    assert found.evidence in evidence


def test_percent_and_percentage_points_are_other_units() -> None:
    claim = "The bank raised its key rate by 2 percent."
    evidence = "The bank raised its key rate by 2 percentage points."
    assert verdicts(claim, evidence, "unit") == [False]


@pytest.mark.parametrize(
    ("claim", "evidence", "agrees"),
    [
        ("North Korea fired missiles on 21 March 2021.", FIRED, [True]),
        ("North Korea fired missiles in March 2021.", FIRED, [True]),
        ("North Korea fired short-range missiles on 5 March 2021.", FIRED, [False]),
        ("Blinken visited Seoul on 5 March 2021.", FIRED, []),
    ],
)
def test_dates(claim: str, evidence: str, agrees: list[bool]) -> None:
    assert verdicts(claim, evidence, "date") == agrees


def test_the_day_of_publication_agrees_and_never_contradicts() -> None:
    evidence = read_details("The agreement with Tanzania entered into force.", DAY)
    header = read_header("", "", "", DAY)
    for wording, agrees in (("in March 2021", [True]), ("in May 2020", [])):
        claim = read_details(f"The agreement with Tanzania entered into force {wording}.", DAY)
        found = compare(claim, evidence, header)
        assert [each.agrees for each in found if each.kind == "date"] == agrees


@pytest.mark.parametrize(
    ("claim", "evidence", "agrees"),
    [
        ("They were ballistic missiles.", "They were not ballistic missiles.", [False]),
        ("They were not ballistic missiles.", "They were not ballistic missiles.", [True]),
        ("They were non-ballistic missiles.", "They were not ballistic missiles.", [True]),
        ("The missiles were not ballistic.", "The missiles were ballistic.", [False]),
        # What is denied is another thing.
        ("They were cruise missiles.", "They were cruise missiles and not ballistic ones.", []),
        # "No:" answers; it does not deny what comes after.
        (
            "The Defense Department calls it usual.",
            "He said no: the Defense Department calls it usual.",
            [],
        ),
        # Who cannot find it does not affirm it.
        (
            "The agency has no legal authority for a ban.",
            "The agency has been unable to find legal authority for a ban.",
            [],
        ),
    ],
)
def test_negations(claim: str, evidence: str, agrees: list[bool]) -> None:
    assert verdicts(claim, evidence, "negation") == agrees


@pytest.mark.parametrize(
    ("claim", "evidence", "agrees"),
    [
        ("Consumer prices rose in May.", "Consumer prices fell in May.", [False]),
        ("Consumer prices rose in May.", "Consumer prices rose in May.", []),
        ("Poland supports the new law.", "Poland opposes the new law.", [False]),
        # More than so many is a bound, not a rise.
        ("Consumer prices fell in May.", "Consumer prices of more than 20 goods fell in May.", []),
    ],
)
def test_directions(claim: str, evidence: str, agrees: list[bool]) -> None:
    assert verdicts(claim, evidence, "direction") == agrees


def test_what_is_planned_is_not_done() -> None:
    claim = "Poland signed the treaty on trade."
    assert verdicts(claim, "Poland plans to sign the treaty on trade.", "modality") == [False]
    assert verdicts(claim, "Poland signed the treaty on trade.", "modality") == []


@pytest.mark.parametrize(
    ("claim", "evidence", "agrees"),
    [
        ("Pyongyang fired missiles.", "North Korea fired missiles.", [True]),
        (
            "They were fired from the coast of Japan.",
            "They were fired from the coast of China.",
            [False],
        ),
        # Another name in another place is no rival.
        ("They were fired at Japan.", "China has condemned how they were fired.", []),
    ],
)
def test_names(claim: str, evidence: str, agrees: list[bool]) -> None:
    assert verdicts(claim, evidence, "name") == agrees


def test_a_name_of_the_header_needs_no_repeating() -> None:
    claim = read_details("The White House praised the coast guard of Japan.")
    evidence = read_details("The administration praised the coast guard of Japan.")
    header = read_header("Remarks", "The White House", "", None)
    assert all(each.agrees for each in compare(claim, evidence, header))


def test_nothing_is_compared_with_nothing() -> None:
    nothing = read_details("")
    assert compare(nothing, nothing, NO_HEADER) == ()
    assert compare(read_details(FIRED, DAY), nothing, NO_HEADER) == ()
