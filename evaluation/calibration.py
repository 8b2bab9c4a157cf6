"""How far stated probabilities can be believed: pure functions over numpy arrays.

Probabilities are an (n, classes) array whose rows sum to one, gold an (n,) array of places in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TypeAlias

import numpy
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[numpy.float64]
Places: TypeAlias = NDArray[numpy.int64]
Flags: TypeAlias = NDArray[numpy.bool_]

BINS = 15
_SMALLEST = 1e-6


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of about the same confidence: how many, their mean confidence, the share right."""

    n: int
    confidence: float
    right: float


def equal_mass_bins(confidences: Floats, right: Flags, bins: int = BINS) -> list[Bin]:
    """The answers by confidence in bins that hold equally many; fewer bins for fewer answers.

    Nixon et al., "Measuring Calibration in Deep Learning", CVPR workshops 2019.
    """
    order = numpy.argsort(confidences, kind="stable")
    parts = numpy.array_split(order, min(bins, max(1, len(order))))
    return [
        Bin(len(part), float(confidences[part].mean()), float(right[part].mean()))
        for part in parts
        if len(part)
    ]


def calibration_error(bins: list[Bin]) -> float:
    """The mean gap between confidence and share right, each bin by its size; 0 for none."""
    every = sum(each.n for each in bins)
    return (
        sum(each.n * abs(each.confidence - each.right) for each in bins) / every if every else 0.0
    )


def error_by_chance(confidences: Floats, draws: int = 200) -> float:
    """The mean calibration error of answers that are right exactly as often as they say.

    Bins of few answers show a gap even then, so an error is to be read beside this one (Bröcker
    and Smith, "Increasing the reliability of reliability diagrams", Weather and Forecasting 2007).
    """
    chance = numpy.random.default_rng(draws)
    found = [
        calibration_error(
            equal_mass_bins(confidences, chance.random(len(confidences)) < confidences)
        )
        for _ in range(draws)
    ]
    return sum(found) / draws


def brier(probabilities: Floats, gold: Places) -> float:
    """The mean squared distance to the truth, summed over classes; from 0 to 2.

    Brier, "Verification of forecasts expressed in terms of probability", 1950.
    """
    truth = numpy.zeros_like(probabilities)
    truth[numpy.arange(len(gold)), gold] = 1.0
    return float(((probabilities - truth) ** 2).sum(axis=1).mean())


def negative_log_likelihood(probabilities: Floats, gold: Places) -> float:
    """The mean negative natural logarithm of the true class's probability, at least 1e-6."""
    of_truth = probabilities[numpy.arange(len(gold)), gold]
    return float(-numpy.log(numpy.maximum(of_truth, _SMALLEST)).mean())


def accuracy_at_coverage(confidences: Floats, right: Flags, share: float) -> float:
    """The share right among the most confident `share` of the answers, at least one.

    Where answers around the border are equally confident, each counts with the same fraction, so
    that their order does not matter.
    """
    wanted = max(1, ceil(share * len(confidences)))
    border = numpy.sort(confidences)[len(confidences) - wanted]
    above, at = confidences > border, confidences == border
    left = wanted - int(above.sum())
    return float((right[above].sum() + left * right[at].mean()) / wanted)
