"""How rare a word is in official statements, and so how much its presence tells."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

RARITY_FILE = Path(__file__).parent / "rarity.json"


class Rarity:
    """Inverse document frequencies of word stems: log of passages by passages that hold it.

    Source: K. Spärck Jones, "A statistical interpretation of term specificity and its application
    in retrieval", Journal of Documentation 28, 1972.
    """

    def __init__(self, stems: dict[str, float], unseen: float) -> None:
        self._stems = stems
        self._unseen = unseen

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> Rarity:
        """The table shipped beside this module."""
        table = json.loads(RARITY_FILE.read_text(encoding="utf-8"))
        return cls(table["stems"], table["unseen"])

    def of(self, stem: str) -> float:
        """The rarity of one stem; those the table does not know count as rarest."""
        return self._stems.get(stem, self._unseen)

    def sum(self, stems: Iterable[str]) -> float:
        """The rarities of several stems together; repeated ones count again."""
        return sum(self._stems.get(stem, self._unseen) for stem in stems)
