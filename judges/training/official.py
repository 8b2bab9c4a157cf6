"""The texts that pairs were written on for this project, by id, and these pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from judges.training.examples import Example, Target, pair_of, read_rows
from language.sentences import split_sentences

Row = Mapping[str, Any]

WRITTEN_FILE = Path(__file__).parent / "written_pairs.jsonl.gz"
TEXTS_FILE = Path(__file__).parent / "written_texts.jsonl.gz"
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
# Each with what goes before its ids.
ABSTRACTS = {"check_covid/corpus": "", "scifact/corpus": "scifact-"}


def passages(data: Path) -> dict[str, dict[str, Any]]:
    """Every passage of the official corpora by its id, each with its `doc_id`."""
    found = {}
    for name in CORPORA:
        for row in read_rows(data / f"{name}.jsonl.gz"):
            found[row["id"]] = {**row, "doc_id": row.get("doc_id", row["id"])}
    return found


def abstracts(data: Path) -> dict[str, dict[str, Any]]:
    """The abstracts of Check-COVID and SciFact by id, each a document of its own."""
    found = {}
    for corpus, before in ABSTRACTS.items():
        path = data / f"{corpus}.jsonl.gz"
        for row in read_rows(path) if path.is_file() else ():
            name = f"{before}{row['id']}"
            found[name] = {**row, "id": name, "doc_id": name}
    return found


def own_texts() -> dict[str, dict[str, Any]]:
    """Short texts that this project wrote itself, by id.

    Texts of one `doc_id` differ by the detail that decides.
    """
    return {row["id"]: row for row in read_rows(TEXTS_FILE)}


def written(known: Mapping[str, Row]) -> Iterator[list[Example]]:
    """The pairs of each line of `written_pairs.jsonl.gz`: claims on texts that are known.

    Each line: `passage_id`, `claim`, `label` (SUPPORTS, REFUTES, NEI) and `kind`; with
    `sentences`, the places of those that decide, the claim is held against these alone as well.
    """
    for line in read_rows(WRITTEN_FILE):
        passage = known[line["passage_id"]]
        target = Target.NEUTRAL if line["label"] == "NEI" else Target[line["label"]]
        group = group_of(passage)
        yield [
            Example(
                pair_of(as_evidence(each, line["claim"])), target, "written", group, line["kind"]
            )
            for each in (passage, *_deciding(passage, line.get("sentences", ())))
        ]


def group_of(text: Row) -> str:
    """The group of the pairs on a text: its own, or that of all its versions."""
    return f"official:{text['doc_id'] if text.get('versions') else text['id']}"


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
