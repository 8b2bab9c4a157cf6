"""Opinions and predictions, told by the main verb of a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given

from language.main_verb import main_verb
from language.outlook import is_opinion, is_prediction
from tests.language.strategies import any_text

PREDICTIONS = [
    "The strike could delay shipments.",
    "The delegates are hopeful they can sign.",
    "She hopes to reopen the mine.",
    "Rents would rise by 3%.",
    "We expect unemployment to drop below 4% by August.",
    "Each farmer would receive 9,000 rupees.",
    "The rockets bought by the army could reach the coast.",
    "The bridge that was closed in May may reopen.",
    "When the ice melts, trade will resume.",
    "Exports are projected to shrink.",
    "Hopes of peace would fade.",
    "The talks begin tomorrow.",
]
OPINIONS = [
    "It is not a serious threat.",
    "They are punishing the farmers.",
    "Rents should fall by 3%.",
    "I think the judge is great.",
    "JOIN TODAY!",
    "Support our journalism.",
    "Stop the war!",
]
FACTS = [
    "Engineers are drafting a plan that will change the port.",
    "Without the loan the mine would have closed.",
    "The ministry would not comment.",
    "Villagers could hear the guns.",
    "The rocket may have been a decoy.",
    "The governor said it would close the mine.",
    "The Central Bank expects prices to rise.",
    "The bill would ban the export of sand.",
    "A teacher could expect ten years of work in 1998.",
    "Under the old law a mayor may serve two terms.",
    "The envoy arrived to discuss next year's harvest.",
    "Theresa May visited the harbour.",
    "The order leaves open whether a clerk who lies may keep the post.",
    "The Great Northern Railway is the longest in the county.",
    "Rents would fall, the governor said.",
    "Support for your mayor fell to 20%.",
    "Share prices in our region rose today.",
]


@pytest.mark.parametrize("text", PREDICTIONS)
def test_what_is_to_come_is_a_prediction(text: str) -> None:
    assert is_prediction(text)
    assert not is_opinion(text)


@pytest.mark.parametrize("text", OPINIONS)
def test_what_is_judged_is_an_opinion(text: str) -> None:
    assert is_opinion(text)
    assert not is_prediction(text)


@pytest.mark.parametrize("text", FACTS)
def test_what_is_told_of_the_past_or_of_a_paper_can_be_checked(text: str) -> None:
    assert not is_prediction(text)
    assert not is_opinion(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The car that hit the wall was stolen.", "was"),
        ("Its plans, which were secret, leaked.", "leaked"),
        ("Talks begin.", None),
    ],
)
def test_the_main_verb_is_the_first_that_no_other_clause_holds(text: str, word: str | None) -> None:
    found = main_verb(text)
    assert (found.word if found else None) == word


@given(any_text)
def test_any_text_has_a_main_verb_or_none(text: str) -> None:
    found = main_verb(text)
    assert found is None or 0 <= found.start < found.end <= len(text)
    is_opinion(text)
    is_prediction(text)


def test_a_guess_on_its_own_is_no_prediction_where_guesses_are_let_through() -> None:
    guess = "Under Executive Order 13618 the department may assign radio frequencies."
    assert is_prediction("The test could elevate tensions.")
    assert not is_prediction("The test could elevate tensions.", guesses=False)
    assert not is_prediction(guess, guesses=False)
    assert is_prediction("North Korea will launch another rocket.", guesses=False)


def test_a_guess_about_a_time_to_come_is_a_prediction_on_its_own_as_well() -> None:
    assert is_prediction("The port could close in the months ahead.", guesses=False)


@pytest.mark.parametrize("text", ["May Berenbaum won the prize.", "Will Hurd left the House."])
def test_a_name_that_looks_like_a_verb_foretells_nothing(text: str) -> None:
    assert not is_prediction(text)
