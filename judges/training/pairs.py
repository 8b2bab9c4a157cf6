"""The pairs that the lexical judge is fitted on."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from judges.rarity import Rarity
from language.normal import content_stems
from verification.types import Stance, StancePair

Row = Mapping[str, Any]
Labelled = tuple[StancePair, Stance]

_LABELS = {"SUPPORTS": Stance.SUPPORTS, "REFUTES": Stance.REFUTES, "NEI": Stance.NEUTRAL}


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def labelled(rows: Sequence[Row]) -> list[Labelled]:
    """The rows as they are."""
    return [(pair_of(row["claim"], row), _LABELS[row["label"]]) for row in rows]


def pair_of(claim: str, row: Row) -> StancePair:
    """A claim against the evidence and header of a row."""
    extra = row.get("extra") or {}
    return StancePair(
        claim=claim,
        evidence=row["evidence"],
        title=row.get("source_title") or "",
        publisher=extra.get("publisher") or "",
        published_at=_day(row.get("date")),
        speaker=extra.get("speaker"),
    )


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return None


def unrelated(rows: Sequence[Row], every: int) -> list[Labelled]:
    """Every so many claims with the passage of another document that shares most with it.

    Such passages are what retrieval brings for most claims; they settle nothing.
    """
    rarity = Rarity.load()
    passages = list({row["evidence"]: row for row in rows}.values())
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for position, row in enumerate(passages):
        for stem in content_stems(f"{row['evidence']} {row['source_title']}"):
            holders[stem].append(position)
    found = []
    for row in rows[::every]:
        scores: defaultdict[int, float] = defaultdict(float)
        for stem in sorted(content_stems(row["claim"])):
            for position in holders[stem]:
                if passages[position]["extra"]["doc_id"] != row["extra"]["doc_id"]:
                    scores[position] += rarity.of(stem)
        if scores:
            best = max(scores, key=lambda position: (scores[position], -position))
            found.append((pair_of(row["claim"], passages[best]), Stance.NEUTRAL))
    return found
