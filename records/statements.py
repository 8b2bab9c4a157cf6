"""Statements that the two databases write alike but SQLAlchemy spells by dialect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeAlias, TypeVar, cast

from sqlalchemy import CursorResult, Delete, Executable, Row, Select, Update, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from records.context import on_postgres
from records.models.base import Base
from records.models.claims import ClaimRow, RunRow

Insert: TypeAlias = postgresql.Insert | sqlite.Insert
AnySelect: TypeAlias = Select[*tuple[Any, ...]]
AnyRow: TypeAlias = Row[*tuple[Any, ...]]
T = TypeVar("T")


def insert_into(session: Session, table: type[Base]) -> Insert:
    """An INSERT that knows ON CONFLICT."""
    return postgresql.insert(table) if on_postgres(session) else sqlite.insert(table)


def rows_changed(session: Session, statement: Update | Delete) -> int:
    """Run a statement and count the rows it changed."""
    return cast("CursorResult[Any]", session.execute(statement)).rowcount


def execute_many(session: Session, statement: Executable, rows: Sequence[dict[str, Any]]) -> None:
    """Run one statement for many rows, beside the unit of work of the ORM."""
    if rows:
        session.connection().execute(statement, list(rows))


def lock_claim(session: Session, claim_id: str) -> None:
    """Lock a claim before anything of its runs and reviews, so that all lock in one order.

    SQLite has one writer at a time and needs no lock.
    """
    if on_postgres(session):
        session.execute(
            select(ClaimRow.id).where(ClaimRow.id == claim_id).with_for_update(key_share=True)
        )


def lock_claim_of(session: Session, run_id: str) -> None:
    """Lock the claim of a run."""
    if on_postgres(session):
        claim_id = select(RunRow.claim_id).where(RunRow.id == run_id).scalar_subquery()
        session.execute(
            select(ClaimRow.id).where(ClaimRow.id == claim_id).with_for_update(key_share=True)
        )


def lock_word(session: Session, word: str) -> None:
    """Wait until no other transaction holds this word; it is given back at the end."""
    if on_postgres(session):
        session.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:word, 0))"), {"word": word}
        )


def try_lock_word(session: Session, word: str) -> bool:
    """Hold this word until the end of the transaction; False at once when another holds it."""
    if not on_postgres(session):
        return True
    statement = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:word, 0))")
    return bool(session.scalar(statement, {"word": word}))


def in_batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of at most this size."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
