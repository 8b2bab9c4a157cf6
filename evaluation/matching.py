"""How well claims are matched with those already checked: CheckThat 2022, tasks 2A and 2B."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from pathlib import Path
from typing import Any, Final

from evaluation.datasets import read_rows
from verification.matching import (
    ClaimForm,
    Match,
    Rarity,
    best_matches,
    form_of,
    rarity_among,
)

SETS: Final = ("checkthat2022_t2a", "checkthat2022_t2b")
SPLITS: Final = ("dev", "devtest")
DEPTH: Final = 5
# As the service does: whoever holds most of the rarest words of a claim is looked at.
KEYS: Final = 24
CANDIDATES: Final = 400
_ADDRESS: Final = re.compile(r"https?://\S+|pic\.twitter\.com/\S+")
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class KnownClaims:
    """The claims of a set, by id, with the ids of those that hold each stem."""

    forms: Mapping[str, ClaimForm]
    holding: Mapping[str, Sequence[str]]
    rarity: Rarity

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> KnownClaims:
        """Known claims by id."""
        forms = {name: form_of(text) for name, text in texts.items()}
        holding: dict[str, list[str]] = defaultdict(list)
        for name, form in forms.items():
            for stem in form.stems:
                holding[stem].append(name)
        counts = {stem: len(names) for stem, names in holding.items()}
        return cls(forms, holding, rarity_among(counts, len(forms)))

    def ranked(self, text: str) -> list[tuple[str, Match]]:
        """The best matches of a text, best first."""
        form = form_of(plain(text))
        rarest = sorted(form.stems, key=lambda stem: (-self.rarity(stem), stem))
        known = [stem for stem in rarest if stem in self.holding][:KEYS]
        votes: dict[str, float] = defaultdict(float)
        for stem in known:
            weight = self.rarity(stem) ** 2
            for name in self.holding[stem]:
                votes[name] += weight
        near = {
            name: self.forms[name] for name in nlargest(CANDIDATES, votes, key=votes.__getitem__)
        }
        return best_matches(form, near, self.rarity, DEPTH)


def measure_matching(data: Path) -> dict[str, Any]:
    """MAP@5 of every set that is there, and how the two thresholds do on the first match."""
    found: dict[str, Any] = {}
    for name in SETS:
        folder = data / name
        if not folder.is_dir():
            continue
        rows = read_rows(folder / "claims.jsonl.gz")
        texts = {str(row["id"]): f"{row['text']} . {row.get('title') or ''}" for row in rows}
        known = KnownClaims.of(texts)
        for split in SPLITS:
            queries = read_rows(folder / f"{split}.jsonl.gz")
            found[f"{name} {split}"] = {"claims": len(texts), **_scores(known, queries)}
    return found


def average_precision(ranked: Sequence[str], right: Sequence[str]) -> float:
    """Average precision of a ranking cut at its length, of as many as could be in it.

    Source: the scorer of CheckThat 2022 task 2, MAP@5.
    """
    hits, total = 0, 0.0
    for place, name in enumerate(ranked, 1):
        if name in right:
            hits += 1
            total += hits / place
    return total / min(len(right), DEPTH) if right else 0.0


def plain(text: str) -> str:
    """A post without addresses, its tags written as words."""
    return _HUMP.sub(" ", _ADDRESS.sub(" ", text).replace("#", " ").replace("@", " "))


def _scores(known: KnownClaims, queries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    precisions, suggested, right = [], 0, 0
    for row in queries:
        ranked = known.ranked(row["query"])
        precisions.append(average_precision([name for name, _ in ranked], row["match_ids"]))
        if ranked and ranked[0][1].suggested:
            suggested += 1
            right += ranked[0][0] in row["match_ids"]
    return {
        "queries": len(precisions),
        "map_at_5": sum(precisions) / len(precisions),
        "suggested": suggested / len(precisions),
        "suggested_precision": right / suggested if suggested else None,
    }
