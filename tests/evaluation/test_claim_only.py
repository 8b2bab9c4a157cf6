from __future__ import annotations

import numpy
import pytest

from evaluation.claim_only import ClaimOnly, Recipe, cross_validated

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


def test_no_claim_is_answered_by_a_model_that_saw_it() -> None:
    found = cross_validated(CLAIMS, TARGETS, 4)
    right = sum(one == other for one, other in zip(found, TARGETS, strict=True))
    assert right > 0.8 * len(CLAIMS)
    # What cannot be read off the wording is not known, however often the claim is there.
    claims = [f"w{at} x{at} y{at}" for at in range(40)] * 2
    alone = cross_validated(claims, [at % 4 for at in range(40)] * 2, 4)
    assert sum(one == at % 4 for at, one in enumerate(alone)) < 40
