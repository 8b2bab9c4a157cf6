"""Pairs that a judge should find neutral, by the way the passage came to stand by the claim.

Whether a judge knows one family of neutral pairs says little of the others, so recall is told for
each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from random import Random
from typing import Any, Final

from evaluation.nearest import Nearest
from evaluation.official_passages import OfficialPassages, pair_with
from evaluation.stance_sets import SEED
from judges.training.examples import Example, Target, pair_of
from verification.types import StancePair

Row = Mapping[str, Any]

MOST: Final = 300
FAMILIES: Final = {
    "near_miss": "written about the passage, and not settled by it",
    "same_document": "another passage of the same document",
    "retrieved": "the best passage by BM25 of other documents, among those held out",
    "topic_only": "nothing but the title of the document",
    "random": "any passage of another document",
}


def families(
    rows: Sequence[Row], official: OfficialPassages, most: int = MOST
) -> dict[str, list[Example]]:
    """Neutral examples by family, at most so many of each, out of labelled rows on passages.

    Rows are those of official_pairs: `claim`, `label`, `evidence`, `source_title` and, in
    `extra`, `passage_id` and `doc_id`. That the passages of the last four families settle
    nothing is by their making; nobody read them.
    """
    near = [_example(pair_of(row), "near_miss") for row in rows if row["label"] == "NEI"]
    chance = Random(SEED)  # noqa: S311 - not a secret
    chosen = chance.sample(list(rows), min(most, len(rows)))
    return {
        "near_miss": near[:most],
        "same_document": list(_same_document(chosen, official, chance)),
        "retrieved": list(_retrieved(chosen, official)),
        "topic_only": [_example(_topic(row), "topic_only") for row in chosen],
        "random": list(_random(chosen, official, chance)),
    }


def _same_document(
    rows: Sequence[Row], official: OfficialPassages, chance: Random
) -> Iterator[Example]:
    for row in rows:
        siblings = official.siblings.get(row["extra"]["doc_id"], [])
        others = [each for each in siblings if each["id"] != row["extra"]["passage_id"]]
        if others:
            yield _example(pair_with(row["claim"], chance.choice(others)), "same_document")


def _retrieved(rows: Sequence[Row], official: OfficialPassages) -> Iterator[Example]:
    with closing(Nearest(official.held_out)) as nearest:
        for row in rows:
            best = nearest.best(row["claim"], row["extra"]["doc_id"])
            if best is not None:
                yield _example(pair_with(row["claim"], best), "retrieved")


def _topic(row: Row) -> StancePair:
    return pair_of({**row, "evidence": row.get("source_title") or "Untitled"})


def _random(rows: Sequence[Row], official: OfficialPassages, chance: Random) -> Iterator[Example]:
    for row in rows:
        others = [each for each in official.held_out if each["doc_id"] != row["extra"]["doc_id"]]
        if others:
            yield _example(pair_with(row["claim"], chance.choice(others)), "random")


def _example(pair: StancePair, family: str) -> Example:
    return Example(pair, Target.NEUTRAL, "neutral", f"neutral:{pair.claim}", family)
