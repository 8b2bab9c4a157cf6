"""The passage that shares most with a claim, for pairs that settle nothing but look as if."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from judges.rarity import Rarity
from language.normal import content_stems


class Closest:
    """Passages, each of a document, by the words they share with a claim, rare ones first."""

    def __init__(self, passages: Iterable[tuple[str, str]]) -> None:
        """`passages` are pairs of a document's id and a text; their places count from 0."""
        self._rarity = Rarity.load()
        self._documents: list[str] = []
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        for place, (document, text) in enumerate(passages):
            self._documents.append(document)
            for stem in content_stems(text):
                self._holders[stem].append(place)

    def to(self, claim: str, not_of: str) -> int | None:
        """The place of the passage of another document that shares most; None if none shares."""
        scores: defaultdict[int, float] = defaultdict(float)
        for stem in sorted(content_stems(claim)):
            for place in self._holders[stem]:
                if self._documents[place] != not_of:
                    scores[place] += self._rarity.of(stem)
        return max(scores, key=lambda place: (scores[place], -place), default=None)
