"""Turn a shipped 8-bit model back into 32-bit weights, to train on from it.

    python -m judges.training.shipped --model judges/model --encoder DIR --out weights.pt

The matrices lose what the 8 bits had rounded away; word embeddings, which training leaves as they
are, come from the encoder again.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import numpy
import onnx
import torch
from onnx import numpy_helper

from judges.training.network import LAYERS, pretrained

# The order in which a layer multiplies by its matrices, and so the order of the model's numbers.
_MATRICES = ("query_key_value", "attended", "inner", "outer")
# Models from before words were marked as shared have no such vectors.
_MARKS = "embeddings.shared.weight"
_NUMBERED = re.compile(r"onnx::MatMul_(\d+)_quantized")


def dequantised(model: Path, encoder: Path) -> dict[str, torch.Tensor]:
    """The state of a `CrossEncoder` by the ONNX file that `judges.training.export` made of it.

    Raises:
        ValueError: The file does not hold the matrices of six layers.
    """
    held = {one.name: numpy_helper.to_array(one) for one in onnx.load(model).graph.initializer}
    numbers = sorted(int(found[1]) for name in held if (found := _NUMBERED.fullmatch(name)))
    names = [f"layers.{layer}.{matrix}" for layer in range(LAYERS) for matrix in _MATRICES]
    if len(numbers) != len(names):
        raise ValueError(f"{model} has {len(numbers)} numbered matrices instead of {len(names)}.")
    stems = {name: f"onnx::MatMul_{number}" for name, number in zip(names, numbers, strict=True)}
    stems |= {name: f"{name}.weight_Transposed" for name in ("dense", "stance")}
    state: dict[str, torch.Tensor] = pretrained(encoder).state_dict()
    for name in state:
        if name in held:
            state[name] = torch.from_numpy(held[name].copy())
    for name, stem in stems.items():
        state[f"{name}.weight"] = torch.from_numpy(_matrix(held, stem)).T.contiguous()
    if f"{_MARKS}_quantized" in held:
        state[_MARKS] = torch.from_numpy(_matrix(held, _MARKS))
    return state


def _matrix(held: dict[str, numpy.ndarray], stem: str) -> numpy.ndarray:
    whole = held[f"{stem}_quantized"].astype(numpy.float32)
    zero = held[f"{stem}_zero_point"].astype(numpy.float32)
    matrix: numpy.ndarray = (whole - zero) * held[f"{stem}_scale"]
    return matrix


def main() -> None:
    """Write the weights by the command line's arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="the folder of the model")
    parser.add_argument("--encoder", type=Path, required=True, help="the folder it started from")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    given.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(dequantised(given.model / "model.onnx", given.encoder), given.out)


if __name__ == "__main__":
    main()
