"""What the drivers' errors mean to us."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import (
    DatabaseError,
    DBAPIError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from verification.errors import RecordsUnavailable

BUSY = "The database was busy for too long; try again."
SILENT = "The database did not answer; check its address and that it runs."
BEHIND = "The database's schema is not current; run `assay migrate`."
FULL = "The database cannot write; check its disk and permissions."
NO_DATABASE = "The file is not a database, or it is damaged."

UNDEFINED_TABLE, UNDEFINED_COLUMN = "42P01", "42703"
# Lock not available, statement cancelled by its timeout, deadlock, serialisation failure.
WAITED_TOO_LONG = {"55P03", "57014", "40P01", "40001"}
DISK_FULL = "53100"


@contextmanager
def translated_faults() -> Iterator[None]:
    """Turn driver errors that mean "not now" into RecordsUnavailable; others pass."""
    try:
        yield
    except SQLAlchemyError as error:
        meaning = _meaning_of(error)
        if meaning is None:
            raise
        raise RecordsUnavailable(meaning) from error


def _meaning_of(error: SQLAlchemyError) -> str | None:
    if isinstance(error, PoolTimeout):
        return BUSY
    if not isinstance(error, DBAPIError):
        return None
    state = getattr(error.orig, "sqlstate", None)
    if state and not error.connection_invalidated:
        return _meaning_of_state(state, error)
    if isinstance(error, OperationalError):
        return _meaning_of_words(str(error.orig))
    if type(error) is DatabaseError:
        return NO_DATABASE
    return SILENT if isinstance(error, InterfaceError) or error.connection_invalidated else None


def _meaning_of_state(state: str, error: DBAPIError) -> str | None:
    """PostgreSQL says by SQLSTATE what happened."""
    if state in WAITED_TOO_LONG:
        return BUSY
    if state == DISK_FULL:
        return FULL
    if isinstance(error, ProgrammingError) and state in {UNDEFINED_TABLE, UNDEFINED_COLUMN}:
        return BEHIND
    return SILENT if isinstance(error, OperationalError) else None


def _meaning_of_words(words: str) -> str:
    """SQLite, and a connection that never came about, say it in words only."""
    for part, meaning in (
        ("locked", BUSY),
        ("no such table", BEHIND),
        ("no such column", BEHIND),
        ("has no column", BEHIND),
        ("readonly", FULL),
        ("disk", FULL),
    ):
        if part in words:
            return meaning
    return SILENT
