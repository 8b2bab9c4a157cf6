"""Official passages by id, and the stance pairs written by hand for this project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from judges.training.examples import Example, Target, pair_of, read_rows
from language.sentences import split_sentences

Row = Mapping[str, Any]

WRITTEN_FILE = Path(__file__).parent / "written_pairs.jsonl.gz"
CORPORA = (
    "official_factbook/passages",
    "official_fed/passages",
    "official_kcna/passages",
    "official_us_historian/passages",
    "official_us_president/passages",
    "official_us_state_department/passages",
    "official_us_white_house/passages",
    "nk_provocations/events",
)
ABSTRACTS = "check_covid/corpus"


def passages(data: Path) -> dict[str, dict[str, Any]]:
    """Every passage of the official corpora by its id, each with its `doc_id`."""
    found = {}
    for name in CORPORA:
        for row in read_rows(data / f"{name}.jsonl.gz"):
            found[row["id"]] = {**row, "doc_id": row.get("doc_id", row["id"])}
    return found


def abstracts(data: Path) -> dict[str, dict[str, Any]]:
    """The abstracts of Check-COVID by their id, each a document of its own; none without it."""
    path = data / f"{ABSTRACTS}.jsonl.gz"
    rows = read_rows(path) if path.is_file() else ()
    return {row["id"]: {**row, "doc_id": row["id"]} for row in rows}


def written(known: Mapping[str, Row]) -> Iterator[list[Example]]:
    """The pairs of each line of `written_pairs.jsonl.gz`: claims on passages that are known.

    Each line: `passage_id`, `claim`, `label` (SUPPORTS, REFUTES, NEI) and `kind`; with
    `sentences`, the places of those that decide, the claim is held against these alone as well.
    """
    for line in read_rows(WRITTEN_FILE):
        passage = known[line["passage_id"]]
        target = Target.NEUTRAL if line["label"] == "NEI" else Target[line["label"]]
        group = f"official:{line['passage_id']}"
        yield [
            Example(
                pair_of(as_evidence(each, line["claim"])), target, "written", group, line["kind"]
            )
            for each in (passage, *_deciding(passage, line.get("sentences", ())))
        ]


def _deciding(passage: Row, places: Sequence[int]) -> Iterator[Row]:
    if places:
        sentences = split_sentences(passage["text"])
        yield {**passage, "text": " ".join(sentences[at].text for at in places)}


def as_evidence(passage: Row, claim: str) -> dict[str, Any]:
    """A row that holds a claim against a passage of the corpora with its header."""
    return {
        "claim": claim,
        "evidence": passage["text"],
        "source_title": passage.get("title"),
        "date": passage.get("date"),
        "extra": {"publisher": passage.get("publisher"), "speaker": passage.get("speaker")},
    }
