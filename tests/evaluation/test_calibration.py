from __future__ import annotations

import math

import numpy
import pytest

from evaluation import calibration
from evaluation.calibration import Bin


def test_perfect_confidences_show_an_error_that_more_answers_make_small() -> None:
    confidences = numpy.random.default_rng(5).uniform(0.4, 1.0, 6000)
    few, many = (calibration.error_by_chance(confidences[:n], draws=40) for n in (150, 6000))
    assert 0.06 < few < 0.16
    assert 0.005 < many < 0.025
    assert calibration.error_by_chance(numpy.ones(30)) == 0.0


def test_bins_hold_equally_many() -> None:
    confidences = numpy.array([0.9, 0.5, 0.7, 0.6])
    right = numpy.array([True, False, True, False])
    found = calibration.equal_mass_bins(confidences, right, 2)
    assert [(each.n, each.right) for each in found] == [(2, 0.0), (2, 1.0)]
    assert [each.confidence for each in found] == pytest.approx([0.55, 0.8])


def test_there_are_no_more_bins_than_answers() -> None:
    found = calibration.equal_mass_bins(numpy.array([0.9]), numpy.array([True]))
    assert found == [Bin(1, 0.9, 1.0)]
    assert calibration.equal_mass_bins(numpy.array([]), numpy.array([], dtype=bool)) == []


def test_the_error_is_the_gap_between_stated_and_met() -> None:
    assert calibration.calibration_error([Bin(3, 0.9, 1.0), Bin(1, 0.5, 0.0)]) == pytest.approx(0.2)
    assert calibration.calibration_error([]) == 0.0


def test_confidence_that_is_met_exactly_has_no_error() -> None:
    confidences = numpy.full(100, 0.8)
    right = numpy.arange(100) % 5 != 0
    bins = calibration.equal_mass_bins(confidences, right, 5)
    assert calibration.calibration_error(bins) == pytest.approx(0.0)


def test_brier_and_likelihood_by_hand() -> None:
    probabilities = numpy.array([[0.5, 0.3, 0.2], [0.1, 0.1, 0.8]])
    gold = numpy.array([0, 1])
    squares = 0.25 + 0.09 + 0.04, 0.01 + 0.81 + 0.64
    assert calibration.brier(probabilities, gold) == pytest.approx(sum(squares) / 2)
    expected = -(math.log(0.5) + math.log(0.1)) / 2
    assert calibration.negative_log_likelihood(probabilities, gold) == pytest.approx(expected)


def test_a_truth_held_impossible_costs_much_and_not_everything() -> None:
    sure = numpy.array([[1.0, 0.0]])
    found = calibration.negative_log_likelihood(sure, numpy.array([1]))
    assert found == pytest.approx(-math.log(1e-6))


def test_coverage_takes_the_most_confident() -> None:
    confidences = numpy.array([0.9, 0.2, 0.8, 0.7, 0.6])
    right = numpy.array([True, False, True, True, False])
    assert calibration.accuracy_at_coverage(confidences, right, 0.8) == 0.75
    assert calibration.accuracy_at_coverage(confidences, right, 1.0) == pytest.approx(0.6)
    assert calibration.accuracy_at_coverage(confidences, right, 0.1) == 1.0


def test_the_order_of_equally_confident_answers_does_not_matter() -> None:
    confidences = numpy.array([0.5, 0.5, 0.5, 0.5])
    right = numpy.array([True, True, False, False])
    for order in ([0, 1, 2, 3], [3, 2, 1, 0]):
        found = calibration.accuracy_at_coverage(confidences, right[order], 0.5)
        assert found == pytest.approx(0.5)
