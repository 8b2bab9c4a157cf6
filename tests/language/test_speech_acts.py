"""What is done by saying something: who, by which act, directed at what."""

from __future__ import annotations

import pytest
from hypothesis import given

from language.speech_acts import find_acts, forms_of
from tests.language.strategies import any_text


def acts(sentence: str) -> list[tuple[str, str, str]]:
    return [
        (
            sentence[found.source_start : found.source_end],
            sentence[found.cue_start : found.cue_end],
            sentence[found.content_start : found.content_end],
        )
        for found in find_acts(sentence, 0, len(sentence))
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The mayor praised the crews.", ("The mayor", "praised", "the crews")),
        ("The union called for higher pay.", ("The union", "called for", "higher pay")),
        (
            "Farmers have repeatedly criticised the law in a letter to the king.",
            ("Farmers", "have repeatedly criticised", "the law"),
        ),
        ("The mayor, a doctor, is urging calm.", ("The mayor, a doctor", "is urging", "calm")),
        (
            "The plan was praised by farmers for its simplicity.",
            ("farmers", "was praised by", "The plan"),
        ),
        (
            "The bill, which was rejected by the senate, cost 3 million.",
            ("the senate", "was rejected by", "The bill"),
        ),
        ("A poll shows a close race.", ("A poll", "shows", "a close race")),
        (
            "The minister pointed to the drought, which began in 2019.",
            ("The minister", "pointed to", "the drought"),
        ),
        ("Ann Lee told her staff to leave.", ("Ann Lee", "told", "her staff to leave")),
    ],
)
def test_says_who_did_what_by_saying_it(sentence: str, expected: tuple[str, str, str]) -> None:
    found = acts(sentence)[0]
    assert (found[0].split(",")[0], *found[1:]) == (expected[0].split(",")[0], *expected[1:])


@pytest.mark.parametrize(
    "sentence",
    [
        "The proposed law has 12 parts.",
        "The ministry's request was late.",
        "The mayor shows the guests the bridge.",
        "We want to leave.",
        "He sang “Farmers criticised the law” twice.",
        "They have been trying to question the witness.",
        "Enormous support for the law grew.",
    ],
)
def test_nouns_participles_and_quoted_words_are_no_acts(sentence: str) -> None:
    assert acts(sentence) == []


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("urge", "urge urges urged urging"),
        ("deny", "deny denies denied denying"),
        ("slam", "slam slams slammed slamming"),
        ("chastise", "chastise chastises chastised chastising"),
        ("tell", "tell tells told telling"),
    ],
)
def test_verbs_are_known_in_all_their_forms(verb: str, forms: str) -> None:
    assert forms_of(verb) == set(forms.split())


@given(any_text)
def test_reads_any_text(text: str) -> None:
    for found in find_acts(text, 0, len(text)):
        assert 0 <= found.source_start <= found.source_end <= len(text)
        assert 0 <= found.cue_start <= found.cue_end <= len(text)
        assert 0 <= found.content_start <= found.content_end <= len(text)
