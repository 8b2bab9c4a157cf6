from __future__ import annotations

from functools import cache

import pytest

from judges.cross_encoder import CrossEncoderJudge
from tests.contracts.judge_contract import JudgeContract
from verification.ports import Judge


@cache
def shipped() -> CrossEncoderJudge:
    return CrossEncoderJudge()


class TestCrossEncoderJudge(JudgeContract):
    @pytest.fixture
    def judge(self) -> Judge:
        return shipped()
