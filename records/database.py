"""The connection to the database: transactions, migrations and what comes with them."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import URL, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from records.audit import write_events
from records.context import Context, give_context
from records.engines import PATIENCE_S, make_room, open_engine, parse_url, reading, writing
from records.faults import BUSY, translated_faults
from records.migrating import check_schema, upgrade
from records.rules import Rules
from records.secrets import KeyRing
from records.turns import Turns
from verification.errors import RecordsUnavailable

_MIGRATION_TURNS = 12


def open_records(
    url: str, *, secret_keys: Sequence[str] = (), rules: Rules | None = None
) -> Records:
    """The records at `sqlite:///PATH` or `postgresql://…`; nothing is connected yet.

    `secret_keys` are 32 bytes in base64 each, newest first; they encrypt the secrets that must be
    read back. SettingsInvalid when the URL or a key cannot be used.
    """
    return Records(parse_url(url), Context(KeyRing(secret_keys), rules or Rules()))


@dataclass(slots=True)
class _Opened:
    engine: Engine
    writing: Engine
    reading: Engine
    turns: Turns | None
    """Whose turn it is to write, where only one can at a time."""


@dataclass(eq=False, slots=True, weakref_slot=True)
class Records:
    """The database of record; connected lazily in each process, so it is safe to fork."""

    url: URL
    context: Context
    _opened: _Opened | None = field(default=None, init=False)
    _guard: threading.Lock = field(default_factory=threading.Lock, init=False)

    def __post_init__(self) -> None:
        """Arrange that a forked child opens connections of its own."""
        this = weakref.ref(self)
        os.register_at_fork(after_in_child=lambda: _forget_connections(this))

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """One writing transaction: committed at the end, rolled back on any error.

        RecordsUnavailable when the database does not answer or is busy for too long.
        """
        with translated_faults():
            opened = self._open()
            with _turn(opened.turns), self._session(opened.writing) as session, session.begin():
                yield session
                write_events(session)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One reading transaction, which cannot write; RecordsUnavailable as for `begin`."""
        with translated_faults(), self._session(self._open().reading) as session:
            yield session

    def migrate(self) -> None:
        """Bring the schema up to date; safe to call from several processes at once."""
        with translated_faults():
            make_room(self.url)
            opened = self._open()
            # Another process may migrate for longer than SQLite waits for its lock.
            for left in reversed(range(_MIGRATION_TURNS)):
                try:
                    with _turn(opened.turns), opened.writing.begin() as connection:
                        upgrade(connection)
                except OperationalError:
                    if opened.turns is None or not left:
                        raise
                else:
                    return

    def check(self) -> None:
        """Raise RecordsUnavailable unless the database answers and its schema is current."""
        with translated_faults(), self._open().reading.connect() as connection:
            check_schema(connection)

    def close(self) -> None:
        """Give the connections back; a later call opens new ones."""
        with self._guard:
            opened, self._opened = self._opened, None
        if opened:
            opened.engine.dispose()

    def _open(self) -> _Opened:
        with self._guard:
            if self._opened is None:
                engine = open_engine(self.url)
                turns = Turns() if engine.dialect.name == "sqlite" else None
                self._opened = _Opened(engine, writing(engine), reading(engine), turns)
            return self._opened

    def _session(self, engine: Engine) -> Session:
        # Rows are read anew whenever asked for, and updates go to the database alone: no object
        # lives long enough to be kept in step.
        session = Session(
            engine,
            autoflush=False,
            expire_on_commit=False,
            execution_options={"synchronize_session": False, "populate_existing": True},
        )
        give_context(session, self.context)
        return session


@contextmanager
def _turn(turns: Turns | None) -> Iterator[None]:
    if turns is None:
        yield
        return
    if not turns.take(PATIENCE_S):
        raise RecordsUnavailable(BUSY)
    try:
        yield
    finally:
        turns.give()


def _forget_connections(this: weakref.ref[Records]) -> None:
    """In a forked child: drop the parent's connections without closing them."""
    records = this()
    if records is None:
        return
    records._guard = threading.Lock()
    opened, records._opened = records._opened, None
    if opened:
        opened.engine.dispose(close=False)
