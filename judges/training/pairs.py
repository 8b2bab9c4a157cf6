"""The pairs that the lexical judge is fitted on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from judges.rarity import Rarity
from judges.training.examples import Row, pair_of
from language.normal import content_stems
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
            found.append((pair_of({**passages[best], "claim": row["claim"]}), Stance.NEUTRAL))
    return found
