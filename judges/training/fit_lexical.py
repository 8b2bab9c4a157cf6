"""Fit the lexical judge on development data, and write `judges/lexical.json`.

    python -m judges.training.fit_lexical FOLDER

FOLDER holds `official_pairs/train.jsonl.gz`: claims (CC0) with official passages that support,
contradict or leave them open. Half of the claims are also paired with the passage of another
document that shares most with them, as neutral: that is what retrieval brings.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from judges.features import FEATURES, features
from judges.lexical import LEXICAL_FILE, STANCES
from judges.rarity import Rarity
from judges.training.regression import Recipe, Regression, fit
from language.normal import content_stems
from verification.types import StancePair

_LABELS = {"SUPPORTS": 0, "REFUTES": 1, "NEI": 2}
_NEUTRAL = 2
_EVERY = 2

Row = Mapping[str, Any]


def main(folder: Path) -> None:
    """Fit and write the parameters; the same data give the same bytes."""
    rows = read(folder / "official_pairs" / "train.jsonl.gz")
    pairs = [(pair_of(row), _LABELS[row["label"]]) for row in rows]
    pairs += [(pair, _NEUTRAL) for pair in _unrelated(rows)]
    values = [features(pair) for pair, _ in pairs]
    fitted = fit(values, [label for _, label in pairs], len(STANCES), Recipe())
    LEXICAL_FILE.write_text(_as_json(fitted, len(pairs)), encoding="utf-8")
    sys.stderr.write(f"fitted on {len(pairs)} pairs\n")


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def pair_of(row: Row, header: Row | None = None) -> StancePair:
    """The question that a row asks; `header` is the row whose evidence is taken instead."""
    source = header or row
    extra = source.get("extra") or {}
    return StancePair(
        claim=row["claim"],
        evidence=source["evidence"],
        title=source.get("source_title") or "",
        publisher=extra.get("publisher") or "",
        published_at=_day(source.get("date")),
        speaker=extra.get("speaker"),
    )


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return None


def _unrelated(rows: Sequence[Row]) -> Iterator[StancePair]:
    """Every other claim with the passage of another document that shares most with it."""
    rarity = Rarity.load()
    passages = list({row["evidence"]: row for row in rows}.values())
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for position, row in enumerate(passages):
        for stem in content_stems(f"{row['evidence']} {row['source_title']}"):
            holders[stem].append(position)
    for row in rows[::_EVERY]:
        scores: defaultdict[int, float] = defaultdict(float)
        for stem in sorted(content_stems(row["claim"])):
            for position in holders[stem]:
                if passages[position]["extra"]["doc_id"] != row["extra"]["doc_id"]:
                    scores[position] += rarity.of(stem)
        if scores:
            best = max(scores, key=lambda position: (scores[position], -position))
            yield pair_of(row, passages[best])


def _as_json(fitted: Regression, count: int) -> str:
    parameters = {
        "about": f"softmax regression fitted on {count} pairs of official_pairs/train",
        "features": list(FEATURES),
        "bias": {name: round(b, 4) for name, b in zip(STANCES, fitted.bias, strict=True)},
        "weights": {
            name: [round(weight, 4) for weight in weights]
            for name, weights in zip(STANCES, fitted.weights, strict=True)
        },
    }
    return json.dumps(parameters, indent=2) + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
