"""The shipped 8-bit model turned back into weights that training goes on from."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy
import pytest

from tests.conftest import need_installed

need_installed("torch", "onnx", extra="train", whole_file=__file__)

from judges.cross_encoder import MODEL_FOLDER, CrossEncoderJudge  # noqa: E402
from judges.encoding import PairEncoder, padded  # noqa: E402
from judges.training.network import CrossEncoder  # noqa: E402
from judges.training.run import encoder_folder  # noqa: E402
from judges.training.shipped import dequantised  # noqa: E402
from verification.types import StancePair  # noqa: E402

torch: Any = import_module("torch")

PAIRS = [
    StancePair("The bank raised its rate by two points.", "The bank cut its key rate in May."),
    StancePair("Three ships left the port.", "Three ships left the port on Monday."),
    StancePair("The moon is full of iron.", "The choir sang for the guests of the minister."),
]


def test_the_weights_answer_as_the_shipped_model_does() -> None:
    model = CrossEncoder(dropout=0.0).eval()
    model.load_state_dict(dequantised(MODEL_FOLDER / "model.onnx", encoder_folder()))
    encoder = PairEncoder(MODEL_FOLDER / "tokenizer.json")
    shipped = numpy.asarray(CrossEncoderJudge().logits(PAIRS))
    for pair, expected in zip(PAIRS, shipped, strict=True):
        arrays = padded(encoder.encode([pair]))
        with torch.no_grad():
            logits = model(*(torch.from_numpy(one.astype("int64")) for one in arrays))
        assert numpy.abs(logits.numpy()[0] - expected).max() < 0.5


def test_another_model_is_refused(tmp_path: Path) -> None:
    import onnx  # noqa: PLC0415

    graph = onnx.helper.make_graph([], "empty", [], [])
    onnx.save(onnx.helper.make_model(graph), str(tmp_path / "model.onnx"))
    with pytest.raises(ValueError, match="0 numbered matrices instead of 24"):
        dequantised(tmp_path / "model.onnx", encoder_folder())
