"""Fit the lexical judge on development data, and write `judges/lexical.json`.

    python -m judges.training.fit_lexical FOLDER

FOLDER holds `official_pairs/train.jsonl.gz`: claims (CC0) with official passages that support,
contradict or leave them open. To these come, made by rule, claims with passages of other documents
(`judges.training.pairs`) and sentences of the passages themselves (`judges.training.turned`).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from judges.features import POLARITY, RELEVANCE, features
from judges.lexical import LEXICAL_FILE
from judges.training.examples import read_rows
from judges.training.pairs import labelled, unrelated
from judges.training.regression import Bounds, Recipe, fit
from judges.training.turned import turned
from verification.types import Stance

_EITHER = Bounds((0,) * len(RELEVANCE))
# A detail that differs never speaks for the claim and one that agrees never against it; and where
# no detail differs, nothing may be called refuted, since nobody could say why.
_AGREEING = {"quantity_agrees", "date_agrees", "negation_agrees", "verbatim"}
_UNSAID = {"quantity_open", "name_open"}
_TOWARDS = Bounds(
    tuple(0 if name in _UNSAID else -1 if name in _AGREEING else 1 for name in POLARITY),
    highest_bias=-0.4,
)


def main(folder: Path) -> None:
    """Fit and write the parameters; the same data give the same bytes."""
    rows = list(read_rows(folder / "official_pairs" / "train.jsonl.gz"))
    pairs = [*labelled(rows), *unrelated(rows, every=2), *turned(rows)]
    found = [(features(pair), stance) for pair, stance in pairs]
    settled = [stance is not Stance.NEUTRAL for _, stance in found]
    decisive = [(values, stance) for values, stance in found if stance is not Stance.NEUTRAL]
    parameters = {
        "about": f"two logistic regressions fitted on {len(pairs)} pairs of official_pairs/train",
        "relevance": _fitted(
            RELEVANCE, [values.relevance for values, _ in found], settled, _EITHER
        ),
        "polarity": _fitted(
            POLARITY,
            [values.polarity for values, _ in decisive],
            [stance is Stance.REFUTES for _, stance in decisive],
            _TOWARDS,
        ),
    }
    LEXICAL_FILE.write_text(json.dumps(parameters, indent=2) + "\n", encoding="utf-8")
    sys.stderr.write(f"fitted on {len(pairs)} pairs\n")


def _fitted(
    names: Sequence[str],
    rows: Sequence[Sequence[float]],
    answers: Sequence[bool],
    bounds: Bounds,
) -> dict[str, Any]:
    bias, weights = fit(rows, answers, bounds, Recipe())
    named = {name: round(weight, 4) for name, weight in zip(names, weights, strict=True)}
    return {"bias": round(bias, 4), "weights": named}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
