"""The lexical judge: words, numbers, dates and names held against each other, and no model.

A softmax regression over the numbers of `judges.features`; its parameters, in `lexical.json`, were
fitted by `judges.training.fit_lexical`. It is the baseline that a trained model must beat, and it
is deterministic: the same pair gets the same answer on every machine.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from operator import mul
from pathlib import Path

from judges.features import FEATURES, features
from judges.rarity import RARITY_FILE
from verification.errors import SettingsInvalid
from verification.types import StanceJudgement, StancePair

LEXICAL_FILE = Path(__file__).parent / "lexical.json"
STANCES = ("supports", "refutes", "neutral")
# Raised whenever the code that makes the features may give other numbers.
_CODE = "1"
_PLACES = 6


class LexicalJudge:
    """A judge without a model: half a thousand pairs a second on one core, or more."""

    max_batch = 256

    def __init__(self, path: Path = LEXICAL_FILE) -> None:
        content = path.read_bytes()
        parameters = json.loads(content)
        if parameters["features"] != list(FEATURES):
            raise SettingsInvalid(
                f"The parameters in {path.name} are for other features than the judge has; "
                "fit them again with `python -m judges.training.fit_lexical`."
            )
        self._weights = [tuple(parameters["weights"][stance]) for stance in STANCES]
        self._bias = [float(parameters["bias"][stance]) for stance in STANCES]
        digest = hashlib.sha256(content + RARITY_FILE.read_bytes() + _CODE.encode())
        self.version = f"lexical-1-{digest.hexdigest()[:12]}"

    def judge(self, pairs: Sequence[StancePair]) -> list[StanceJudgement]:
        """One judgement per pair, each by itself."""
        return [self._judge(pair) for pair in pairs]

    def _judge(self, pair: StancePair) -> StanceJudgement:
        values = features(pair)
        logits = [
            bias + sum(map(mul, weights, values))
            for bias, weights in zip(self._bias, self._weights, strict=True)
        ]
        return _softmax(logits)


def _softmax(logits: Sequence[float]) -> StanceJudgement:
    highest = max(logits)
    parts = [math.exp(logit - highest) for logit in logits]
    supports, refutes = (round(part / sum(parts), _PLACES) for part in parts[:2])
    return StanceJudgement(supports, refutes, max(0.0, round(1.0 - supports - refutes, _PLACES)))
