"""Neutral pairs: claims against evidence that does not settle them, in families.

`near_miss` are the claims written on a passage that leaves them open (in `official_pairs` and
among the pairs written for this project); the others are made here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from typing import Any

from judges.rarity import Rarity
from judges.training.closest import Closest
from judges.training.examples import Example, Target, pair_of
from judges.training.official import as_evidence
from language.normal import content_stems
from language.sentences import split_sentences

Row = Mapping[str, Any]
Claim = tuple[str, str]

_POOL = 30000
# A sentence that shares this much of a claim's rare words, against the closest one, goes with it.
_ALSO_DECISIVE = 0.4
_FEWEST_SENTENCES = 4


class Neutrals:
    """Makes neutral pairs from passages of the official corpora, with chance from a seed."""

    def __init__(self, known: Mapping[str, Row], seed: int) -> None:
        """`known` are rows of the corpora by id, each with its `doc_id`."""
        self._known, self._chance = known, Random(seed)
        self._of_document: defaultdict[str, list[str]] = defaultdict(list)
        for passage_id, row in known.items():
            self._of_document[row["doc_id"]].append(passage_id)
        drawn = self._chance.sample(sorted(known), min(_POOL, len(known)))
        self._pool = [known[each] for each in drawn]
        self._closest = Closest(
            (row["doc_id"], f"{row['text']} {row.get('title') or ''}") for row in self._pool
        )
        self._rarity = Rarity.load()

    def of(self, claims: Sequence[Claim], many: int) -> Iterator[Example]:
        """At most `many` pairs of each family from claims, each with the id of its passage."""
        for family, make in self._families().items():
            for claim, passage_id in self._chance.sample(list(claims), min(many, len(claims))):
                row = make(claim, passage_id)
                if row is not None:
                    pair = pair_of(as_evidence(row, claim))
                    yield Example(pair, Target.NEUTRAL, "neutral", f"neutral:{claim}", family)

    def _families(self) -> dict[str, Callable[[str, str], Row | None]]:
        return {
            "same_document": self._same_document,
            "retrieved": self._retrieved,
            "random": self._random,
            "topic_only": self._topic_only,
            "decisive_removed": self._decisive_removed,
        }

    def _same_document(self, _claim: str, passage_id: str) -> Row | None:
        """Another passage of the document."""
        siblings = self._of_document[self._known[passage_id]["doc_id"]]
        others = [each for each in siblings if each != passage_id]
        return self._known[self._chance.choice(others)] if others else None

    def _retrieved(self, claim: str, passage_id: str) -> Row | None:
        """The passage of other documents that shares most by rarity, as retrieval brings it."""
        best = self._closest.to(claim, not_of=self._known[passage_id]["doc_id"])
        return None if best is None else self._pool[best]

    def _random(self, _claim: str, passage_id: str) -> Row | None:
        """Any passage of another document."""
        other = self._chance.choice(self._pool)
        return None if other["doc_id"] == self._known[passage_id]["doc_id"] else other

    def _topic_only(self, _claim: str, passage_id: str) -> Row:
        """Nothing but the title of the document."""
        row = self._known[passage_id]
        return {**row, "text": row.get("title") or "Untitled"}

    def _decisive_removed(self, claim: str, passage_id: str) -> Row | None:
        """The passage without the sentences that share most of the claim's rare words."""
        row = self._known[passage_id]
        sentences = [one.text for one in split_sentences(row["text"])]
        wanted = content_stems(claim)
        shares = [self._rarity.sum(wanted & content_stems(one)) for one in sentences]
        highest = max(shares, default=0.0)
        left = [
            one
            for one, share in zip(sentences, shares, strict=True)
            if share < _ALSO_DECISIVE * highest
        ]
        if len(sentences) < _FEWEST_SENTENCES or len(left) < 2:
            return None
        return {**row, "text": " ".join(left)}
