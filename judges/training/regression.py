"""Softmax regression without dependencies, small enough to be read."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

Vector = Sequence[float]


@dataclass(frozen=True, slots=True)
class Regression:
    """One bias and one weight per feature, for each class."""

    bias: list[float]
    weights: list[list[float]]

    def probabilities(self, row: Vector) -> list[float]:
        """The probability of each class."""
        pairs = zip(self.bias, self.weights, strict=True)
        return softmax([bias + sum(map(mul, weights, row)) for bias, weights in pairs])


def softmax(logits: Vector) -> list[float]:
    """Logits as probabilities."""
    highest = max(logits)
    parts = [math.exp(logit - highest) for logit in logits]
    total = sum(parts)
    return [part / total for part in parts]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to fit: steps of gradient descent, their size, and the weight decay."""

    steps: int = 400
    rate: float = 2.0
    momentum: float = 0.9
    decay: float = 1e-3


def fit(rows: Sequence[Vector], classes: Sequence[int], count: int, recipe: Recipe) -> Regression:
    """The regression that makes the classes likeliest, each class counting the same in all.

    Features are standardised for fitting and the result is given for plain ones. Full-batch
    gradient descent with Nesterov's momentum; the same rows give the same result.
    """
    columns = list(zip(*rows, strict=True))
    means = [statistics.fmean(column) for column in columns]
    spreads = [statistics.pstdev(column) or 1.0 for column in columns]
    scaled = [
        (1.0, *((v - m) / s for v, m, s in zip(row, means, spreads, strict=True))) for row in rows
    ]
    shares = [1.0 / (count * classes.count(number)) for number in range(count)]
    theta = _descend(scaled, classes, shares, recipe)
    weights = [[w / s for w, s in zip(row[1:], spreads, strict=True)] for row in theta]
    bias = [row[0] - sum(map(mul, w, means)) for row, w in zip(theta, weights, strict=True)]
    return Regression(bias, weights)


def _descend(
    rows: Sequence[Vector], classes: Sequence[int], shares: Vector, recipe: Recipe
) -> list[list[float]]:
    size = len(rows[0])
    theta = [[0.0] * size for _ in shares]
    speed = [[0.0] * size for _ in shares]
    for _ in range(recipe.steps):
        ahead = [
            [t + recipe.momentum * v for t, v in zip(*pair, strict=True)]
            for pair in zip(theta, speed, strict=True)
        ]
        slope = _gradient(rows, classes, shares, ahead)
        for number, row in enumerate(ahead):
            for at, value in enumerate(row):
                decay = recipe.decay * value if at else 0.0
                speed[number][at] = recipe.momentum * speed[number][at] - recipe.rate * (
                    slope[number][at] + decay
                )
                theta[number][at] += speed[number][at]
    return theta


def _gradient(
    rows: Sequence[Vector], classes: Sequence[int], shares: Vector, theta: list[list[float]]
) -> list[list[float]]:
    slope = [[0.0] * len(rows[0]) for _ in theta]
    for row, known in zip(rows, classes, strict=True):
        found = softmax([sum(map(mul, weights, row)) for weights in theta])
        found[known] -= 1.0
        for number, error in enumerate(found):
            part = error * shares[known]
            slope[number] = [s + part * v for s, v in zip(slope[number], row, strict=True)]
    return slope
