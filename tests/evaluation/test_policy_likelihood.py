"""The arrays that weights are fitted on score as the pipeline does."""

from __future__ import annotations

from random import Random

import numpy
import pytest

from evaluation.policy_likelihood import (
    NAMES,
    SIDES,
    Case,
    Cases,
    Combining,
    Voice,
    fit,
    loss,
)
from verification.policy import SIGNS, SideWeights
from verification.scoring import score
from verification.signals import SIGNALS, Signals
from verification.types import Veracity
from verification.weighing import certainty

COMBINING = Combining(repetition=0.7, doubt=0.2)


def a_voice(chance: Random) -> Voice:
    return Voice(
        tuple(chance.uniform(-2, 2) for _ in SIGNALS),
        chance.choice((0.3, 0.9, 1.0)),
        chance.randrange(4),
        chance.choice("abcd"),
    )


def a_case(chance: Random) -> Case:
    sides = ([a_voice(chance) for _ in range(chance.randrange(6))] for _ in SIDES)
    return Case(chance.choice(tuple(Veracity)), (next(sides), next(sides)), measured=True)


def weights(chance: Random) -> numpy.ndarray:
    return numpy.asarray([[chance.uniform(-1, 1) for _ in NAMES] for _ in SIDES])


def heard(side: list[Voice], row: numpy.ndarray) -> list[float]:
    """Heaviest first, each that is no copy of one heard before and of no publisher heard before."""
    given = SideWeights(*map(float, row))
    weighed = [
        (certainty(Signals(*voice.signals), given) * voice.standing, voice) for voice in side
    ]
    found: list[tuple[float, Voice]] = []
    for weight, voice in sorted(weighed, key=lambda one: -one[0]):
        if not any(
            voice.cluster == other.cluster or voice.publisher == other.publisher
            for _, other in found
        ):
            found.append((weight, voice))
    return [weight for weight, _ in found]


@pytest.mark.parametrize("seed", range(20))
def test_cases_are_scored_as_the_pipeline_scores(seed: int) -> None:
    chance = Random(seed)
    cases, parameters = [a_case(chance) for _ in range(7)], weights(chance)
    found = Cases.of(cases).probabilities(parameters, COMBINING)
    for case, row in zip(cases, found, strict=True):
        sides = zip(case.voices, parameters, strict=True)
        supporting, refuting = (heard(side, each) for side, each in sides)
        scored = score(supporting, refuting, COMBINING.repetition, COMBINING.doubt)
        expected = scored.probabilities
        assert dict(zip(Veracity, row, strict=True)) == pytest.approx(
            {each: expected[each.value] for each in Veracity}, abs=2e-4
        )


def test_fitting_makes_the_labels_likelier_and_keeps_the_signs() -> None:
    chance = Random(3)
    cases = Cases.of([a_case(chance) for _ in range(30)])
    start = numpy.zeros((len(SIDES), len(NAMES)))
    fitted = fit(cases, start, COMBINING)
    # Each is its own start here: what leaving the start costs is left out of both.
    assert loss(cases, fitted, COMBINING, fitted) < loss(cases, start, COMBINING, start)
    for side, row in zip(SIDES, fitted, strict=True):
        for name, weight in zip(NAMES, row, strict=True):
            assert weight * SIGNS[side].get(name, 0) >= 0
