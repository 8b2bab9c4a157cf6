"""Fit the model of check-worthiness, and write `verification/extraction/checkworthiness.json`.

    python -m judges.training.fit_checkworthiness FOLDER

FOLDER holds `checkthat2024_t1` (train, dev, devtest) and `claimbuster_2class` (train, test). The
two share their debates: whatever is in a held-out split, by normal form, is left out of training.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from judges.training.sparse_regression import Rows, fit
from language.normal import normalise
from verification.extraction.checkworthiness import (
    SIGN_SCALE,
    WEIGHTS_FILE,
    Weights,
    check_worthiness,
    tokens,
)
from verification.extraction.signs import signs_of

_TRAINING = ("checkthat2024_t1/train", "claimbuster_2class/train")
_TUNING = "checkthat2024_t1/dev"
_HELD_OUT = (_TUNING, "checkthat2024_t1/devtest", "claimbuster_2class/test")
_RAREST = 4
# A sentence left out costs more than one looked at in vain: of the thresholds that are as good as
# the best but for a point of F1, the lowest.
_AS_GOOD = 0.01


class _Row(NamedTuple):
    text: str
    worthy: bool


def main(folder: Path) -> None:
    """Fit, choose the threshold and write the weights; the same data give the same bytes."""
    held_out = {normalise(row.text) for name in _HELD_OUT for row in _read(folder, name)}
    rows = list(
        {
            key: row
            for name in reversed(_TRAINING)
            for row in _read(folder, name)
            if (key := normalise(row.text)) not in held_out
        }.values()
    )
    model = _fitted(rows)
    threshold, f1 = _threshold(_read(folder, _TUNING), model)
    parameters = {
        "about": f"logistic regression fitted on {len(rows)} sentences of {' and '.join(_TRAINING)}"
        f"; the threshold has F1 {f1:.3f} on {_TUNING}",
        "threshold": threshold,
        "bias": round(model.bias, 4),
        "signs": {sign: round(weight, 4) for sign, weight in sorted(model.signs.items())},
        "words": {word: [round(x, 3) for x in row] for word, row in sorted(model.words.items())},
    }
    WEIGHTS_FILE.write_text(json.dumps(parameters, ensure_ascii=False, indent=0) + "\n", "utf-8")
    sys.stderr.write(f"{parameters['about']}; threshold {threshold}\n")


def _read(folder: Path, name: str) -> list[_Row]:
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [_Row(row["text"], bool(row["label"])) for row in rows]


def _fitted(rows: Sequence[_Row]) -> Weights:
    words = [tokens(row.text) for row in rows]
    signs = [signs_of(row.text) for row in rows]
    counts = Counter(word for found in words for word in found)
    listed = sorted(word for word, count in counts.items() if count >= _RAREST)
    rarity = {word: 1 + math.log((1 + len(rows)) / (1 + counts[word])) for word in listed}
    columns = {word: at for at, word in enumerate(listed)}
    named = sorted({sign for found in signs for sign in found})
    columns |= {f"sign {sign}": len(listed) + at for at, sign in enumerate(named)}
    features = [
        {columns[word]: size for word, size in _unit(found, rarity).items()}
        | {columns[f"sign {sign}"]: SIGN_SCALE * size for sign, size in held.items()}
        for found, held in zip(words, signs, strict=True)
    ]
    bias, fitted = fit(Rows.of(features, len(columns)), np.array([row.worthy for row in rows]))
    return Weights(
        0.5,
        bias,
        {word: (rarity[word], float(fitted[columns[word]])) for word in listed},
        {sign: float(fitted[columns[f"sign {sign}"]]) for sign in named},
    )


def _unit(words: set[str], rarity: dict[str, float]) -> dict[str, float]:
    known = {word: rarity[word] for word in words if word in rarity}
    length = math.sqrt(sum(value * value for value in known.values())) or 1.0
    return {word: value / length for word, value in known.items()}


def _threshold(rows: Sequence[_Row], model: Weights) -> tuple[float, float]:
    scored = [(check_worthiness(row.text, model).score, row.worthy) for row in rows]
    f1_by = {at / 100: _f1(scored, at / 100) for at in range(10, 81)}
    best = max(f1_by.values())
    threshold = min(at for at, f1 in f1_by.items() if f1 >= best - _AS_GOOD)
    return threshold, f1_by[threshold]


def _f1(scored: Sequence[tuple[float, bool]], threshold: float) -> float:
    both = sum(score >= threshold and worthy for score, worthy in scored)
    answered = sum(score >= threshold for score, _ in scored)
    return 2 * both / ((answered + sum(worthy for _, worthy in scored)) or 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
