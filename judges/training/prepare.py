"""Prepare a stage's training set as one small file.

python -m judges.training.prepare --stage general --data ../shared/data --encoder DIR --out FILE
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from judges.encoding import PairEncoder
from judges.training.mixture import STAGES, drawn, own_examples
from judges.training.packed import Packed

# Longer pairs cost more of the same hour than they teach.
_LONGEST = {"general": 224, "official": 352, "refine": 352, "broad": 352, "close": 352}


def main() -> None:
    """Write the set and, beside it, what is in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stage", choices=sorted(STAGES), required=True)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the sets")
    parser.add_argument(
        "--encoder", type=Path, required=True, help="the folder with tokenizer.json"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    parts = drawn(given.data, STAGES[given.stage], given.seed)
    parts += own_examples(given.data, given.stage, given.seed)
    encoder = PairEncoder(given.encoder / "tokenizer.json", _LONGEST.get(given.stage, 384))
    packed = Packed.of([one for _, found in parts for one in found], encoder)
    packed.save(given.out)
    contents = {
        "stage": given.stage,
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


if __name__ == "__main__":
    main()
