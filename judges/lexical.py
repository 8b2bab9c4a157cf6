"""The lexical judge: words, numbers, dates and names held against each other, and no model.

Two logistic regressions over the numbers of `judges.features`: whether the evidence settles the
claim, and if so which way. Their parameters, in `lexical.json`, were fitted by
`judges.training.fit_lexical`. It is the baseline that a trained model must beat, and it is
deterministic: the same pair gets the same answer on every machine.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from pathlib import Path
from typing import Any

from judges.features import POLARITY, RELEVANCE, features
from judges.rarity import RARITY_FILE
from verification.errors import SettingsInvalid
from verification.types import StanceJudgement, StancePair

LEXICAL_FILE = Path(__file__).parent / "lexical.json"
# Raised whenever the code that makes the features may give other numbers.
_CODE = "1"
_PLACES = 6


@dataclass(frozen=True, slots=True)
class Logistic:
    """One logistic regression: a bias and a weight for each number."""

    bias: float
    weights: tuple[float, ...]

    def __call__(self, values: Sequence[float]) -> float:
        """The probability of yes."""
        logit = self.bias + sum(map(mul, self.weights, values))
        return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, logit))))


class LexicalJudge:
    """A judge without a model: half a thousand pairs a second on one core, or more."""

    max_batch = 256

    def __init__(self, path: Path = LEXICAL_FILE) -> None:
        content = path.read_bytes()
        parameters = json.loads(content)
        self._settles = _read(parameters["relevance"], RELEVANCE, path)
        self._refutes = _read(parameters["polarity"], POLARITY, path)
        digest = hashlib.sha256(content + RARITY_FILE.read_bytes() + _CODE.encode())
        self.version = f"lexical-1-{digest.hexdigest()[:12]}"

    def judge(self, pairs: Sequence[StancePair]) -> list[StanceJudgement]:
        """One judgement per pair, each by itself."""
        return [self._judge(pair) for pair in pairs]

    def _judge(self, pair: StancePair) -> StanceJudgement:
        found = features(pair)
        settled, refuted = self._settles(found.relevance), self._refutes(found.polarity)
        refutes = round(settled * refuted, _PLACES)
        supports = round(settled * (1.0 - refuted), _PLACES)
        return StanceJudgement(
            supports, refutes, max(0.0, round(1.0 - supports - refutes, _PLACES))
        )


def _read(values: Mapping[str, Any], names: Sequence[str], path: Path) -> Logistic:
    weights = values["weights"]
    if list(weights) != list(names):
        raise SettingsInvalid(
            f"The parameters in {path.name} are for other features than the judge has; "
            "fit them again with `python -m judges.training.fit_lexical`."
        )
    return Logistic(values["bias"], tuple(weights.values()))
