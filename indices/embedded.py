"""The corpus in one SQLite file: full-text search (FTS5) without a server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from indices.analysis import encodable, query_words
from indices.batches import Batch, emptying, in_batches, together
from indices.embedded_build import Build, live_build
from indices.embedded_file import CorpusFile
from indices.embedded_query import match_expression, search_statement
from indices.embedded_rebuild import rebuild
from indices.embedded_tables import GET, as_passage
from indices.generation import Content
from verification.errors import CorpusUnavailable
from verification.ports import AddReport
from verification.types import Hit, Passage, PassageQuery

BATCH: Final = 1000
MOST_REMEMBERED: Final = 50_000


class EmbeddedCorpus:
    """A `WritableCorpus` on SQLite; safe to share between threads, its file between processes.

    Without a path the file is a scratch one, gone when the corpus is closed.
    """

    def __init__(self, path: Path | None, wait_s: float = 30.0) -> None:
        self._scratch = None if path else TemporaryDirectory(prefix="assay-corpus-")
        folder = Path(self._scratch.name) if self._scratch else Path()
        self._file = CorpusFile(path or folder / "corpus.sqlite3", wait_s)
        self._known = _WordCounts()

    def search(self, query: PassageQuery) -> list[Hit]:
        """The best passages for a query, best first; ties by passage id; [] for no words."""
        wanted = query_words(query.text)
        if not wanted.words or query.limit < 1:
            return []
        with self._file.reading() as connection:
            build = live_build(connection)
            match = match_expression(wanted, self._known.of(build))
            rows = build.rows(*search_statement(query, wanted, match))
        return [Hit(as_passage(row), rank) for rank, row in enumerate(rows, 1)]

    def get(self, passage_id: str) -> Passage | None:
        """One passage by its id."""
        with self._file.reading() as connection:
            rows = live_build(connection).rows(GET, (encodable(passage_id),))
        return as_passage(rows[0]) if rows else None

    def generation(self) -> str:
        """A word for the exact content, the same as any other engine gives for it."""
        return self._content().generation

    def count(self) -> int:
        """How many passages there are."""
        return self._content().count

    def check(self) -> None:
        """Raise CorpusUnavailable unless the file answers and holds what its books say."""
        with self._file.reading() as connection:
            build = live_build(connection)
            if build.content() != build.counted():
                raise CorpusUnavailable(
                    f"The corpus file {self._file.path} contradicts itself; run `assay reindex`."
                )

    def add(
        self, passages: Iterable[Passage], *, progress: Callable[[int], None] | None = None
    ) -> AddReport:
        """Make these the complete passages of the documents they belong to.

        Batches of whole documents take effect one after the other. `progress` is called with the
        number of passages of each.
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
        return rebuild(self._file, passages, progress)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        if self._scratch:
            self._scratch.cleanup()

    def _content(self) -> Content:
        with self._file.reading() as connection:
            return live_build(connection).content() or Content()

    def _write(self, batches: Iterator[Batch], progress: Callable[[int], None] | None) -> AddReport:
        return together(self._written(batch, progress) for batch in batches)

    def _written(self, batch: Batch, progress: Callable[[int], None] | None) -> AddReport:
        with self._file.writing() as connection:
            self._file.refuse_other_versions(connection)
            report = live_build(connection).replace(batch)
        if progress:
            progress(len(batch.passages))
        return report


class _WordCounts:
    """How many passages hold a word, remembered for as long as the content stays the same.

    SQLite counts a word by walking through its entries, and queries share their common words.
    """

    def __init__(self) -> None:
        self._known: tuple[tuple[int, Content | None], dict[str, int]] = (0, None), {}

    def of(self, build: Build) -> Callable[[str], int]:
        """Tells how common a stemmed word is in this build."""
        state = build.number, build.content()
        if self._known[0] != state:
            self._known = state, {}
        counts = self._known[1]

        def how_common(word: str) -> int:
            if word not in counts:
                if len(counts) >= MOST_REMEMBERED:
                    counts.clear()
                counts[word] = build.how_common(word)
            return counts[word]

        return how_common
