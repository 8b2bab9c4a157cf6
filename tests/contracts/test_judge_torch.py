"""The contract for a local Hugging Face model run by PyTorch, with a real and very small one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from judges import open_judge
from tests.contracts.judge_contract import JudgeContract
from tests.judges.torch_folder import need_torch, rename_classes, write_folder
from verification.errors import JudgeUnavailable
from verification.ports import Judge


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_folder(tmp_path_factory.mktemp("models") / "nli")


@pytest.fixture(scope="module")
def opened(folder: Path) -> Judge:
    return open_judge(f"torch://{folder}?device=cpu")


class TestTorchJudge(JudgeContract):
    @pytest.fixture
    def judge(self, request: pytest.FixtureRequest) -> Judge:
        need_torch()  # first, and once for every test, so that each is counted as left out
        judge: Judge = request.getfixturevalue("opened")
        return judge


def test_a_model_whose_labels_were_swapped_is_refused(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    need_torch()
    swapped = shutil.copytree(request.getfixturevalue("folder"), tmp_path / "swapped")
    rename_classes(swapped, ("entailment", "neutral", "contradiction"))
    with pytest.raises(JudgeUnavailable, match="`labels=refutes,neutral,supports`"):
        open_judge(f"torch://{swapped}?device=cpu")
    judge = open_judge(f"torch://{swapped}?device=cpu&labels=refutes,neutral,supports")
    assert judge.version.startswith("torch-swapped-")
