"""Real, small implementations of the two ports, for tests of what lies above them."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from language.normal import content_stems
from verification.ports import AddReport
from verification.types import (
    DocumentRef,
    Hit,
    Passage,
    PassageQuery,
    Source,
    StanceJudgement,
    StancePair,
)

SUPPORTS = StanceJudgement(0.9, 0.04, 0.06)
REFUTES = StanceJudgement(0.04, 0.9, 0.06)
NEUTRAL = StanceJudgement(0.05, 0.05, 0.9)


def passage(
    text: str,
    passage_id: str = "p1",
    *,
    publisher: str = "The White House",
    weight: float = 0.9,
    published_at: date | None = date(2021, 3, 23),
    speaker: str | None = None,
    before: int = 0,
) -> Passage:
    """A passage that is a document of its own, `before` characters into it."""
    source = Source(publisher.lower().replace(" ", "-"), publisher, "government", weight)
    document = DocumentRef(f"doc-{passage_id}", 1, "Statement", source, published_at, None, speaker)
    return Passage(passage_id, document, before, before + len(text), text)


class MemoryCorpus:
    """A corpus in a dictionary: stems shared with the query, rare ones counting more."""

    def __init__(self, passages: Iterable[Passage] = ()) -> None:
        self._passages: dict[str, Passage] = {}
        self.queries: list[PassageQuery] = []
        self.add(passages)

    def search(self, query: PassageQuery) -> list[Hit]:
        self.queries.append(query)
        wanted = content_stems(query.text)
        stems = {each.id: content_stems(each.text) for each in self._passages.values()}
        counts = Counter(stem for found in stems.values() for stem in found)
        scored = [
            (sum(math.log(1 + len(stems) / counts[stem]) for stem in shared), each)
            for each in self._passages.values()
            if _passes(each, query) and (shared := wanted & stems[each.id])
        ]
        scored.sort(key=lambda pair: (-pair[0], pair[1].id))
        return [Hit(each, rank) for rank, (_, each) in enumerate(scored[: query.limit], 1)]

    def get(self, passage_id: str) -> Passage | None:
        return self._passages.get(passage_id)

    def generation(self) -> str:
        content = "\n".join(sorted(map(repr, self._passages.values())))
        return "g" + hashlib.sha256(content.encode()).hexdigest()[:16]

    def count(self) -> int:
        return len(self._passages)

    def check(self) -> None:
        """Memory always answers."""

    def add(self, passages: Iterable[Passage]) -> AddReport:
        given = list(passages)
        before = dict(self._passages)
        documents = {each.document.id for each in given}
        removed = self.remove_documents(sorted(documents))
        self._passages |= {each.id: each for each in given}
        added = sum(each.id not in before for each in given)
        unchanged = sum(before.get(each.id) == each for each in given)
        kept = sum(each.id in before for each in given)
        return AddReport(len(documents), added, kept - unchanged, unchanged, removed - kept)

    def remove_documents(self, document_ids: Sequence[str]) -> int:
        gone = [each.id for each in self._passages.values() if each.document.id in document_ids]
        for passage_id in gone:
            del self._passages[passage_id]
        return len(gone)

    def rebuild(self, passages: Iterable[Passage]) -> AddReport:
        self._passages = {}
        return self.add(passages)

    def close(self) -> None:
        """Memory has nothing to give back."""


def _passes(each: Passage, query: PassageQuery) -> bool:
    document = each.document
    if query.publishers and document.source.id not in query.publishers:
        return False
    if query.language and document.language != query.language:
        return False
    if document.published_at is None:
        return query.include_undated or not (query.published_from or query.published_until)
    return (
        (query.published_from or date.min)
        <= document.published_at
        <= (query.published_until or date.max)
    )


class ScriptedJudge:
    """A judge that answers by the first key its evidence contains, otherwise neutral."""

    version = "scripted-1"

    def __init__(
        self,
        script: Mapping[str, StanceJudgement] | None = None,
        *,
        max_batch: int = 256,
        before: Callable[[], None] = lambda: None,
    ) -> None:
        self.script = dict(script or {})
        self._before = before
        self.max_batch = max_batch
        self.batches: list[list[StancePair]] = []

    def judge(self, pairs: Sequence[StancePair]) -> list[StanceJudgement]:
        assert len(pairs) <= self.max_batch, "more pairs than the judge takes at once"
        self._before()
        self.batches.append(list(pairs))
        return [self._answer(pair) for pair in pairs]

    def _answer(self, pair: StancePair) -> StanceJudgement:
        return next((say for key, say in self.script.items() if key in pair.evidence), NEUTRAL)
