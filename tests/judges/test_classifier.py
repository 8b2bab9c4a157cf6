"""Local models: their folders, and what is made of the numbers they give."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from judges import open_judge
from judges.classifier import ClassifierJudge
from judges.label_check import check_labels
from judges.model_folder import ModelFolder
from tests.contracts.judge_contract import REFUTED, SUPPORTED
from tests.judges.lexical_classifier import LexicalClassifier
from verification.errors import JudgeAnswerInvalid, JudgeUnavailable, SettingsInvalid
from verification.types import Stance

S, R, N = Stance
NAMES = {"0": "CONTRADICTION", "1": "NEUTRAL", "2": "ENTAILMENT"}


class Saying:
    """A classifier that gives these rows whatever it is asked."""

    def __init__(self, *rows: Sequence[float]) -> None:
        self.rows = rows

    def logits(self, _pairs: Sequence[tuple[str, str]]) -> Sequence[Sequence[float]]:
        return self.rows


def model_folder(path: Path, config: object = None) -> Path:
    path.mkdir()
    given = {"id2label": NAMES} if config is None else config
    (path / "config.json").write_text(json.dumps(given), encoding="utf-8")
    (path / "model.safetensors").write_bytes(b"weights")
    return path


def test_classes_become_stances() -> None:
    judge = ClassifierJudge(LexicalClassifier((R, N, S)), (R, N, S), "v")
    assert [each.stance for each in judge.judge([SUPPORTED, REFUTED])] == [S, R]


def test_a_wrong_order_is_found_out() -> None:
    judge = ClassifierJudge(LexicalClassifier((R, N, S)), (S, N, R), "v")
    with pytest.raises(JudgeUnavailable, match="`labels=refutes,neutral,supports`"):
        check_labels(judge, (S, N, R))


def test_large_numbers_do_no_harm() -> None:
    judge = ClassifierJudge(Saying((9000.0, -9000.0, 0.0)), (S, R, N), "v")
    assert judge.judge([SUPPORTED])[0].supports == 1.0


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [(1.0, 2.0)],
        [(1.0, 2.0, 3.0)] * 2,
        [(math.nan, 0.0, 0.0)],
        [(0.0, math.nan, 0.0)],
        [(math.inf, 0.0, 0.0)],
    ],
)
def test_numbers_that_are_none_are_no_stance(rows: list[tuple[float, ...]]) -> None:
    with pytest.raises(JudgeAnswerInvalid):
        ClassifierJudge(Saying(*rows), (S, R, N), "v").judge([SUPPORTED])


def test_a_folder_says_what_its_classes_mean(tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "nli")
    assert ModelFolder.read(folder).labels == (R, N, S)
    assert ModelFolder.read(folder, (S, R, N)).labels == (S, R, N)


def test_the_version_follows_weights_and_labels(tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "nli")
    first = ModelFolder.read(folder).version("torch")
    assert first.startswith("torch-nli-")
    assert ModelFolder.read(folder).version("torch") == first
    assert ModelFolder.read(folder, (S, R, N)).version("torch") != first
    (folder / "model.safetensors").write_bytes(b"other weights")
    assert ModelFolder.read(folder).version("torch") != first


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ({"id2label": {"0": "entailment", "1": "not_entailment"}}, "2 classes"),
        ({"id2label": {"0": "LABEL_0", "1": "LABEL_1", "2": "LABEL_2"}}, r"\?labels="),
        ({}, "id2label"),
        ([], "no JSON object"),
    ],
)
def test_other_folders_are_refused(tmp_path: Path, config: object, says: str) -> None:
    with pytest.raises(SettingsInvalid, match=says):
        ModelFolder.read(model_folder(tmp_path / "nli", config))


def test_a_folder_without_configuration_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match=r"config\.json"):
        open_judge(f"torch://{tmp_path}")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("torch:", "needs a folder"),
        ("torch:models/nli", "needs a folder"),
        ("torch:///nowhere/at/all", "needs a folder"),
        ("torch:///tmp?label=x", "no option `label="),
    ],
)
def test_wrong_urls_are_refused_in_a_sentence(url: str, says: str) -> None:
    with pytest.raises(SettingsInvalid, match=says) as caught:
        open_judge(url)
    assert "\n" not in caught.value.detail


def test_without_pytorch_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    folder = model_folder(tmp_path / "nli")
    with pytest.raises(SettingsInvalid, match=r"assay\[torch\]"):
        open_judge(f"torch://{folder}")
