"""Official passages that measurements of the judge need, read in one pass over the corpora."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from judges.training.contrast import held_out
from judges.training.examples import pair_of, read_rows
from judges.training.official import WRITTEN_FILE
from verification.types import StancePair

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OfficialPassages:
    """Rows of the corpora by passage id.

    `asked` are the passages asked for, `siblings` every passage of the documents asked for by
    document id, `held_out` passages of documents whose edits training keeps out, less those that
    it has claims on.
    """

    asked: dict[str, Row] = field(default_factory=dict)
    siblings: dict[str, list[Row]] = field(default_factory=dict)
    held_out: list[Row] = field(default_factory=list)


def corpus_files(data: Path) -> list[Path]:
    """The files of the official corpora in a folder; empty where there are none."""
    return [
        *sorted(data.glob("official_*/passages.jsonl.gz")),
        *sorted(data.glob("nk_provocations/events.jsonl.gz")),
    ]


def read_official(
    data: Path, passages: Collection[str], documents: Collection[str]
) -> OfficialPassages:
    """The passages with these ids, those of these documents, and those held out."""
    found = OfficialPassages()
    taught = taught_passages(data)
    for path in corpus_files(data):
        for row in read_rows(path):
            document = row.setdefault("doc_id", row["id"])
            if row["id"] in passages:
                found.asked[row["id"]] = row
            if document in documents:
                found.siblings.setdefault(document, []).append(row)
            if held_out(document) and row["id"] not in taught:
                found.held_out.append(row)
    return found


def taught_passages(data: Path) -> frozenset[str]:
    """The ids of the passages that training has claims on."""
    ids = {row["passage_id"] for row in read_rows(WRITTEN_FILE)}
    path = data / "official_pairs" / "train.jsonl.gz"
    if path.is_file():
        ids |= {row["extra"]["passage_id"] for row in read_rows(path)}
    return frozenset(ids)


def pair_with(claim: str, passage: Row) -> StancePair:
    """A claim against a passage of the corpora with its header."""
    extra = {"publisher": passage.get("publisher"), "speaker": passage.get("speaker")}
    return pair_of(
        {
            "claim": claim,
            "evidence": passage["text"],
            "source_title": passage.get("title"),
            "date": passage.get("date"),
            "extra": extra,
        }
    )
