from __future__ import annotations

from typing import Any

import pytest

from evaluation.floors import ELSEWHERE, IN_DOMAIN, as_json, end_to_end, floors, in_articles
from evaluation.stance_sets import learnt_from


def measured(score: float, error: float, gain: float) -> dict[str, Any]:
    row = {
        "macro_f1": score,
        "accuracy": score,
        "accuracy_at_80": score + gain,
        "calibration_error": error,
    }
    return {
        "sets": dict.fromkeys((*IN_DOMAIN, *ELSEWHERE), row),
        "calibration": {key: {"calibration_error": error} for key in ("in_domain", "elsewhere")},
        "contrast": {"seen": row, "unseen": row},
        "speed": {"lengths": {"64": {"ratio": score + 0.01}, "128": {"ratio": score}}},
        "eight_bits": {"mean_points_lost": 10 * error},
    }


def engine(macro: float, refuted: float | None, seconds: float) -> dict[str, Any]:
    every = {"veracity_macro_f1": macro, "false_refutation_rate": refuted, "seconds_p95": seconds}
    return {"all": every, "lexical": {"points_above": 100 * (macro - 0.4)}}


def test_verdicts_have_floors_for_each_engine() -> None:
    good, poor = engine(0.6, 0.02, 1.2), engine(0.45, 0.06, 3.5)
    assert [row.is_met for row in end_to_end("embedded", good)] == [True] * 4
    assert [row.is_met for row in end_to_end("embedded", poor)] == [False] * 4
    unknown = end_to_end("embedded", engine(0.6, None, 1.2))
    assert [row.is_met for row in unknown] == [True, True, None, True]


def articles(share: float, lost: int, seconds: float) -> dict[str, Any]:
    return {
        "check_worthiness": {"checkthat2024_t1/devtest": {"f1": share}},
        "articles": {
            "date_resolution": share,
            "boilerplate_recall": share,
            "claims_lost_as_boilerplate": lost,
            "seconds_500_words": seconds,
        },
    }


def test_articles_have_floors() -> None:
    assert [row.is_met for row in in_articles(articles(0.99, 0, 0.2))] == [True] * 5
    assert [row.is_met for row in in_articles(articles(0.6, 1, 1.2))] == [False] * 5
    assert [row.is_met for row in in_articles({"check_worthiness": {}})] == [None] * 5


def test_what_runs_is_held_to_its_slowest_length_and_what_8_bits_cost() -> None:
    rows = {row.measure.split(":")[0]: row for row in floors(measured(0.86, 0.01, 0.06))}
    speed = rows["speed, as a share of the bare ONNX Runtime loop"]
    assert (speed.value, speed.is_met) == (0.86, True)
    assert rows["points lost by 8 bits"].value == pytest.approx(0.1)


def test_a_calibration_error_that_no_row_tells_is_neither_met_nor_missed() -> None:
    found = measured(0.9, 0.02, 0.06)
    found["calibration"]["in_domain"] = {"calibration_error": None}
    rows = {row.measure: row for row in floors(found)}
    assert rows["calibration error, in domain"].is_met is None
    assert rows["calibration error, sets never trained on"].value == pytest.approx(0.02)


def test_no_part_of_a_set_never_trained_on_is_in_a_stage() -> None:
    learnt = {name.partition("/")[0] for name in learnt_from()}
    assert not learnt & {name.partition("/")[0] for name in ELSEWHERE}
    assert {name.partition("/")[0] for name in IN_DOMAIN} <= learnt


def test_a_good_judge_meets_every_floor() -> None:
    rows = floors(measured(0.93, 0.01, 0.06))
    assert len(rows) == 15
    assert all(row.is_met for row in rows), [row for row in rows if not row.is_met]
    assert rows[0].value == pytest.approx(93)


def test_a_poor_one_meets_none() -> None:
    assert not any(row.is_met for row in floors(measured(0.4, 0.2, 0.01)))


def test_calibration_errors_must_be_small() -> None:
    rows = {row.measure: row for row in floors(measured(0.9, 0.05, 0.1))}
    assert rows["calibration error, in domain"].is_met is False
    assert rows["calibration error, sets never trained on"].is_met is True


def test_what_is_not_there_is_neither_met_nor_missed() -> None:
    rows = as_json(floors({"sets": {}, "contrast": {}}))
    assert [(row["value"], row["met"]) for row in rows] == [(None, None)] * 15


def test_a_mean_of_two_needs_both() -> None:
    found = measured(0.9, 0.01, 0.1)
    del found["sets"]["scifact/train"]
    rows = {row.measure: row for row in floors(found)}
    assert rows["Check-COVID test and SciFact pairs: mean macro-F1"].value is None
