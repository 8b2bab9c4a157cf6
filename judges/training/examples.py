"""The labelled pairs that a cross-encoder learns from, and where they come from."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from pathlib import Path
from typing import Any

from verification.types import StancePair

Row = Mapping[str, Any]


class Target(IntEnum):
    """What a pair teaches; the first three are the places of the logits."""

    SUPPORTS = 0
    REFUTES = 1
    NEUTRAL = 2
    # Refutes or neutral, unknown which: a two-way loss.
    NOT_SUPPORTED = 3


_TARGETS = {
    "SUPPORTS": Target.SUPPORTS,
    "REFUTES": Target.REFUTES,
    "NEI": Target.NEUTRAL,
    "NOT_SUPPORTED": Target.NOT_SUPPORTED,
}


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled pair; examples of one `group` differ by a detail that decides the label."""

    pair: StancePair
    target: Target
    source: str
    group: str
    kind: str = ""


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file of JSON lines, gzipped or not."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8")
    ) as lines:
        yield from map(json.loads, lines)


def examples(data: Path, source: str, split: str) -> list[Example]:
    """The labelled pairs of one split of one set, rows without a usable label left out."""
    return list(_examples(read_rows(data / source / f"{split}.jsonl.gz"), source))


def _examples(rows: Iterable[Row], source: str) -> Iterator[Example]:
    for number, row in enumerate(rows):
        target = _TARGETS.get(row.get("label", ""))
        if target is None or not row["claim"] or not row["evidence"]:
            continue
        extra = row.get("extra") or {}
        group = row.get("case_id") or extra.get("passage_id") or row.get("id") or number
        yield Example(pair_of(row), target, source, f"{source}:{group}", extra.get("kind") or "")


def pair_of(row: Row) -> StancePair:
    """A row's claim against its evidence, with what it tells of the header."""
    extra = row.get("extra") or {}
    return StancePair(
        claim=row["claim"].strip(),
        evidence=row["evidence"].strip(),
        title=row.get("source_title") or "",
        publisher=extra.get("publisher") or "",
        published_at=day_of(row.get("date")),
        speaker=extra.get("speaker"),
    )


def day_of(written: str | None) -> date | None:
    """The day of an ISO date, None for anything else."""
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return None


def normal(text: str) -> str:
    """A text without case, punctuation and spacing, to find the same one twice."""
    return " ".join(re.findall(r"\w+", text.casefold()))
