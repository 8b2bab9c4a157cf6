"""What a judge loses by 8 bits: the sets with floors asked of the 32-bit model too."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from evaluation.floors import MEASURES
from evaluation.stance import Outcome, Ways, scores
from judges.cross_encoder import CrossEncoderJudge
from judges.training.examples import Example
from verification.errors import NotFound

# The examples of a set with the ways in which it is scored.
Asked: TypeAlias = Mapping[str, tuple[Sequence[Example], Ways]]


@contextmanager
def wide_judge(model: Path, beside: Path, threads: int) -> Iterator[CrossEncoderJudge]:
    """The judge with the weights of `model`, and tokenizer and calibration of the folder `beside`.

    Raises NotFound where there is no such file.
    """
    if not model.is_file():
        raise NotFound(f"There is no file {model}; --fp32 names a model in ONNX format.")
    with TemporaryDirectory(prefix="assay-evaluation-") as scratch:
        folder = Path(scratch)
        (folder / "model.onnx").symlink_to(model.resolve())
        (folder / "tokenizer.json").symlink_to((beside / "tokenizer.json").resolve())
        card = json.loads((beside / "model.json").read_text(encoding="utf-8"))
        card["sha256"] = hashlib.sha256(model.read_bytes()).hexdigest()
        (folder / "model.json").write_text(json.dumps(card), encoding="utf-8")
        yield CrossEncoderJudge(folder, threads)


def points_lost(
    asked: Asked,
    narrow: Mapping[str, Mapping[str, Any]],
    outcome: Callable[[str, Sequence[Example]], Outcome],
) -> dict[str, Any]:
    """Points of its own measure that each set with a floor loses by 8 bits, and their mean.

    `narrow` are the scores of the 8-bit model on the same sets, `outcome` asks the 32-bit one.
    A gain is a negative loss.
    """
    rows: dict[str, Any] = {}
    for name, (examples, ways) in asked.items():
        key = MEASURES[name]
        wide = scores(outcome(name, examples), ways)[key]
        rows[name] = {
            "n": len(examples),
            "measure": key,
            "fp32": wide,
            "int8": narrow[name][key],
            "points_lost": 100 * (wide - narrow[name][key]),
        }
    mean = fmean(row["points_lost"] for row in rows.values()) if rows else None
    return {"mean_points_lost": mean, "sets": rows}
