"""The contract for judges on other servers, which a real server on loopback stands for."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from judges import open_judge
from tests.contracts.judge_contract import JudgeContract
from tests.judges.model_server import ModelServer, model_server
from verification.ports import Judge


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        yield running


class TestTeiJudge(JudgeContract):
    @pytest.fixture
    def judge(self, server: ModelServer) -> Judge:
        return open_judge(f"tei+{server.url}", server.options())


class TestChatJudge(JudgeContract):
    @pytest.fixture
    def judge(self, server: ModelServer) -> Judge:
        return open_judge(f"chat+{server.url}/v1?model=large", server.options())


class TestCascadeJudge(JudgeContract):
    @pytest.fixture
    def judge(self, server: ModelServer) -> Judge:
        then = quote(f"chat+{server.url}/v1?model=large", safe="")
        return open_judge(f"cascade:?first=lexical:&then={then}", server.options())
