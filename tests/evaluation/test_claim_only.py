from __future__ import annotations

import numpy
import pytest

from evaluation.claim_only import ClaimOnly, Recipe

CLAIMS = [
    f"The {thing} {cue} in {year}."
    for thing in ("bridge", "tunnel", "harbour")
    for cue in ("was opened", "never opened", "is said to please")
    for year in (2019, 2020, 2021)
]
TARGETS = [["was", "never", "is"].index(claim.split()[2]) for claim in CLAIMS]


def test_it_learns_what_the_wording_gives_away() -> None:
    model = ClaimOnly(CLAIMS, TARGETS)
    new = ["The airport was opened in 2018.", "The airport never opened in 2018."]
    found = model.probabilities(new)
    assert found.argmax(axis=1).tolist() == [0, 1]
    assert found.sum(axis=1) == pytest.approx([1.0, 1.0])


def test_the_same_claims_give_the_same_answers() -> None:
    one, other = ClaimOnly(CLAIMS, TARGETS), ClaimOnly(CLAIMS, TARGETS)
    assert numpy.array_equal(one.probabilities(CLAIMS), other.probabilities(CLAIMS))


def test_without_any_pass_it_knows_nothing() -> None:
    model = ClaimOnly(CLAIMS, TARGETS, Recipe(passes=0))
    assert model.probabilities(["Anything."])[0] == pytest.approx([1 / 3] * 3)
