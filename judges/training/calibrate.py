"""Fit a model's temperature and biases on its own 8-bit answers, and write its card.

    python -m judges.training.calibrate --model judges/model --data ../shared/data

The probabilities become softmax(logits / temperature + bias), after Guo et al., "On calibration of
modern neural networks" (ICML 2017), with a bias for each stance so that none is favoured, and
others for pairs with a header. Sets that training never saw take part, or the temperature would
be that of known texts alone. Half of each set is used, by a hash of the claim; the other half
tells how well it carries over.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy

from judges.cross_encoder import CrossEncoderJudge
from judges.encoding import FORMAT, MAX_TOKENS, header_of
from judges.training.examples import Example, Target, examples

# How many rows of each set are looked at, from its beginning.
_MOST = {
    ("official_pairs", "dev"): 720,
    ("vitaminc", "real_dev"): 1000,
    ("vitaminc", "synthetic_dev"): 1000,
    ("infotabs", "dev"): 600,
    ("nli_counterfactual", "dev"): 600,
    ("nli_conjnli", "dev"): 600,
    ("nli_semiauto", "dev"): 600,
    ("nli_contract", "dev"): 600,
    ("consist_summedits", "ectsum"): 600,
    ("consist_summedits", "samsum"): 600,
}
_STEPS = 600
_NAME = "assay-minilm-l6"

Biases = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Answers:
    """A set's logits (n, 3), its targets (n,) and whether each pair has a header (n,)."""

    logits: numpy.ndarray
    targets: numpy.ndarray
    headed: numpy.ndarray


@dataclass(frozen=True, slots=True)
class Calibration:
    """What makes probabilities of logits."""

    temperature: float = 1.0
    bias: Biases = (0.0, 0.0, 0.0)
    bias_with_header: Biases = (0.0, 0.0, 0.0)


def main() -> None:
    """Calibrate the model of a folder by the command line's arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    given = parser.parse_args()
    write_card(given.model, Calibration())
    judge = CrossEncoderJudge(given.model)
    sets = [
        _answers(judge, used_rows(f"{source}/{split}", examples(given.data, source, split)))
        for source, split in _MOST
    ]
    found = fitted(sets)
    write_card(given.model, found)
    print(f"{sum(len(one.targets) for one in sets)} pairs: {found}")  # noqa: T201


def used_rows(name: str, rows: Sequence[Example]) -> list[Example]:
    """Of all rows of a set, named `source/split`, those that the calibration is fitted on."""
    source, _, split = name.partition("/")
    return [
        one
        for one in rows[: _MOST.get((source, split), 0)]
        if hashlib.sha256(one.pair.claim.encode()).digest()[0] % 2
    ]


def _answers(judge: CrossEncoderJudge, rows: Sequence[Example]) -> Answers:
    return Answers(
        numpy.asarray(judge.logits([one.pair for one in rows])),
        numpy.asarray([one.target for one in rows]),
        numpy.asarray([bool(header_of(one.pair)) for one in rows]),
    )


def fitted(sets: Sequence[Answers]) -> Calibration:
    """The calibration of greatest likelihood, each set counting as much as every other.

    Gradient descent on the mean negative log-likelihood. In a set that has no neutral pairs the
    two sides alone are held against each other; where only `not supported` is known, refutes and
    neutral are both right.
    """
    scale, biases = 1.0, numpy.zeros((2, 3))
    for _ in range(_STEPS):
        by_scale, by_biases = 0.0, numpy.zeros((2, 3))
        for one in sets:
            wrong = _wrong(one, one.logits * scale + biases[one.headed.astype(int)])
            by_scale += float((wrong * one.logits).sum(1).mean()) / len(sets)
            for headed in (0, 1):
                by_biases[headed] += wrong[one.headed == headed].sum(0) / len(wrong) / len(sets)
        scale -= 0.05 * by_scale
        biases -= 0.4 * by_biases
        biases -= biases.mean(1, keepdims=True)
    return Calibration(round(1.0 / max(scale, 0.05), 4), _rounded(biases[0]), _rounded(biases[1]))


def _rounded(row: numpy.ndarray) -> Biases:
    supports, refutes, neutral = (round(float(each), 3) for each in row)
    return supports, refutes, neutral


def _wrong(one: Answers, values: numpy.ndarray) -> numpy.ndarray:
    """The gradient of each pair's loss by its three values."""
    shares = _softmax(values)
    if not numpy.isin(one.targets, (Target.NEUTRAL, Target.NOT_SUPPORTED)).any():
        shares[:, Target.NEUTRAL] = 0.0
        shares /= shares.sum(1, keepdims=True)
    wanted = numpy.eye(len(Target))[one.targets][:, :3]
    unsure = one.targets == Target.NOT_SUPPORTED
    rest = shares * (numpy.arange(3) != Target.SUPPORTS)
    wanted[unsure] = (rest / rest.sum(1, keepdims=True))[unsure]
    found: numpy.ndarray = shares - wanted
    return found


def _softmax(values: numpy.ndarray) -> numpy.ndarray:
    powers = numpy.exp(values - values.max(axis=1, keepdims=True))
    shares: numpy.ndarray = powers / powers.sum(axis=1, keepdims=True)
    return shares


def write_card(folder: Path, calibration: Calibration) -> None:
    """Write `model.json` for the model in a folder."""
    card = {
        "name": _NAME,
        "sha256": hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest(),
        "format": FORMAT,
        "max_tokens": MAX_TOKENS,
        "temperature": calibration.temperature,
        "bias": calibration.bias,
        "bias_with_header": calibration.bias_with_header,
    }
    (folder / "model.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
