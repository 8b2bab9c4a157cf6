"""The pairs that the lexical judge is fitted on."""

from __future__ import annotations

from collections.abc import Sequence

from judges.training.closest import Closest
from judges.training.examples import Row, pair_of
from verification.types import Stance, StancePair

Labelled = tuple[StancePair, Stance]

_LABELS = {"SUPPORTS": Stance.SUPPORTS, "REFUTES": Stance.REFUTES, "NEI": Stance.NEUTRAL}


def labelled(rows: Sequence[Row]) -> list[Labelled]:
    """The rows as they are."""
    return [(pair_of(row), _LABELS[row["label"]]) for row in rows]


def unrelated(rows: Sequence[Row], every: int) -> list[Labelled]:
    """Every so many claims with the passage of another document that shares most with it.

    Such passages are what retrieval brings for most claims; they settle nothing.
    """
    passages = list({row["evidence"]: row for row in rows}.values())
    closest = Closest(
        (row["extra"]["doc_id"], f"{row['evidence']} {row['source_title']}") for row in passages
    )
    found = []
    for row in rows[::every]:
        best = closest.to(row["claim"], not_of=row["extra"]["doc_id"])
        if best is not None:
            found.append((pair_of({**passages[best], "claim": row["claim"]}), Stance.NEUTRAL))
    return found
