from __future__ import annotations

from typing import Any

import pytest

from evaluation.floors import ELSEWHERE, IN_DOMAIN, as_json, floors


def measured(score: float, error: float, gain: float) -> dict[str, Any]:
    row = {
        "macro_f1": score,
        "accuracy": score,
        "accuracy_at_80": score + gain,
        "calibration_error": error,
    }
    return {
        "sets": dict.fromkeys((*IN_DOMAIN, *ELSEWHERE), row),
        "contrast": {"seen": row, "unseen": row},
    }


def test_a_good_judge_meets_every_floor() -> None:
    rows = floors(measured(0.93, 0.01, 0.06))
    assert len(rows) == 13
    assert all(row.is_met for row in rows), [row for row in rows if not row.is_met]
    assert rows[0].value == pytest.approx(93)


def test_a_poor_one_meets_none() -> None:
    assert not any(row.is_met for row in floors(measured(0.4, 0.2, 0.01)))


def test_calibration_errors_must_be_small() -> None:
    rows = {row.measure: row for row in floors(measured(0.9, 0.05, 0.1))}
    assert rows["calibration error, in domain: mean"].is_met is False
    assert rows["calibration error, elsewhere: mean"].is_met is True


def test_what_is_not_there_is_neither_met_nor_missed() -> None:
    rows = as_json(floors({"sets": {}, "contrast": {}}))
    assert [(row["value"], row["met"]) for row in rows] == [(None, None)] * 13


def test_a_mean_of_two_needs_both() -> None:
    found = measured(0.9, 0.01, 0.1)
    del found["sets"]["scifact/train"]
    rows = {row.measure: row for row in floors(found)}
    assert rows["Check-COVID test and SciFact pairs: mean macro-F1"].value is None
