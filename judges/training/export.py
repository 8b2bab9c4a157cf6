"""Export trained weights as ONNX, 32-bit and 8-bit, with the tokenizer beside them.

    python -m judges.training.export --weights var/judge/official/weights.pt --encoder DIR --out DIR

The 8-bit model has its matrices quantised per channel, its activations at run time (dynamic
quantisation); see `docs/judge.md` for what it loses.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer

from judges.training.network import HEADS, WIDTH, CrossEncoder

_OPSET = 17


def export(weights: Path, out: Path) -> None:
    """Write `model.fp32.onnx`: ids, mask and types (batch, length) in, logits (batch, 3) out."""
    model = CrossEncoder(dropout=0.0)
    found = torch.load(weights, map_location="cpu", weights_only=True)
    model.load_state_dict(found.get("model", found))
    model.eval()
    example = torch.ones((2, 8), dtype=torch.int64)
    torch.onnx.export(
        model,
        (example, example, example),
        str(out / "model.raw.onnx"),
        input_names=["ids", "mask", "types"],
        output_names=["logits"],
        dynamic_axes={name: {0: "batch", 1: "length"} for name in ("ids", "mask", "types")},
        opset_version=_OPSET,
        dynamo=False,
    )
    fused = optimizer.optimize_model(
        str(out / "model.raw.onnx"), model_type="bert", num_heads=HEADS, hidden_size=WIDTH
    )
    fused.save_model_to_file(str(out / "model.fp32.onnx"))
    (out / "model.raw.onnx").unlink()


def quantise(out: Path, *, reduce_range: bool) -> None:
    """Write `model.onnx`, the 8-bit form of `model.fp32.onnx`."""
    quantize_dynamic(
        out / "model.fp32.onnx",
        out / "model.onnx",
        per_channel=True,
        reduce_range=reduce_range,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True, "DefaultTensorType": onnx.TensorProto.FLOAT},
    )
    onnx.checker.check_model(str(out / "model.onnx"))


def main() -> None:
    """Export by the command line's arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument(
        "--encoder", type=Path, required=True, help="the folder with tokenizer.json"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--reduce-range", action="store_true", help="7-bit weights, for old CPUs")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    export(given.weights, given.out)
    quantise(given.out, reduce_range=given.reduce_range)
    shutil.copyfile(given.encoder / "tokenizer.json", given.out / "tokenizer.json")


if __name__ == "__main__":
    main()
