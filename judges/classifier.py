"""A judge made of a sequence classifier that gives one number per class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from judges.answers import about_words, judgement, softmax
from verification.errors import JudgeAnswerInvalid
from verification.types import Stance, StanceJudgement, StancePair


class Classifier(Protocol):
    """A cross-encoder of premise and hypothesis."""

    def logits(self, pairs: Sequence[tuple[str, str]], /) -> Sequence[Sequence[float]]:
        """One row per pair of premise and hypothesis, one logit per class.

        Raises JudgeUnavailable.
        """


class ClassifierJudge:
    """A classifier whose classes are taken for the stances in `labels`.

    The evidence is the premise and the claim the hypothesis, as in the corpora of natural language
    inference that such models learn from.
    """

    max_batch = 64

    def __init__(self, classifier: Classifier, labels: Sequence[Stance], version: str) -> None:
        self._classifier = classifier
        self._labels = tuple(labels)
        self.version = version

    def judge(self, pairs: Sequence[StancePair]) -> list[StanceJudgement]:
        """One judgement per pair. Raises JudgeUnavailable or JudgeAnswerInvalid."""
        return about_words(pairs, self._judge)

    def _judge(self, pairs: list[StancePair]) -> list[StanceJudgement]:
        rows = self._classifier.logits([(pair.evidence, pair.claim) for pair in pairs])
        if len(rows) != len(pairs) or any(len(row) != len(self._labels) for row in rows):
            raise JudgeAnswerInvalid(f"The judge {self.version} did not score every class.")
        return [judgement(dict(zip(self._labels, softmax(row), strict=True))) for row in rows]
