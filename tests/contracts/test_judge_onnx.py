"""The contract for a local ONNX model in a folder such as Hugging Face's exports."""

from __future__ import annotations

from pathlib import Path

import pytest

from judges import open_judge
from tests.contracts.judge_contract import JudgeContract
from tests.judges.onnx_folder import write_folder
from verification.ports import Judge


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    folder: Path = write_folder(tmp_path_factory.mktemp("models") / "nli")
    return open_judge(f"onnx://{folder}?threads=2")


class TestOnnxFolderJudge(JudgeContract):
    @pytest.fixture
    def judge(self, opened: Judge) -> Judge:
        return opened
