"""Logistic regression without dependencies, small enough to be read."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

Vector = Sequence[float]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is known before fitting: the sign of each weight (0: either), the highest bias."""

    signs: tuple[int, ...]
    highest_bias: float = math.inf


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to fit: steps of gradient descent, their size, momentum and weight decay."""

    steps: int = 600
    rate: float = 1.0
    momentum: float = 0.9
    decay: float = 1e-3


def fit(
    rows: Sequence[Vector], answers: Sequence[bool], bounds: Bounds, recipe: Recipe
) -> tuple[float, list[float]]:
    """The bias and the weights that make the answers likeliest, yes and no counting the same.

    Projected full-batch gradient descent with momentum over numbers scaled to unit spread; the
    result is given for plain ones, and the same rows give the same result.
    """
    spreads = [statistics.pstdev(column) or 1.0 for column in zip(*rows, strict=True)]
    scaled = [(1.0, *(v / s for v, s in zip(row, spreads, strict=True))) for row in rows]
    theta = _descend(scaled, answers, bounds, recipe)
    return theta[0], [weight / spread for weight, spread in zip(theta[1:], spreads, strict=True)]


def _descend(
    rows: Sequence[Vector], answers: Sequence[bool], bounds: Bounds, recipe: Recipe
) -> list[float]:
    theta, speed = [0.0] * len(rows[0]), [0.0] * len(rows[0])
    for _ in range(recipe.steps):
        slope = _gradient(rows, answers, theta)
        for at, part in enumerate(slope):
            decay = recipe.decay * theta[at] if at else 0.0
            speed[at] = recipe.momentum * speed[at] - recipe.rate * (part + decay)
            theta[at] = _bounded(theta[at] + speed[at], at, bounds)
    return theta


def _bounded(value: float, at: int, bounds: Bounds) -> float:
    if at == 0:
        return min(value, bounds.highest_bias)
    sign = bounds.signs[at - 1]
    return value if sign == 0 else sign * max(0.0, sign * value)


def _gradient(rows: Sequence[Vector], answers: Sequence[bool], theta: Vector) -> list[float]:
    yes = sum(answers) or 1
    share = {True: 0.5 / yes, False: 0.5 / (len(answers) - yes or 1)}
    errors = [
        share[answer] * (1.0 / (1.0 + math.exp(-sum(map(mul, theta, row)))) - answer)
        for row, answer in zip(rows, answers, strict=True)
    ]
    return [sum(map(mul, errors, column)) for column in zip(*rows, strict=True)]
