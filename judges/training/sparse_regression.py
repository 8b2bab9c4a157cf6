"""Logistic regression over many rare features, by Newton steps whose systems are solved loosely.

The method is that of Lin, Weng and Keerthi, "Trust Region Newton Method for Large-Scale Logistic
Regression", JMLR 2008, with halved steps in place of the trust region.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_NEWTON_STEPS = 30
_SOLVER_STEPS = 40
_CLOSE = 1e-4


@dataclass(frozen=True, slots=True)
class Rows:
    """A sparse matrix: entry `values[i]` stands in row `rows[i]` and column `columns[i]`."""

    rows: npt.NDArray[np.int64]
    columns: npt.NDArray[np.int64]
    values: Floats
    height: int
    width: int

    @staticmethod
    def of(features: Sequence[dict[int, float]], width: int) -> Rows:
        """Return the rows of `features`, with a last column of ones for the bias."""
        entries = [
            (row, column, value)
            for row, held in enumerate(features)
            for column, value in (*held.items(), (width, 1.0))
        ]
        rows, columns, values = zip(*entries, strict=True)
        return Rows(np.array(rows), np.array(columns), np.array(values), len(features), width + 1)

    def times(self, vector: Floats) -> Floats:
        """Return the matrix times a vector."""
        return _summed(self.rows, self.values * vector[self.columns], self.height)

    def transposed_times(self, vector: Floats) -> Floats:
        """Return the transposed matrix times a vector."""
        return _summed(self.columns, self.values * vector[self.rows], self.width)


def _summed(places: npt.NDArray[np.int64], values: Floats, length: int) -> Floats:
    return np.bincount(places, values, length).astype(np.float64)


def fit(rows: Rows, answers: npt.NDArray[np.bool_]) -> tuple[float, Floats]:
    """Return the bias and the weights that minimise half their square plus the sum of the losses.

    The bias is weighed like the others; the same rows give the same result.
    """
    theta = np.zeros(rows.width)
    wanted = answers.astype(np.float64)
    first = 0.0
    for _ in range(_NEWTON_STEPS):
        chances = 1.0 / (1.0 + np.exp(-rows.times(theta)))
        slope = theta + rows.transposed_times(chances - wanted)
        size = float(np.linalg.norm(slope))
        first = first or size
        if size <= _CLOSE * first:
            break
        step = _solved(rows, chances * (1.0 - chances), -slope)
        theta = theta + _length(rows, wanted, theta, step) * step
    return float(theta[-1]), theta[:-1]


def _solved(rows: Rows, curvature: Floats, wanted: Floats) -> Floats:
    """Solve for the Newton step by conjugate gradients."""
    found = np.zeros_like(wanted)
    rest, heading = wanted.copy(), wanted.copy()
    size = float(rest @ rest)
    goal = 0.01 * size
    for _ in range(_SOLVER_STEPS):
        bent = heading + rows.transposed_times(curvature * rows.times(heading))
        along = size / float(heading @ bent)
        found += along * heading
        rest -= along * bent
        size, before = float(rest @ rest), size
        if size < goal:
            break
        heading = rest + (size / before) * heading
    return found


def _length(rows: Rows, wanted: Floats, theta: Floats, step: Floats) -> float:
    """Halve the step until the loss falls."""
    start = _loss(rows, wanted, theta)
    length = 1.0
    while length > 1e-3 and _loss(rows, wanted, theta + length * step) > start:
        length /= 2
    return length


def _loss(rows: Rows, wanted: Floats, theta: Floats) -> float:
    scores = rows.times(theta)
    return float(0.5 * theta @ theta + np.sum(np.logaddexp(0.0, scores) - wanted * scores))
