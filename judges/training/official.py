"""Official passages by id, and the stance pairs written on them by hand for this project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from judges.training.closest import Closest
from judges.training.examples import Example, Target, pair_of, read_rows

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


def passages(data: Path) -> dict[str, dict[str, Any]]:
    """Every passage of the official corpora by its id, each with its `doc_id`."""
    found = {}
    for name in CORPORA:
        for row in read_rows(data / f"{name}.jsonl.gz"):
            found[row["id"]] = {**row, "doc_id": row.get("doc_id", row["id"])}
    return found


def written(known: Mapping[str, Row]) -> Iterator[Example]:
    """The pairs of `written_pairs.jsonl.gz`: claims on passages that the corpora hold.

    Each line: `passage_id`, `claim`, `label` (SUPPORTS, REFUTES, NEI) and `kind`.
    """
    for line in read_rows(WRITTEN_FILE):
        row = as_evidence(known[line["passage_id"]], line["claim"])
        target = Target.NEUTRAL if line["label"] == "NEI" else Target[line["label"]]
        yield Example(
            pair_of(row), target, "written", f"official:{line['passage_id']}", line["kind"]
        )


def as_evidence(passage: Row, claim: str) -> dict[str, Any]:
    """A row that holds a claim against a passage of the corpora with its header."""
    return {
        "claim": claim,
        "evidence": passage["text"],
        "source_title": passage.get("title"),
        "date": passage.get("date"),
        "extra": {"publisher": passage.get("publisher"), "speaker": passage.get("speaker")},
    }


def neutrals(
    claims: Sequence[tuple[str, str]], known: Mapping[str, Row], many: int, seed: int
) -> Iterator[Example]:
    """Claims against passages that do not settle them, in two families of `many` each.

    `claims` are pairs of a claim and the id of the passage it was written on. `same_document`
    takes another passage of its document; `retrieved`, of other documents, the one that shares
    most with it by rarity of words among a sample, as retrieval would bring it.
    """
    chance = Random(seed)
    of_document: defaultdict[str, list[str]] = defaultdict(list)
    for passage_id, row in known.items():
        of_document[row["doc_id"]].append(passage_id)
    for claim, passage_id in chance.sample(list(claims), min(many, len(claims))):
        others = [each for each in of_document[known[passage_id]["doc_id"]] if each != passage_id]
        if others:
            yield _neutral(claim, known[chance.choice(others)], "same_document")
    chosen = chance.sample(list(claims), min(many, len(claims)))
    pool = [known[each] for each in chance.sample(sorted(known), min(_POOL, len(known)))]
    closest = Closest((row["doc_id"], f"{row['text']} {row.get('title') or ''}") for row in pool)
    for claim, passage_id in chosen:
        best = closest.to(claim, not_of=known[passage_id]["doc_id"])
        if best is not None:
            yield _neutral(claim, pool[best], "retrieved")


_POOL = 30000


def _neutral(claim: str, passage: Row, kind: str) -> Example:
    row = as_evidence(passage, claim)
    return Example(pair_of(row), Target.NEUTRAL, "neutral", f"neutral:{claim}", kind)
