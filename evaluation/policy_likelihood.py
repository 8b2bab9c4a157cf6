"""How likely the weights of scoring make the answers of labelled claims, and the likeliest weights.

The likelihood of the right veracity under `verification.scoring` is maximised over the weights of
the signals, each kept to the sign that `verification.policy.SIGNS` gives it, with a penalty on how
far they go from the judge's own calibrated odds: few claims must not teach that a passage
refutes which its judge doubts. All claims are scored at once, as arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy

from verification.policy import SIGNS, SideWeights
from verification.scoring import probabilities
from verification.signals import SIGNALS
from verification.types import Stance, Veracity

NAMES: Final = tuple(field.name for field in fields(SideWeights))
SIDES: Final = (Stance.SUPPORTS, Stance.REFUTES)
_VERACITIES: Final = tuple(Veracity)
# Weights that are set and not fitted. What happened on another day is more often another event
# than a contradiction; the labelled claims hardly show it.
_HELD: Final[Mapping[Stance, Mapping[str, float]]] = {Stance.REFUTES: {"other_day": -3.0}}
# Beyond the signs that every policy keeps: what a passage agrees on is no sign that it contradicts,
# and one that its judge holds even between refuting and not is no refutation.
_FITTED_SIGNS: Final[Mapping[Stance, Mapping[str, int]]] = {
    Stance.SUPPORTS: SIGNS["supports"],
    Stance.REFUTES: {**SIGNS["refutes"], "agreeing": -1, "bias": -1},
}
_FOLDS = 6
_PENALTY = 0.02
_STEPS = 220
_RATE = 0.08

Floats = numpy.ndarray


@dataclass(frozen=True, slots=True)
class Voice:
    """One passage that takes a side: its signals, what its standing leaves, and whose it is."""

    signals: tuple[float, ...]
    standing: float
    cluster: int
    publisher: str


Sides = tuple[list[Voice], list[Voice]]


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled claim with what speaks for and against it; `weight` is its share of the fit."""

    label: Veracity
    voices: Sides
    measured: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Combining:
    """How voices are put together: the two values of a policy that are no weights of signals."""

    repetition: float
    doubt: float


