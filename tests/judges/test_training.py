from __future__ import annotations

import pytest

from judges.training.pairs import labelled, unrelated
from judges.training.regression import Bounds, Recipe, fit
from judges.training.turned import turned
from verification.types import Stance

ROWS = [
    {
        "claim": "The bank raised its rate.",
        "evidence": "The bank raised its key rate by two points on 5 May 2022. "
        "The vote was not unanimous, and 3 of the 9 members wanted a larger step. "
        "Prices have risen in most parts of the country since the spring.",
        "label": "SUPPORTS",
        "source_title": "Decision",
        "date": "2022-05-05",
        "extra": {"doc_id": "bank", "publisher": "The Bank", "speaker": None},
    },
    {
        "claim": "The bank has closed its doors.",
        "evidence": "The port was opened by the minister and a choir sang for the guests.",
        "label": "NEI",
        "source_title": "Opening",
        "date": "sometime",
        "extra": {"doc_id": "port", "publisher": "The Port", "speaker": "The minister"},
    },
]
DATA = [(0.0, 1.0), (0.2, 1.0), (0.8, 0.0), (1.0, 0.0), (0.9, 1.0), (0.1, 0.0)]
YES = [False, False, True, True, True, False]


def test_the_regression_finds_what_parts_the_answers() -> None:
    bias, weights = fit(DATA, YES, Bounds((0, 0)), Recipe())
    answers = [bias + sum(w * v for w, v in zip(weights, row, strict=True)) > 0 for row in DATA]
    assert answers == YES


def test_signs_and_the_highest_bias_are_kept() -> None:
    bias, weights = fit(DATA, YES, Bounds((-1, 1), highest_bias=-2.0), Recipe())
    assert bias <= -2.0
    assert weights[0] <= 0.0 <= weights[1]


def test_the_same_data_give_the_same_parameters() -> None:
    assert fit(DATA, YES, Bounds((0, 0)), Recipe()) == fit(DATA, YES, Bounds((0, 0)), Recipe())


def test_rows_keep_their_label_and_header() -> None:
    (first, stance), (second, _) = labelled(ROWS)
    assert stance is Stance.SUPPORTS
    assert (first.title, first.publisher) == ("Decision", "The Bank")
    assert first.published_at is not None
    assert second.published_at is None
    assert second.speaker == "The minister"


def test_unrelated_pairs_take_the_passage_of_another_document() -> None:
    for pair, stance in unrelated(ROWS, every=1):
        assert stance is Stance.NEUTRAL
        own = next(row for row in ROWS if row["claim"] == pair.claim)
        assert pair.evidence != own["evidence"]


def test_turned_sentences_are_copies_or_differ_from_them() -> None:
    found = list(turned(ROWS[:1] * 2))
    stances = {stance for _, stance in found}
    assert stances == {Stance.SUPPORTS, Stance.REFUTES}
    for pair, stance in found:
        copied = pair.claim.rstrip(".") in pair.evidence
        assert copied is (stance is Stance.SUPPORTS)


@pytest.mark.parametrize("rows", [[], [{**ROWS[0], "evidence": "Short."}]])
def test_passages_without_a_fit_sentence_give_none(rows: list[dict[str, object]]) -> None:
    assert list(turned(rows)) == []
