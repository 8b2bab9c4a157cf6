from __future__ import annotations

import pytest

from evaluation import metrics

GOLD = ["supported", "supported", "refuted", "not_enough_evidence"]
SAID = ["supported", "refuted", "refuted", "not_enough_evidence"]


def test_accuracy_and_macro_f1_by_hand() -> None:
    assert metrics.accuracy(GOLD, SAID) == 0.75
    # supported 2/3, refuted 2/3, not_enough_evidence 1
    assert metrics.macro_f1(GOLD, SAID) == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)


def test_a_class_that_is_only_answered_counts_as_a_zero() -> None:
    assert metrics.macro_f1(["supported"], ["conflicting"]) == 0.0
    assert metrics.macro_f1(["supported"] * 2, ["supported", "conflicting"]) == pytest.approx(1 / 3)


def test_the_class_table_counts_both_sides() -> None:
    rows = {row.label: row for row in metrics.class_scores(GOLD, SAID)}
    assert (rows["refuted"].precision, rows["refuted"].recall) == (0.5, 1.0)
    assert (rows["supported"].support, rows["supported"].predicted) == (2, 1)


def test_confusion_adds_up_to_the_claims() -> None:
    table = metrics.confusion(GOLD, SAID)
    assert table["supported"] == {"not_enough_evidence": 0, "refuted": 1, "supported": 1}
    assert sum(sum(row.values()) for row in table.values()) == len(GOLD)


def test_evidence_recall_counts_claims_with_evidence_and_the_first_k() -> None:
    gold = [{"a", "b"}, {"c"}, set[str]()]
    found = [["a", "x", "b"], ["x", "c"], ["y"]]
    assert metrics.evidence_recall(gold, found, 2) == pytest.approx((0.5 + 1.0) / 2)
    assert metrics.evidence_recall(gold, found, 3) == 1.0
    assert metrics.evidence_recall([set()], [["a"]], 10) is None


def test_false_refutations_are_a_share_of_the_supported() -> None:
    assert metrics.false_refutation_rate(GOLD, SAID) == 0.5
    assert metrics.false_refutation_rate(["refuted"], ["refuted"]) is None


def test_abstention_is_a_share_of_all() -> None:
    assert metrics.abstention_rate(SAID) == 0.25


def test_calibration_error_is_the_gap_between_stated_and_met() -> None:
    assert metrics.calibration_error([0.9, 0.9], [True, True]) == pytest.approx(0.1)
    assert metrics.calibration_error([1.0, 0.0], [True, False]) == 0.0
    assert metrics.calibration_error([0.75, 0.25], [False, True]) == pytest.approx(0.75)


def test_the_bootstrap_interval_holds_the_measure_and_repeats() -> None:
    items = [0.0, 1.0] * 50
    interval = metrics.bootstrap_interval(items, lambda drawn: sum(drawn) / len(drawn))
    assert interval[0] < 0.5 < interval[1]
    assert interval[0] > 0.3
    assert interval[1] < 0.7
    assert interval == metrics.bootstrap_interval(items, lambda drawn: sum(drawn) / len(drawn))


@pytest.mark.parametrize(
    ("share", "value"), [(0.0, 1.0), (0.5, 3.0), (0.95, 4.8), (1.0, 5.0), (0.25, 2.0)]
)
def test_percentiles_lie_between_neighbours(share: float, value: float) -> None:
    assert metrics.percentile([5.0, 1.0, 3.0, 2.0, 4.0], share) == pytest.approx(value)