@dataclass(frozen=True, slots=True)
class Cases:
    """Cases as arrays: (case, side, voice, ...), padded with voices that have no standing.

    `rivals` tells which voices of a side only the heavier of may be heard: copies, or two words of
    one publisher. `labels` are places in the order of `Veracity`.
    """

    signals: Floats
    standing: Floats
    rivals: Floats
    labels: Floats
    weights: Floats
    measured: Floats

    @classmethod
    def of(cls, cases: Sequence[Case]) -> Cases:
        """The arrays of these cases, in their order."""
        most = max((len(side) for case in cases for side in case.voices), default=0)
        shape = (len(cases), len(SIDES), most)
        found = cls(
            signals=numpy.zeros((*shape, len(SIGNALS))),
            standing=numpy.zeros(shape),
            rivals=numpy.zeros((*shape, most), dtype=bool),
            labels=numpy.asarray([_VERACITIES.index(case.label) for case in cases]),
            weights=numpy.asarray([case.weight for case in cases]),
            measured=numpy.asarray([case.measured for case in cases]),
        )
        for row, case in enumerate(cases):
            for side, voices in enumerate(case.voices):
                for at, voice in enumerate(voices):
                    found.signals[row, side, at] = voice.signals
                    found.standing[row, side, at] = voice.standing
                    found.rivals[row, side, at, : len(voices)] = [
                        voice.cluster == other.cluster or voice.publisher == other.publisher
                        for other in voices
                    ]
        return found

    def __len__(self) -> int:
        return len(self.labels)

    def some(self, chosen: Floats) -> Cases:
        """The cases where `chosen` is true."""
        return Cases(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def probabilities(self, parameters: Floats, combining: Combining) -> Floats:
        """(case, veracity): the four probabilities by the weights, a row of them for each side."""
        logits = numpy.einsum("csvk,sk->csv", self.signals, parameters[:, 1:])
        logits += parameters[:, 0][:, None]
        weights = self.standing / (1.0 + numpy.exp(-logits.clip(-30.0, 30.0)))
        heard = numpy.sort(numpy.where(self._heard(weights), weights, 0.0), axis=-1)[..., ::-1]
        fading = combining.repetition ** numpy.arange(heard.shape[-1])
        strengths = 1.0 - numpy.prod(1.0 - heard * fading, axis=-1)
        found = probabilities(strengths[:, 0], strengths[:, 1], combining.doubt)
        return numpy.stack([found[each] for each in _VERACITIES], axis=-1)

    def _heard(self, weights: Floats) -> Floats:
        """The heaviest first, where no rival is heard already.

        Where the pipeline finds a stronger set without the heaviest, it counts a little more.
        """
        heard = numpy.zeros(weights.shape, dtype=bool)
        free = weights > 0
        while free.any():
            loudest = numpy.where(free, weights, -1.0).argmax(axis=-1)[..., None]
            chosen = numpy.zeros_like(heard)
            numpy.put_along_axis(chosen, loudest, numpy.take_along_axis(free, loudest, -1), -1)
            heard |= chosen
            free &= ~(self.rivals & chosen[..., None, :]).any(axis=-1)
        return heard


def loss(cases: Cases, parameters: Floats, combining: Combining, start: Floats) -> float:
    """The mean negative log-likelihood of the labels, with the penalty on leaving the start."""
    found = cases.probabilities(parameters, combining)
    right = found[numpy.arange(len(cases)), cases.labels].clip(1e-9)
    mean = -(cases.weights * numpy.log(right)).sum() / cases.weights.sum()
    return float(mean + _PENALTY * ((parameters - start) ** 2).sum())


def fit(cases: Cases, start: Floats, combining: Combining) -> Floats:
    """The weights that make the labels likeliest: Adam on numeric gradients, signs kept."""
    parameters, mean, square = start.copy(), numpy.zeros_like(start), numpy.zeros_like(start)
    for step in range(1, _STEPS + 1):
        gradient = _gradient(cases, parameters, combining, start)
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.98 * square + 0.02 * gradient**2
        rate = _RATE * (1.0 - 0.9 * step / _STEPS)
        moved = mean / (1 - 0.9**step) / (numpy.sqrt(square / (1 - 0.98**step)) + 1e-6)
        parameters = _allowed(parameters - rate * moved)
    return parameters


def doubt(cases: Cases, parameters: Floats, combining: Combining) -> Combining:
    """The doubt, to the hundredth, that makes the labels likeliest under these weights."""
    tried = [Combining(combining.repetition, share / 100) for share in range(2, 81)]
    return min(tried, key=lambda each: loss(cases, parameters, each, parameters))


def _gradient(cases: Cases, at: Floats, combining: Combining, start: Floats) -> Floats:
    found = numpy.zeros_like(at)
    for place in numpy.ndindex(at.shape):
        near = at.copy()
        near[place] += 0.02
        far = at.copy()
        far[place] -= 0.02
        higher, lower = (loss(cases, each, combining, start) for each in (near, far))
        found[place] = (higher - lower) / 0.04
    return found


def _allowed(parameters: Floats) -> Floats:
    for row, side in zip(parameters, SIDES, strict=True):
        for place, name in enumerate(NAMES):
            sign = _FITTED_SIGNS[side].get(name, 0)
            if row[place] * sign < 0:
                row[place] = 0.0
            row[place] = _HELD.get(side, {}).get(name, row[place])
    return parameters


def cross_validated(
    cases: Cases, start: Floats, combining: Combining, say: Callable[[str], object]
) -> list[dict[str, float]]:
    """The probabilities of each measured case by weights fitted without it, in their order."""
    measured = numpy.flatnonzero(cases.measured)
    found: dict[int, dict[str, float]] = {}
    for fold in range(_FOLDS):
        left_out = numpy.zeros(len(cases), dtype=bool)
        left_out[measured[fold::_FOLDS]] = True
        seen = cases.some(~left_out)
        parameters = fit(seen, start, combining)
        fitted = doubt(seen, parameters, combining)
        answers = cases.some(left_out).probabilities(parameters, fitted)
        for place, row in zip(numpy.flatnonzero(left_out), answers, strict=True):
            found[int(place)] = dict(zip(_VERACITIES, map(float, row), strict=True))
        say(f"fold {fold + 1} of {_FOLDS}: loss {loss(seen, parameters, fitted, start):.4f}")
    return [found[int(place)] for place in measured]
