"""The contract for judges made of a local sequence classifier."""

from __future__ import annotations

import pytest

from judges.classifier import ClassifierJudge
from tests.contracts.judge_contract import JudgeContract
from tests.judges.lexical_classifier import LexicalClassifier
from verification.ports import Judge
from verification.types import Stance

ORDER = (Stance.REFUTES, Stance.NEUTRAL, Stance.SUPPORTS)


class TestClassifierJudge(JudgeContract):
    @pytest.fixture
    def judge(self) -> Judge:
        return ClassifierJudge(LexicalClassifier(ORDER), ORDER, "classifier-1")
