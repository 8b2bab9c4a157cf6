"""Export trained weights as an 8-bit ONNX model, with the tokenizer beside it.

    python -m judges.training.export --weights var/judge/official/weights.pt --encoder DIR --out DIR

The 8-bit model has its matrices quantised per channel, its activations at run time (dynamic
quantisation); see `docs/judge.md` for what it loses.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer

from judges.training.network import HEADS, WIDTH, CrossEncoder

FULL = "model.fp32.onnx"
_OPSET = 17


def export(weights: Path, full: Path) -> None:
    """Write the 32-bit model: ids, mask and types (batch, length) in, logits (batch, 3) out."""
    model = CrossEncoder(dropout=0.0)
    found = torch.load(weights, map_location="cpu", weights_only=True)
    model.load_state_dict(found.get("model", found))
    model.eval()
    example = torch.ones((2, 8), dtype=torch.int64)
    raw = full.with_suffix(".raw.onnx")
    torch.onnx.export(
        model,
        (example, example, example),
        str(raw),
        input_names=["ids", "mask", "types"],
        output_names=["logits"],
        dynamic_axes={name: {0: "batch", 1: "length"} for name in ("ids", "mask", "types")},
        opset_version=_OPSET,
        dynamo=False,
    )
    fused = optimizer.optimize_model(
        str(raw), model_type="bert", num_heads=HEADS, hidden_size=WIDTH
    )
    fused.save_model_to_file(str(full))
    raw.unlink()


def quantise(full: Path, out: Path, *, reduce_range: bool) -> None:
    """Write the 8-bit form of a 32-bit model."""
    quantize_dynamic(
        full,
        out,
        per_channel=True,
        reduce_range=reduce_range,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True, "DefaultTensorType": onnx.TensorProto.FLOAT},
    )
    onnx.checker.check_model(str(out))


def write_model(weights: Path, out: Path, keep: Path | None, *, reduce_range: bool) -> None:
    """Write `model.onnx` into a folder, and nothing of 32 bits.

    The 32-bit model, four times as large, goes to `keep` as `model.fp32.onnx` if that is given.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        export(weights, folder / FULL)
        quantise(folder / FULL, out / "model.onnx", reduce_range=reduce_range)


def main() -> None:
    """Export by the command line's arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument(
        "--encoder", type=Path, required=True, help="the folder with tokenizer.json"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--keep-fp32", type=Path, help="a folder to keep the 32-bit model in")
    parser.add_argument("--reduce-range", action="store_true", help="7-bit weights, for old CPUs")
    given = parser.parse_args()
    if given.keep_fp32 and given.keep_fp32.resolve() == given.out.resolve():
        parser.error("--keep-fp32 must be another folder than --out, which is packaged.")
    write_model(given.weights, given.out, given.keep_fp32, reduce_range=given.reduce_range)
    shutil.copyfile(given.encoder / "tokenizer.json", given.out / "tokenizer.json")


if __name__ == "__main__":
    main()
