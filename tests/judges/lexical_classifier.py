"""A classifier without weights: the lexical judge's probabilities as logits."""

from __future__ import annotations

import math
from collections.abc import Sequence

from judges.lexical import LexicalJudge
from verification.types import Stance, StancePair


class LexicalClassifier:
    """Gives the logits of classes that mean, in truth, the stances in `meaning`."""

    def __init__(self, meaning: Sequence[Stance]) -> None:
        self._meaning = meaning

    def logits(self, pairs: Sequence[tuple[str, str]]) -> list[list[float]]:
        asked = [StancePair(hypothesis, premise) for premise, hypothesis in pairs]
        found = [each.as_mapping() for each in LexicalJudge().judge(asked)]
        return [[math.log(each[stance] + 1e-9) for stance in self._meaning] for each in found]
