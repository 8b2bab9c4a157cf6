"""The passages that people named for the claims on official statements, with their stance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from evaluation.official_passages import pair_with
from judges.training.examples import Example, Target, read_rows

NAME: Final = "gold_passages"
_TARGETS: Final = {
    "supports": Target.SUPPORTS,
    "refutes": Target.REFUTES,
    "neutral": Target.NEUTRAL,
}


@dataclass(frozen=True, slots=True)
class NamedPassage:
    """What a passage, by its id, says of a claim."""

    claim: str
    passage: str
    target: Target
    kind: str


def named_passages(data: Path) -> list[NamedPassage]:
    """One row for each claim and passage of official_claims/*_dev.jsonl, in the order there."""
    found: dict[tuple[str, str], NamedPassage] = {}
    for path in sorted(data.glob("official_claims/*_dev.jsonl")):
        for row in read_rows(path):
            for each in row.get("evidence") or ():
                key = row["claim"], each["passage_id"]
                target = _TARGETS[each["stance"]]
                found.setdefault(key, NamedPassage(*key, target, row.get("type") or ""))
    return list(found.values())


def gold_examples(
    named: Iterable[NamedPassage], passages: Mapping[str, Mapping[str, Any]]
) -> list[Example]:
    """The named passages that the corpora hold, as examples; several of one claim are one group."""
    return [
        Example(
            pair_with(each.claim, passages[each.passage]),
            each.target,
            NAME,
            f"{NAME}:{each.claim}",
            each.kind,
        )
        for each in named
        if each.passage in passages
    ]


def missing_passages(
    named: Sequence[NamedPassage], passages: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    """The ids of the named passages that the corpora do not hold."""
    return sorted({each.passage for each in named} - passages.keys())
