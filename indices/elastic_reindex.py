"""Building the corpus anew in an index of its own, then moving the aliases to it.

Searches and writes go to the old index until one request moves both aliases. Nothing written
meanwhile is lost: the content of each document in the old index is noted before the first passage
is asked for; after the fill the documents that differ from that note are brought over, once while
writes go on and once more after the old index was closed for writing, for which Elasticsearch
waits for the writes under way. A writer that meets the closed index waits, and writes its batch to
the new one. So no journal is needed, and writers in other processes need not know of the rebuild.

A rebuild that dies leaves a half-built index, which the next one removes, and at worst the old
index closed for writing, never for reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Final

from indices.batches import Batch, Change, first_of_each, in_batches
from indices.elastic_indices import Indices
from indices.elastic_write import BATCH, overlapping
from indices.generation import Content, documents_that_differ
from verification.errors import CorpusUnavailable
from verification.ports import AddReport
from verification.types import Passage

_COPIED_AT_ONCE: Final = 500


def rebuild(
    indices: Indices, passages: Iterable[Passage], progress: Callable[[int], None] | None
) -> AddReport:
    """Replace the content by these passages, and by what is written meanwhile.

    A later rebuild supersedes one that is under way, which then raises CorpusUnavailable. The
    index that was live is kept until the next rebuild: searches under way on it can end.
    """
    rebuilding = _Rebuild(indices)
    try:
        report = rebuilding.run(passages, progress)
    except BaseException:
        with suppress(CorpusUnavailable):
            rebuilding.undo()
        raise
    rebuilding.tidy()
    return report


class _Rebuild:
    """One rebuild under way."""

    def __init__(self, indices: Indices) -> None:
        self._indices = indices
        self._live = indices.to_replace()
        self._new = indices.start()
        self._content = Content()

    def run(self, passages: Iterable[Passage], progress: Callable[[int], None] | None) -> AddReport:
        """Fill the new index and move the aliases."""
        self._live.refresh()
        before = self._live.by_document()
        documents = self._fill(passages, progress)
        meanwhile = self._bring_over(before)
        self._indices.close_for_writing(self._live)
        last = self._bring_over(meanwhile)
        if self._new.content() != self._content:
            raise CorpusUnavailable("The new index does not hold what was written; try again.")
        self._indices.move(self._live, self._new)
        removed = sum(each.count for each in last.values())
        return AddReport(documents, self._content.count, 0, 0, removed)

    def undo(self) -> None:
        """Leave the old index as it was, unless what failed was only the answer to the move.

        It stays closed where another rebuild has begun, which may rely on that.
        """
        if self._indices.is_live(self._new):
            return
        self._indices.delete([self._new.name])
        if not self._indices.building():
            self._indices.open_for_writing(self._live)

    def tidy(self) -> None:
        """Delete what is out of date; what cannot be deleted now goes with the next rebuild."""
        with suppress(CorpusUnavailable):
            self._indices.delete_superseded((self._live, self._new))

    def _fill(self, passages: Iterable[Passage], progress: Callable[[int], None] | None) -> int:
        documents = 0
        batches = first_of_each(in_batches(passages, BATCH))
        for batch, change in overlapping(self._new.fill, batches):
            documents += len(batch.documents)
            self._note(change)
            if progress:
                progress(len(batch.passages))
        return documents

    def _bring_over(self, before: dict[str, Content]) -> dict[str, Content]:
        """Copy what differs from `before` in the old index; returns what is there now."""
        self._live.refresh()
        self._new.refresh()
        now = self._live.by_document()
        written = documents_that_differ(before, now)
        for at in range(0, len(written), _COPIED_AT_ONCE):
            some = written[at : at + _COPIED_AT_ONCE]
            copies = {each.id: each for each in self._live.of_documents(some)}
            self._note(self._new.replace(Batch(some, copies)))
        self._new.refresh()
        return now

    def _note(self, change: Change) -> None:
        self._content = self._content.changed((each for _, each in change.written), change.replaced)
