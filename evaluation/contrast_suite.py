"""Pairs that differ by one detail which decides the label, by kind of detail."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from itertools import islice
from random import Random
from typing import Any, Final

from evaluation.stance_sets import SEED
from judges.training.contrast import contrast_pairs
from judges.training.edits import EDITS, UNSEEN
from judges.training.examples import Example, Target
from sources.demonstration import demonstration_documents
from verification.types import StancePair

MOST: Final = 2000
_WRITTEN: Final = files("evaluation") / "contrast_suite.jsonl"
_TARGETS: Final = {"supports": Target.SUPPORTS, "refutes": Target.REFUTES}


def made_pairs(passages: Sequence[Mapping[str, Any]], most: int = MOST) -> list[Example]:
    """About so many pairs made from passages of held-out documents, kinds of edit balanced.

    A kind that finds too little to change gives what it finds. Raises nothing for no passages.
    """
    found: list[Example] = []
    each_kind = most // len(EDITS)
    for kind in sorted(EDITS):
        order = list(passages)
        Random(f"{SEED}{kind}").shuffle(order)  # noqa: S311 - not a secret
        found += islice(contrast_pairs(order, [kind], SEED), each_kind - each_kind % 4)
    return found


def written_pairs() -> list[Example]:
    """The pairs written by hand over the statements of the demonstration corpus."""
    documents = {each.id: each for each in demonstration_documents()}
    found = []
    for line in _WRITTEN.read_text("utf-8").splitlines():
        row = json.loads(line)
        document = documents[row["document"]]
        pair = StancePair(
            claim=row["claim"],
            evidence=document.text,
            title=document.title,
            publisher=document.publisher,
            published_at=document.published_at,
            speaker=document.speaker,
        )
        target, kind = _TARGETS[row["stance"]], row["kind"]
        found.append(Example(pair, target, "written", f"written:{row['document']}", kind))
    return found


def apart(pairs: Iterable[Example]) -> dict[str, list[Example]]:
    """The pairs whose kind of edit training uses, and those whose kind it never saw."""
    halves: dict[str, list[Example]] = {"seen": [], "unseen": []}
    for each in pairs:
        halves["unseen" if each.kind in UNSEEN else "seen"].append(each)
    return halves
