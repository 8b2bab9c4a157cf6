"""Building the embedded corpus anew beside the live one.

The new build is filled in short transactions, so that searches and writes go on against the live
one. Then one transaction, which keeps other writers out, brings over what was written meanwhile
(the documents whose content differs from what it was before the first passage was asked for),
holds the new build against its own bookkeeping, and makes it the live one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress

from indices.batches import Batch, first_of_each, in_batches
from indices.embedded_build import Build, live_build
from indices.embedded_file import CorpusFile, create, run, start_build
from indices.embedded_tables import DROP_BUILD, FILE_VERSION, sql
from indices.generation import Content, documents_that_differ
from verification.errors import CorpusUnavailable
from verification.ports import AddReport
from verification.types import Passage

BATCH = 1000
COPIED_AT_ONCE = 500


def rebuild(
    file: CorpusFile, passages: Iterable[Passage], progress: Callable[[int], None] | None
) -> AddReport:
    """Replace the content of the file by these passages, and by what is written meanwhile.

    A later rebuild supersedes one that is under way, which then raises CorpusUnavailable.
    """
    number, before = _start(file)
    documents = 0
    try:
        for batch in first_of_each(in_batches(passages, BATCH)):
            with file.writing() as connection:
                _building(connection, number).replace(batch)
            documents += len(batch.documents)
            if progress:
                progress(len(batch.passages))
        with file.writing() as connection:
            added, removed = _finish(connection, number, before)
    except BaseException:
        with suppress(CorpusUnavailable), file.writing() as connection:
            _drop(connection, number)
        raise
    return AddReport(documents, added, 0, 0, removed)


def _start(file: CorpusFile) -> tuple[int, dict[str, Content]]:
    with file.writing() as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version != FILE_VERSION:
            _start_over(connection)
        for (half_built,) in connection.execute("SELECT number FROM builds WHERE NOT live"):
            _drop(connection, half_built)
        number = start_build(connection, live=False)
        return number, live_build(connection).by_document()


def _start_over(connection: sqlite3.Connection) -> None:
    """Drop what another version of Assay wrote: no search can be served from it."""
    virtual = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'"
    plain = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    for names in (f"{virtual} AND sql LIKE '%fts5vocab%'", virtual, plain):
        for (name,) in connection.execute(names).fetchall():
            connection.execute(f'DROP TABLE "{name}"')
    create(connection)


def _building(connection: sqlite3.Connection, number: int) -> Build:
    build = Build(connection, number)
    if build.content() is None:
        raise CorpusUnavailable("This rebuild was superseded by another one that began later.")
    return build


def _finish(
    connection: sqlite3.Connection, number: int, before: dict[str, Content]
) -> tuple[int, int]:
    build, live = _building(connection, number), live_build(connection)
    written = documents_that_differ(before, live.by_document())
    for at in range(0, len(written), COPIED_AT_ONCE):
        some = written[at : at + COPIED_AT_ONCE]
        build.replace(Batch(some, {each.id: each for each in live.of_documents(some)}))
    noted, was = build.content(), live.content()
    if noted is None or was is None or noted != build.counted():
        raise CorpusUnavailable("The new build does not hold what was written; try again.")
    connection.execute("UPDATE builds SET live = (number = ?)", (number,))
    _drop(connection, live.number)
    return noted.count, was.count


def _drop(connection: sqlite3.Connection, number: int) -> None:
    if connection.execute("DELETE FROM builds WHERE number = ?", (number,)).rowcount:
        run(connection, sql(DROP_BUILD, number))
