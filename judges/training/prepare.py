"""Prepare a stage's training set as one small file.

python -m judges.training.prepare --stage general --data ../shared/data --encoder DIR --out FILE
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from pathlib import Path

from judges.encoding import PairEncoder
from judges.training import official
from judges.training.mixture import drawn, own_examples
from judges.training.packed import Packed
from judges.training.stages import STAGES

SEED = 7
# Longer pairs cost more of the same hour than they teach.
_LONGEST = {
    "general": 224,
    "official": 352,
    "refine": 352,
    "broad": 352,
    "close": 352,
    "wide": 352,
    "last": 352,
    "closing": 352,
}


# What decides which pairs a set holds and how they are read, but for the data themselves.
_ROOM = Path(__file__).parent
_DECIDING = (
    *(
        _ROOM / f"{name}.py"
        for name in (
            "closest",
            "contrast",
            "edits",
            "examples",
            "mixture",
            "neutrals",
            "official",
            "prepare",
            "stages",
        )
    ),
    _ROOM.parent / "encoding.py",
)


def recipe_digest(stage: str, seed: int = SEED) -> str:
    """A short hash of what a stage's set is made by: the code that draws it and what was written.

    A set made by another recipe is stale. Where only wording changed, the set prepared anew is the
    same to the last token, and so is its `digest`: training on it goes on.
    """
    whole = hashlib.sha256(f"{stage} {seed}".encode())
    for path in (*_DECIDING, official.WRITTEN_FILE, official.TEXTS_FILE):
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]


def main() -> None:
    """Write the set and, beside it, what is in it."""
    given = _given()
    parts = drawn(given.data, STAGES[given.stage], given.seed)
    parts += own_examples(given.data, given.stage, given.seed)
    encoder = PairEncoder(given.encoder / "tokenizer.json", _LONGEST.get(given.stage, 384))
    packed = Packed.of([one for _, found in parts for one in found], encoder)
    packed.save(given.out)
    contents = {
        "stage": given.stage,
        "recipe": recipe_digest(given.stage, given.seed),
        "digest": packed.digest,
        "pairs": len(packed),
        "tokens": int(packed.lengths.sum()),
        "labels": dict(Counter(map(int, packed.targets))),
        "parts": [
            {"set": part.source, "split": part.split, "licence": part.licence, "pairs": len(found)}
            for part, found in parts
        ],
    }
    given.out.with_suffix(".json").write_text(json.dumps(contents, indent=2) + "\n", "utf-8")


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stage", choices=sorted(STAGES), required=True)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the sets")
    parser.add_argument(
        "--encoder", type=Path, required=True, help="the folder with tokenizer.json"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=SEED, help="of what is drawn")
    return parser.parse_args()


if __name__ == "__main__":
    main()
