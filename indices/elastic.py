"""The corpus in an Elasticsearch cluster."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Final

from indices.analysis import query_words
from indices.batches import Batch, emptying, in_batches, together
from indices.elastic_client import CompleteSearch, IndexMissing, connect
from indices.elastic_indices import Indices
from indices.elastic_query import CONTENT_BODY, as_content, as_hits, as_passage, by_id, search_body
from indices.elastic_reindex import rebuild
from indices.elastic_versions import Target
from indices.elastic_write import BATCH, Index, WritesMoved, overlapping
from indices.generation import Content
from indices.options import CorpusOptions
from verification.ports import AddReport
from verification.types import Hit, Passage, PassageQuery

_MOVE_PAUSE_S: Final = 0.1


class ElasticCorpus:
    """A `WritableCorpus` on Elasticsearch 9; safe to share between threads.

    The first write makes the index; before it, there is no corpus and every question raises
    CorpusUnavailable.
    """

    def __init__(self, target: Target, options: CorpusOptions) -> None:
        self._client = connect(target, options)
        self._wait_s = options.request_timeout_s
        self._complete_search = CompleteSearch(self._client, options.request_timeout_s)
        self._indices = Indices(self._client, self._complete_search, target.name, options)

    def search(self, query: PassageQuery) -> list[Hit]:
        """The best passages for a query, best first; ties by passage id; [] for no words."""
        wanted = query_words(query.text)
        if not wanted.words or query.limit < 1:
            return []
        asked = hashlib.sha256(query.text.encode("utf-8", "replace")).hexdigest()
        parameters = {
            # Words count by how rare they are in the whole index, not in each shard of it.
            "search_type": "dfs_query_then_fetch",
            # Copies of a shard may differ in what they have forgotten; the same question goes to
            # the same copy, and gets the same order.
            "preference": asked[:16],
        }
        body = search_body(query, wanted)
        answer = self._complete_search(self._indices.aliases.read, body, parameters)
        return as_hits(answer["hits"]["hits"])

    def get(self, passage_id: str) -> Passage | None:
        """One passage by its id."""
        answer = self._complete_search(self._indices.aliases.read, by_id(passage_id))
        found = answer["hits"]["hits"]
        return as_passage(found[0]["_source"]) if found else None

    def generation(self) -> str:
        """A word for the exact content, the same as any other engine gives for it."""
        return self._content().generation

    def count(self) -> int:
        """How many passages there are."""
        return self._content().count

    def check(self) -> None:
        """Raise CorpusUnavailable unless all shards answer and both aliases name one index."""
        self._content()
        self._indices.check()

    def add(
        self, passages: Iterable[Passage], *, progress: Callable[[int], None] | None = None
    ) -> AddReport:
        """Make these the complete passages of the documents they belong to.

        They become visible together, at the end. `progress` is called with the number of passages
        of each batch written.
        """
        return self._write(in_batches(passages, BATCH), progress)

    def remove_documents(self, document_ids: Sequence[str]) -> int:
        """Remove every passage of these documents; returns how many there were."""
        return self._write(emptying(document_ids, BATCH), None).removed

    def rebuild(
        self, passages: Iterable[Passage], *, progress: Callable[[int], None] | None = None
    ) -> AddReport:
        """Replace the whole content while searches and writes go on against the old one.

        What is written meanwhile is brought over. The report counts the passages there are now
        as added and those there were as removed.
        """
        return rebuild(self._indices, passages, progress)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _content(self) -> Content:
        answer = self._complete_search(
            self._indices.aliases.read, CONTENT_BODY, {"request_cache": True}
        )
        return as_content(answer["hits"]["total"]["value"], answer["aggregations"])

    def _write(self, batches: Iterable[Batch], progress: Callable[[int], None] | None) -> AddReport:
        writing = _Writing(self._indices, self._wait_s)
        reports: list[AddReport] = []
        for batch, report in overlapping(writing.replace, batches):
            reports.append(report)
            if progress:
                progress(len(batch.passages))
        writing.finish()
        return together(reports)


class _Writing:
    """One write under way, which follows the corpus to another index when a rebuild moves it."""

    def __init__(self, indices: Indices, wait_s: float) -> None:
        self._indices = indices
        self._wait_s = wait_s
        self._index = self._visible()

    def replace(self, batch: Batch) -> AddReport:
        """Write a batch; waits for a rebuild that is taking over."""
        give_up = time.monotonic() + self._wait_s
        while True:
            try:
                return self._index.replace(batch).report
            except (WritesMoved, IndexMissing):
                if time.monotonic() > give_up:
                    raise
            time.sleep(_MOVE_PAUSE_S)
            self._index = self._visible()

    def finish(self) -> None:
        """Make everything visible; what was taken over by another index is visible there."""
        with suppress(IndexMissing):
            self._index.refresh()

    def _visible(self) -> Index:
        """The live index with all that earlier writers left unseen: batches are held against it."""
        index = self._indices.writable()
        index.refresh()
        return index
