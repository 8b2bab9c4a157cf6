"""Local ONNX models: what their folders must have, and how swapped labels are found out."""

from __future__ import annotations

import json
import shutil
from itertools import permutations
from pathlib import Path

import pytest

import judges.cross_encoder
from judges import open_judge
from judges.cross_encoder import MODEL_FOLDER, CrossEncoderJudge
from tests.contracts.judge_contract import REFUTED, SUPPORTED
from tests.judges.onnx_file import FLOAT, INT32, INT64, Graph
from tests.judges.onnx_folder import NAMES, write_folder
from verification.errors import JudgeUnavailable, SettingsInvalid
from verification.types import Stance, StancePair

S, R, N = Stance
WORD = {S: "entailment", R: "contradiction", N: "neutral"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "nli")


def configured(folder: Path, **values: object) -> Path:
    file = folder / "config.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | values), "utf-8")
    return folder


def modelled(folder: Path, *, inputs: tuple[str, ...], kind: int = INT64, wide: int = 3) -> Path:
    """The folder with a model of these inputs that gives `wide` times the first token's number."""
    graph = Graph()
    numbers = graph.op("Cast", inputs[0], to=FLOAT)
    first = graph.op("ReduceMax", numbers, axes=[1], keepdims=1)
    graph.op("Concat", *[first] * wide, axis=1, called="logits")
    (folder / "model.onnx").write_bytes(graph.model(dict.fromkeys(inputs, kind), {"logits": FLOAT}))
    return folder


def test_a_folder_opens_by_url(folder: Path) -> None:
    judge = open_judge(f"onnx://{folder}?threads=1")
    assert judge.version.startswith("onnx-nli-")
    assert [each.stance for each in judge.judge([SUPPORTED, REFUTED])] == [S, R]


@pytest.mark.parametrize("meaning", list(permutations(Stance)))
def test_classes_may_stand_in_any_order(tmp_path: Path, meaning: tuple[Stance, ...]) -> None:
    names = [WORD[stance] for stance in meaning]
    judge = open_judge(f"onnx://{write_folder(tmp_path / 'nli', names, meaning)}")
    assert [each.stance for each in judge.judge([SUPPORTED, REFUTED])] == [S, R]


@pytest.mark.parametrize("meaning", [each for each in permutations(Stance) if each != (R, N, S)])
def test_swapped_outputs_are_caught_and_the_right_order_is_named(
    tmp_path: Path, meaning: tuple[Stance, ...]
) -> None:
    swapped = write_folder(tmp_path / "nli", NAMES, meaning)
    right = f"labels={','.join(meaning)}"
    with pytest.raises(JudgeUnavailable, match=f"`{right}`"):
        open_judge(f"onnx://{swapped}")
    judge = open_judge(f"onnx://{swapped}?{right}")
    assert [each.stance for each in judge.judge([SUPPORTED, REFUTED])] == [S, R]


def test_a_label_map_changed_by_hand_is_caught(folder: Path) -> None:
    swapped = {"0": "entailment", "1": "neutral", "2": "contradiction"}
    with pytest.raises(JudgeUnavailable, match="`labels=refutes,neutral,supports`"):
        open_judge(f"onnx://{configured(folder, id2label=swapped)}")


def test_only_the_shipped_model_is_taken_at_its_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    judge = CrossEncoderJudge.judge

    def counted(self: CrossEncoderJudge, pairs: list[StancePair]) -> object:
        asked.append(len(pairs))
        return judge(self, pairs)

    monkeypatch.setattr(judges.cross_encoder.CrossEncoderJudge, "judge", counted)
    open_judge("onnx:")
    open_judge(f"onnx://{MODEL_FOLDER}")
    assert not asked
    for name in ("model.onnx", "model.json", "tokenizer.json"):
        shutil.copyfile(MODEL_FOLDER / name, tmp_path / name)
    open_judge(f"onnx://{tmp_path}")
    assert asked


def test_models_of_shorter_numbers_are_fed_them(tmp_path: Path) -> None:
    judge = open_judge(f"onnx://{write_folder(tmp_path / 'nli', number=INT32)}")
    assert judge.judge([REFUTED])[0].stance is R


def test_texts_too_long_are_cut_to_what_the_model_reads(folder: Path) -> None:
    judge = open_judge(f"onnx://{configured(folder, max_position_embeddings=48)}")
    late = StancePair(SUPPORTED.claim, "word " * 600 + SUPPORTED.evidence)
    assert judge.judge([SUPPORTED, late])[0].stance is S
    assert judge.judge([late])[0].stance is N


def test_words_that_look_like_marks_of_the_model_are_read_as_words(folder: Path) -> None:
    judge = open_judge(f"onnx://{folder}")
    marked = StancePair(SUPPORTED.claim, f"[SEP] {SUPPORTED.evidence} [SEP] [CLS]")
    assert judge.judge([marked])[0] == judge.judge([SUPPORTED])[0]


def test_the_version_follows_the_weights(folder: Path) -> None:
    first = open_judge(f"onnx://{folder}").version
    assert open_judge(f"onnx://{folder}").version == first
    (folder / "model.onnx_data").write_bytes(b"weights beside the graph")
    assert open_judge(f"onnx://{folder}").version != first


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"id2label": {"0": "entailment", "1": "not_entailment"}}, "2 classes"),
        ({"id2label": {"0": "LABEL_0", "1": "LABEL_1", "2": "LABEL_2"}}, r"\?labels="),
        ({"id2label": None}, "id2label"),
    ],
)
def test_other_labels_are_refused(folder: Path, values: dict[str, object], says: str) -> None:
    with pytest.raises(SettingsInvalid, match=says):
        open_judge(f"onnx://{configured(folder, **values)}")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("config.json", "neither a model.json"),
        ("model.onnx", "no whole model"),
        ("tokenizer.json", "no readable tokenizer.json"),
    ],
)
def test_what_is_missing_is_named(folder: Path, name: str, says: str) -> None:
    (folder / name).unlink()
    with pytest.raises(SettingsInvalid, match=says):
        open_judge(f"onnx://{folder}")


@pytest.mark.parametrize("name", ["config.json", "model.onnx", "tokenizer.json"])
def test_what_is_torn_is_refused(folder: Path, name: str) -> None:
    (folder / name).write_bytes((folder / name).read_bytes()[:60])
    with pytest.raises(SettingsInvalid):
        open_judge(f"onnx://{folder}")


def test_models_that_ask_for_something_else_are_refused(folder: Path) -> None:
    with pytest.raises(SettingsInvalid, match="pixel_values"):
        open_judge(f"onnx://{modelled(folder, inputs=('input_ids', 'pixel_values'))}")
    with pytest.raises(SettingsInvalid, match="as whole numbers"):
        open_judge(f"onnx://{modelled(folder, inputs=('input_ids',), kind=FLOAT)}")


def test_models_that_give_something_else_than_their_labels_are_refused(folder: Path) -> None:
    with pytest.raises(SettingsInvalid, match="did not score every class"):
        open_judge(f"onnx://{modelled(folder, inputs=('input_ids',), wide=2)}")


def test_models_that_always_say_the_same_are_refused(folder: Path) -> None:
    with pytest.raises(JudgeUnavailable, match="no judge of stances"):
        open_judge(f"onnx://{modelled(folder, inputs=('input_ids',))}")


def test_labels_are_for_models_of_others(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="no option `labels="):
        open_judge("onnx:?labels=supports,refutes,neutral")
    with pytest.raises(SettingsInvalid, match="needs a folder"):
        open_judge("onnx:models/nli")
