from __future__ import annotations

from pathlib import Path

import numpy
import pytest

from evaluation.eight_bits import points_lost, wide_judge
from evaluation.stance import Outcome, Ways
from judges.cross_encoder import MODEL_FOLDER, CrossEncoderJudge
from judges.training.examples import Example, Target
from verification.errors import NotFound
from verification.types import StancePair

PAIR = StancePair(claim="The bridge is open.", evidence="The bridge was opened in March.")
PAIRS = [
    Example(PAIR, Target.SUPPORTS, "fm2", "g"),
    Example(StancePair(claim="It is shut.", evidence=PAIR.evidence), Target.REFUTES, "fm2", "g"),
]


def test_what_is_lost_is_told_in_points_of_the_measure_of_the_floor() -> None:
    asked: list[str] = []

    def right(name: str, examples: list[Example]) -> Outcome:
        asked.append(name)
        return Outcome(examples, numpy.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]))

    narrow = {"fm2/dev": {"accuracy": 0.5, "macro_f1": 0.1}}
    found = points_lost({"fm2/dev": (PAIRS, Ways.SIDES)}, narrow, right)  # type: ignore[arg-type]
    assert asked == ["fm2/dev"]
    assert found["sets"]["fm2/dev"]["measure"] == "accuracy"
    assert found["mean_points_lost"] == pytest.approx(50)
    assert points_lost({}, narrow, right)["mean_points_lost"] is None  # type: ignore[arg-type]


def test_another_model_is_opened_with_the_tokenizer_and_card_beside() -> None:
    shipped = CrossEncoderJudge(MODEL_FOLDER, 1)
    with wide_judge(MODEL_FOLDER / "model.onnx", MODEL_FOLDER, 1) as wide:
        assert wide.judge([PAIR]) == shipped.judge([PAIR])


def test_a_model_that_is_not_there_is_one_clear_sentence(tmp_path: Path) -> None:
    with (
        pytest.raises(NotFound, match="--fp32 names a model"),
        wide_judge(tmp_path / "model.onnx", MODEL_FOLDER, 1),
    ):
        pass
