from __future__ import annotations

import pytest

from judges.lexical import LexicalJudge
from tests.contracts.judge_contract import JudgeContract
from verification.ports import Judge


class TestLexicalJudge(JudgeContract):
    @pytest.fixture
    def judge(self) -> Judge:
        return LexicalJudge()
