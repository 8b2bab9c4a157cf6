"""Intervals for measures of classification, drawing whole claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy

from evaluation.calibration import Floats, Places

ROUNDS = 1000
SEED = 20211125


@dataclass(frozen=True, slots=True)
class Interval:
    """The 2.5th and the 97.5th percentile of a measure over the draws."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Answered:
    """What was expected and answered, as places of `classes` classes, and each row's claim."""

    gold: Places
    said: Places
    claims: Sequence[str]
    classes: int


def intervals(answered: Answered, *, rounds: int = ROUNDS, seed: int = SEED) -> dict[str, Interval]:
    """The 95 % intervals of `accuracy` and `macro_f1`, drawing claims with replacement.

    Rows of one claim are drawn together, because they are right or wrong together. Efron and
    Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.
    """
    counts = _confusions(answered)
    size = len(counts)
    draw = numpy.random.default_rng(seed)
    times = draw.multinomial(size, numpy.full(size, 1 / size), size=rounds)
    k = answered.classes
    tables = (times @ counts).reshape(rounds, k, k).astype(float)
    values = {"accuracy": accuracies(tables), "macro_f1": macro_f1s(tables)}
    return {
        name: Interval(*(float(each) for each in numpy.percentile(found, (2.5, 97.5))))
        for name, found in values.items()
    }


def accuracies(tables: Floats) -> Floats:
    """The share right in each of (tables, expected, answered) confusion tables."""
    found: Floats = numpy.trace(tables, axis1=1, axis2=2) / tables.sum(axis=(1, 2))
    return found


def macro_f1s(tables: Floats) -> Floats:
    """The mean F1 of the classes expected or answered in each confusion table."""
    right = numpy.diagonal(tables, axis1=1, axis2=2)
    either = tables.sum(axis=1) + tables.sum(axis=2)
    f1 = numpy.divide(2 * right, either, out=numpy.zeros_like(either), where=either > 0)
    found: Floats = f1.sum(axis=1) / (either > 0).sum(axis=1)
    return found


def _confusions(answered: Answered) -> Places:
    """One row a claim: how often each class was expected and answered, laid out flat."""
    numbers: dict[str, int] = {}
    rows = numpy.array([numbers.setdefault(claim, len(numbers)) for claim in answered.claims])
    cells = answered.classes**2
    places = rows * cells + answered.gold * answered.classes + answered.said
    return numpy.bincount(places, minlength=len(numbers) * cells).reshape(-1, cells)
