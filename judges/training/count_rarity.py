"""Count how many official passages hold each word stem, and write `judges/rarity.json`.

    python -m judges.training.count_rarity FOLDER

FOLDER is the folder of development data; its `official_*/passages.jsonl.gz` are read, from each
the first passage of every few documents, so that no publisher outweighs the others.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from judges.rarity import RARITY_FILE
from language.normal import content_stems

_PER_CORPUS = 2500
_MIN_PASSAGES = 15


def main(folder: Path) -> None:
    """Write the table; the same data give the same bytes."""
    counts: Counter[str] = Counter()
    total = 0
    for text in _texts(folder):
        counts.update(content_stems(text))
        total += 1
    known = {stem: count for stem, count in sorted(counts.items()) if count >= _MIN_PASSAGES}
    table = {
        "about": f"log(passages / passages with the stem), over {total} official passages",
        "unseen": round(math.log(total / _MIN_PASSAGES), 1) + 0.5,
        "stems": {stem: round(math.log(total / count), 1) for stem, count in known.items()},
    }
    RARITY_FILE.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    sys.stderr.write(f"{len(known)} stems of {total} passages\n")


def _texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("official_*/passages.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line)["text"] for line in lines]
        yield from rows[:: max(1, len(rows) // _PER_CORPUS)]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
