"""How fast ingestion and search are, beside what the engine does on its own."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from elasticsearch import Elasticsearch

from evaluation.metrics import percentile
from sources.documents import BadLine
from sources.reading import corpus_files, read_files
from verification.ports import Corpus
from verification.types import PassageQuery

_BATCH: Final = 1000
_RAW_INDEX: Final = "raw-bulk-rate"


@dataclass(frozen=True, slots=True)
class Rate:
    """How many passages were taken in, and in how many seconds."""

    passages: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Passages a second."""
        return self.passages / self.seconds


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds of one search: the median and the 95th percentile over `searches`."""

    searches: int
    p50: float
    p95: float


def search_latency(
    corpus: Corpus, queries: Sequence[PassageQuery], *, progress: Callable[[], object] = object
) -> Latency:
    """Time every query once, after one that warms the engine up."""
    corpus.search(queries[0])
    seconds = []
    for query in queries:
        started = time.perf_counter()
        corpus.search(query)
        seconds.append(time.perf_counter() - started)
        progress()
    return Latency(len(seconds), percentile(seconds, 0.5), percentile(seconds, 0.95))


def raw_sqlite_rate(paths: Sequence[Path], folder: Path) -> Rate:
    """What SQLite's FTS5 takes in on its own: bare rows, one index, one transaction.

    Reading the files is not part of the time.
    """
    with closing(sqlite3.connect(folder / "raw.db")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE passages (id TEXT PRIMARY KEY, title TEXT, text TEXT)")
        database.execute(
            "CREATE VIRTUAL TABLE words USING fts5"
            "(title, text, content='passages', tokenize='porter unicode61')"
        )

        def take(rows: list[tuple[str, str, str]]) -> None:
            database.executemany("INSERT INTO passages VALUES (?, ?, ?)", rows)
            numbers = database.execute("SELECT last_insert_rowid()").fetchone()[0]
            first = numbers - len(rows) + 1
            database.executemany(
                "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
                [(first + at, title, text) for at, (_, title, text) in enumerate(rows)],
            )

        return _timed(paths, take, finish=database.commit)


def raw_elasticsearch_rate(paths: Sequence[Path], url: str) -> Rate:
    """What Elasticsearch takes in on its own: bulk requests of bare rows, one at a time."""
    with Elasticsearch(url, request_timeout=60) as client:
        client.indices.create(
            index=_RAW_INDEX,
            settings={"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"},
            mappings={
                "properties": {
                    "title": {"type": "text", "analyzer": "english"},
                    "text": {"type": "text", "analyzer": "english"},
                }
            },
        )

        def take(rows: list[tuple[str, str, str]]) -> None:
            lines: list[dict[str, object]] = []
            for key, title, text in rows:
                lines += [{"index": {"_id": key}}, {"title": title, "text": text}]
            if client.bulk(index=_RAW_INDEX, operations=lines)["errors"]:
                raise RuntimeError("The engine refused a row of the speed measurement.")

        try:
            return _timed(paths, take, finish=lambda: client.indices.refresh(index=_RAW_INDEX))
        finally:
            client.indices.delete(index=_RAW_INDEX)


def _timed(
    paths: Sequence[Path],
    take: Callable[[list[tuple[str, str, str]]], object],
    *,
    finish: Callable[[], object],
) -> Rate:
    passages = 0
    seconds = 0.0
    for batch in _batches(_rows(paths)):
        started = time.perf_counter()
        take(batch)
        seconds += time.perf_counter() - started
        passages += len(batch)
    started = time.perf_counter()
    finish()
    return Rate(passages, seconds + time.perf_counter() - started)


def _rows(paths: Sequence[Path]) -> Iterator[tuple[str, str, str]]:
    for document in read_files(corpus_files(paths)):
        if not isinstance(document, BadLine):
            for part in document.passages:
                yield part.id, part.title or document.title, document.text[part.start : part.end]


def _batches(
    rows: Iterable[tuple[str, str, str]],
) -> Iterator[list[tuple[str, str, str]]]:
    rest = iter(rows)
    while batch := list(islice(rest, _BATCH)):
        yield batch
