"""How much a sentence deserves to be checked: a linear model over its words and its signs.

Logistic regression over listed words (inverse document frequency, unit length) and the signs of
`verification.extraction.signs`, as the strongest linear systems for ClaimBuster do (Hassan et al.,
"Toward Automated Fact-Checking: Detecting Check-worthy Factual Claims by ClaimBuster", KDD 2017).
The weights are data beside this module, fitted by `judges.training.fit_checkworthiness`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from verification.extraction.signs import signs_of

WEIGHTS_FILE: Final = Path(__file__).with_name("checkworthiness.json")
# How much a sign counts beside the words, which together have length one.
SIGN_SCALE: Final = 0.3
_WORD: Final = re.compile(r"\d[\d,.]*\d|\d|[^\W\d_]+(?:'[^\W\d_]+)?|[$%?!]")
_MOST_REASONS: Final = 3
_REASON_WEIGHT: Final = 0.1
# Signs that mean something to a reader; the others only weigh.
_TELLING: Final = {
    "figure": "a figure",
    "quantity": "a quantity",
    "quantities": "several quantities",
    "large": "a large amount",
    "year": "a year",
    "date": "a date",
    "span": "a span of time",
    "past": "a past act",
    "pasts": "several past acts",
    "comparison": "a comparison",
    "direction": "a rise or fall",
    "names": "several names",
    "person": "a person",
    "place": "a place",
    "of others": "what others do",
    "somebody acted": "who did something",
    "figure and past": "a figure of the past",
}


@dataclass(frozen=True, slots=True)
class Worth:
    """A score in [0, 1], whether it passes the threshold, and the signs that raised it."""

    score: float
    passes: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted model; `words` gives for each listed word its rarity and its weight."""

    threshold: float
    bias: float
    words: Mapping[str, tuple[float, float]]
    signs: Mapping[str, float]


def tokens(sentence: str) -> set[str]:
    """Return the words of a sentence as the model lists them; every number is one word."""
    folded = sentence.replace("’", "'").lower()
    return {"0" if word[0].isdigit() else word for word in _WORD.findall(folded)}


@lru_cache(maxsize=1)
def weights() -> Weights:
    """Return the shipped weights; the file is read at the first call."""
    read = json.loads(WEIGHTS_FILE.read_text("utf-8"))
    words = {word: (row[0], row[1]) for word, row in read["words"].items()}
    return Weights(read["threshold"], read["bias"], words, read["signs"])


def check_worthiness(sentence: str, model: Weights | None = None) -> Worth:
    """Return how much `sentence` deserves to be checked, by the shipped weights or by `model`."""
    model = model or weights()
    listed = [model.words[word] for word in tokens(sentence) if word in model.words]
    length = math.sqrt(sum(rarity * rarity for rarity, _ in listed)) or 1.0
    sum_of_words = sum(rarity * weight for rarity, weight in listed) / length
    parts = {
        sign: SIGN_SCALE * size * model.signs.get(sign, 0.0)
        for sign, size in signs_of(sentence).items()
    }
    score = 1.0 / (1.0 + math.exp(-(model.bias + sum_of_words + sum(parts.values()))))
    return Worth(round(score, 4), score >= model.threshold, _reasons(parts))


def _reasons(parts: Mapping[str, float]) -> tuple[str, ...]:
    raising = sorted(
        (sign for sign in parts if sign in _TELLING and parts[sign] >= _REASON_WEIGHT),
        key=lambda sign: (-parts[sign], sign),
    )
    return tuple(_TELLING[sign] for sign in raising[:_MOST_REASONS])
