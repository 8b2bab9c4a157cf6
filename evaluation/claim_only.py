"""What a judge could score that never reads the evidence: a baseline of claims alone.

Gururangan et al., "Annotation Artifacts in Natural Language Inference Data", NAACL 2018, and
Schuster et al., "Towards Debiasing Fact Verification Models", EMNLP 2019: where this is far above
chance, the labels can be read off the wording of the claims.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Final

import numpy

from evaluation.calibration import Floats, Places
from judges.training.examples import normal

_PLACES: Final = 2**18
_SPREAD: Final = 1e-8
_PARTS: Final = 10


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the baseline is fitted: passes over the claims, step, pull to zero, seed."""

    passes: int = 8
    rate: float = 0.1
    decay: float = 1e-4
    seed: int = 7


class ClaimOnly:
    """Logistic regression over hashed words and pairs of words of the claim.

    Fitted by Adagrad (Duchi, Hazan and Singer, JMLR 2011), one claim at a time in an order drawn
    from the seed; the same claims give the same weights.
    """

    def __init__(
        self,
        claims: Sequence[str],
        targets: Sequence[int],
        recipe: Recipe | None = None,
        classes: int = 3,
    ) -> None:
        chosen = recipe or Recipe()
        self._weights = numpy.zeros((_PLACES, classes))
        slopes = numpy.full((_PLACES, classes), _SPREAD)
        places = [_hashed(claim) for claim in claims]
        draw = numpy.random.default_rng(chosen.seed)
        for _ in range(chosen.passes):
            for at in draw.permutation(len(places)):
                here = places[at]
                error = self._probabilities(here)
                error[targets[at]] -= 1.0
                slope = error + chosen.decay * self._weights[here]
                slopes[here] += slope**2
                self._weights[here] -= chosen.rate * slope / numpy.sqrt(slopes[here])

    def probabilities(self, claims: Sequence[str]) -> Floats:
        """An (n, classes) array in the order of the targets that were learnt from."""
        return numpy.array([self._probabilities(_hashed(claim)) for claim in claims])

    def _probabilities(self, places: Places) -> Floats:
        logits = self._weights[places].sum(axis=0)
        raised = numpy.exp(logits - logits.max())
        found: Floats = raised / raised.sum()
        return found


def cross_validated(claims: Sequence[str], targets: Sequence[int], classes: int) -> list[int]:
    """The likeliest class of each claim, by a model that never saw its wording; tenfold."""
    wordings = sorted({normal(claim) for claim in claims})
    Random(Recipe().seed).shuffle(wordings)  # noqa: S311 - not a secret
    part_of = {wording: at % _PARTS for at, wording in enumerate(wordings)}
    parts = [part_of[normal(claim)] for claim in claims]
    found = [0] * len(claims)
    for part in sorted(set(parts)):
        rest = [at for at, other in enumerate(parts) if other != part]
        here = [at for at, other in enumerate(parts) if other == part]
        model = ClaimOnly(
            [claims[at] for at in rest], [targets[at] for at in rest], classes=classes
        )
        guessed = model.probabilities([claims[at] for at in here]).argmax(axis=1)
        for at, place in zip(here, guessed, strict=True):
            found[at] = int(place)
    return found


def _hashed(claim: str) -> Places:
    words = ["", *re.findall(r"\w+", claim.casefold()), ""]
    parts = [*words, *(f"{one} {other}" for one, other in pairwise(words))]
    return numpy.unique([zlib.crc32(part.encode()) % _PLACES for part in parts])
