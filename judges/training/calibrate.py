"""Fit a model's temperature and biases on its own 8-bit answers, and write its card.

    python -m judges.training.calibrate --model judges/model --data ../shared/data

The probabilities become softmax(logits / temperature + bias), after Guo et al., "On calibration of
modern neural networks" (ICML 2017), with a bias for each stance so that none is favoured.
Half of each development set is used, by a hash of the claim; the other half tells how well it
carries over.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy

from judges.cross_encoder import CrossEncoderJudge
from judges.encoding import FORMAT, MAX_TOKENS
from judges.training.examples import Example, examples

# How many rows of each set are looked at, from its beginning.
_MOST = {
    ("official_pairs", "dev"): 720,
    ("vitaminc", "real_dev"): 1000,
    ("check_covid", "dev"): 207,
    ("infotabs", "dev"): 300,
    ("nli_counterfactual", "dev"): 300,
    ("fever_symmetric", "dev"): 300,
}
_STEPS = 400
_NAME = "assay-minilm-l6"


def main() -> None:
    """Calibrate the model of a folder by the command line's arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    given = parser.parse_args()
    write_card(given.model, 1.0, (0.0, 0.0, 0.0))
    judge = CrossEncoderJudge(given.model)
    chosen = [
        one
        for source, split in _MOST
        for one in used_rows(f"{source}/{split}", examples(given.data, source, split))
    ]
    logits = numpy.asarray(judge.logits([one.pair for one in chosen]))
    temperature, bias = fitted(logits, numpy.asarray([one.target for one in chosen]))
    write_card(given.model, temperature, bias)
    print(f"{len(chosen)} pairs: temperature {temperature}, bias {bias}")  # noqa: T201


def used_rows(name: str, rows: Sequence[Example]) -> list[Example]:
    """Of all rows of a set, named `source/split`, those that the calibration is fitted on."""
    source, _, split = name.partition("/")
    return [
        one
        for one in rows[: _MOST.get((source, split), 0)]
        if one.target < 3 and hashlib.sha256(one.pair.claim.encode()).digest()[0] % 2
    ]


def fitted(
    logits: numpy.ndarray, targets: numpy.ndarray
) -> tuple[float, tuple[float, float, float]]:
    """The temperature and biases of greatest likelihood for logits (n, 3) and targets (n,)."""
    scale, bias = 1.0, numpy.zeros(3)
    wanted = numpy.eye(3)[targets]
    for _ in range(_STEPS):
        shares = _softmax(logits * scale + bias)
        wrong = shares - wanted
        scale -= 0.05 * float((wrong * logits).sum(1).mean())
        bias -= 0.2 * wrong.mean(0)
        bias -= bias.mean()
    rounded = [round(float(each), 3) for each in bias]
    return round(1.0 / max(scale, 0.05), 4), (rounded[0], rounded[1], rounded[2])


def _softmax(values: numpy.ndarray) -> numpy.ndarray:
    powers = numpy.exp(values - values.max(axis=1, keepdims=True))
    shares: numpy.ndarray = powers / powers.sum(axis=1, keepdims=True)
    return shares


def write_card(folder: Path, temperature: float, bias: tuple[float, float, float]) -> None:
    """Write `model.json` for the model in a folder."""
    card = {
        "name": _NAME,
        "sha256": hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest(),
        "format": FORMAT,
        "max_tokens": MAX_TOKENS,
        "temperature": temperature,
        "bias": bias,
    }
    (folder / "model.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
