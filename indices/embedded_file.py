"""Connections to the file of the embedded corpus: one for each caller at a time."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from indices.embedded_tables import CREATE_BUILD, CREATE_FILE, FILE_VERSION, START_BUILD, sql
from verification.errors import CorpusUnavailable

SETTINGS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA cache_size = -16384;
PRAGMA mmap_size = 1073741824;
"""


# Writers of one process take turns; SQLite's own waiting looks again ever more seldom, and whoever
# waits longest may starve.
_turns: dict[Path, threading.Lock] = {}
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_turns.clear)


class CorpusFile:
    """A SQLite file in WAL mode: many readers, in many processes, beside one writer.

    Raises CorpusUnavailable, and nothing else, for whatever SQLite says.
    """

    def __init__(self, path: Path, wait_s: float) -> None:
        self.path = path
        self._wait_s = wait_s
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._process = os.getpid()
        self._closed = False

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the file for as long as the block runs."""
        with self._transaction("BEGIN") as connection:
            self.refuse_other_versions(connection)
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes take effect together at the end of the block, or not at all.

        Waits for other writers.
        """
        turn = _turns.setdefault(self.path.absolute(), threading.Lock())
        if not turn.acquire(timeout=self._wait_s):
            raise CorpusUnavailable(
                f"The corpus file {self.path} is being written to for too long; try again later."
            )
        try:
            with self._transaction("BEGIN IMMEDIATE") as connection:
                yield connection
        finally:
            turn.release()

    def refuse_other_versions(self, connection: sqlite3.Connection) -> None:
        """Raise CorpusUnavailable for a file that another version of Assay wrote."""
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version != FILE_VERSION:
            raise CorpusUnavailable(
                f"The corpus file {self.path} was written by another version of Assay; "
                "run `assay reindex` to build it anew from the records."
            )

    def close(self) -> None:
        """Close every connection that is not in use; those in use are closed when given back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        try:
            with self._connection() as connection:
                connection.execute(begin)
                try:
                    yield connection
                    connection.execute("COMMIT")
                except BaseException:
                    with suppress(sqlite3.Error):
                        connection.execute("ROLLBACK")
                    raise
        except (sqlite3.Error, OSError) as error:
            raise CorpusUnavailable(
                f"The corpus file {self.path} cannot be used: {error}; "
                "check that it exists, may be written, and that the disk has room."
            ) from error

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        connection = self._take()
        try:
            yield connection
        except sqlite3.Error:
            connection.close()
            raise
        except BaseException:
            self._give_back(connection)
            raise
        self._give_back(connection)

    def _take(self) -> sqlite3.Connection:
        with self._lock:
            if self._closed:
                raise CorpusUnavailable(f"The corpus file {self.path} was closed.")
            if self._process != os.getpid():
                # SQLite forbids to carry a connection over a fork, even to close it.
                self._process, self._idle = os.getpid(), []
            if self._idle:
                return self._idle.pop()
        return self._open()

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            if not self._closed and self._process == os.getpid():
                self._idle.append(connection)
                return
        connection.close()

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            self.path, timeout=self._wait_s, isolation_level=None, check_same_thread=False
        )
        try:
            connection.executescript(SETTINGS)
            self._create_if_new(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _create_if_new(self, connection: sqlite3.Connection) -> None:
        if _is_there(connection):
            return
        connection.execute("BEGIN IMMEDIATE")
        if not _is_there(connection):  # by now another process may have made it
            create(connection)
        connection.execute("COMMIT")


def _is_there(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty corpus, within the transaction under way."""
    run(connection, CREATE_FILE)
    start_build(connection, live=True)
    connection.execute(f"PRAGMA user_version = {FILE_VERSION}")


def start_build(connection: sqlite3.Connection, *, live: bool) -> int:
    """Make the tables of a new, empty build and return its number."""
    (number,) = connection.execute(START_BUILD, (live,)).fetchone()
    run(connection, sql(CREATE_BUILD, number))
    return int(number)


def run(connection: sqlite3.Connection, script: str) -> None:
    """Run several statements within the transaction under way (`executescript` would end it)."""
    for statement in filter(str.strip, script.split(";")):
        connection.execute(statement)
