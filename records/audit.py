"""The audit trail: append-only events in a hash chain.

Each event's hash covers the event and the hash of the one before, so that a changed, removed or
inserted event shows. One transaction at a time may write at the end of the chain; it is therefore
the last thing a transaction does, when everything else is locked that it needs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from records.context import AuditEntry, unwritten_of
from records.models.ledger import AuditRow
from records.statements import execute_many, lock_word

__all__ = [
    "AuditEntry",
    "AuditEvent",
    "ChainReport",
    "list_events",
    "record_event",
    "verify_chain",
    "write_events",
]

BEGINNING = "0" * 64
PAGE = 1000


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """An event that was written; `seq` counts from 1 without gaps."""

    seq: int
    at: datetime
    actor: str
    kind: str
    subject: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    hash: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a check of the chain found; `broken_at` is the first event that does not fit.

    Keep `head` elsewhere from time to time: a chain cut off at its end still fits.
    """

    events: int
    head: str
    broken_at: int | None

    @property
    def intact(self) -> bool:
        """Whether every event fits."""
        return self.broken_at is None


def record_event(session: Session, entry: AuditEntry, *, now: datetime) -> None:
    """Have an event written at the end of the chain when the transaction is committed."""
    unwritten_of(session).append((entry, now))


def write_events(session: Session) -> None:
    """Write the events recorded in this transaction; the last thing before it is committed."""
    unwritten = unwritten_of(session)
    if not unwritten:
        return
    lock_word(session, "audit")
    newest = session.execute(
        select(AuditRow.seq, AuditRow.hash).order_by(AuditRow.seq.desc()).limit(1)
    ).one_or_none()
    seq, head = (newest.seq, newest.hash) if newest else (0, BEGINNING)
    rows = []
    for entry, at in unwritten:
        seq += 1
        row = _row(entry, seq, at, head)
        rows.append(row)
        head = row["hash"]
    execute_many(session, insert(AuditRow), rows)
    unwritten.clear()


def list_events(
    session: Session, *, subject: str | None = None, limit: int = 100, before_seq: int | None = None
) -> list[AuditEvent]:
    """Events, newest first; `before_seq` is the `seq` of the last one seen."""
    query = select(AuditRow).order_by(AuditRow.seq.desc()).limit(limit)
    if subject is not None:
        query = query.where(AuditRow.subject == subject)
    if before_seq is not None:
        query = query.where(AuditRow.seq < before_seq)
    return [AuditEvent(**_values(row), hash=row.hash) for row in session.scalars(query)]


def verify_chain(session: Session) -> ChainReport:
    """Compute every hash anew, in bounded memory."""
    seq, head = 0, BEGINNING
    while rows := _after(session, seq):
        for row in rows:
            fits = row.seq == seq + 1 and row.previous_hash == head
            if not fits or row.hash != _hash(_values(row), head):
                return ChainReport(seq, head, row.seq)
            seq, head = row.seq, row.hash
        session.expunge_all()
    return ChainReport(seq, head, None)


def _after(session: Session, seq: int) -> list[AuditRow]:
    query = select(AuditRow).where(AuditRow.seq > seq).order_by(AuditRow.seq).limit(PAGE)
    return list(session.scalars(query))


def _values(row: AuditRow) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "at": row.at,
        "actor": row.actor,
        "kind": row.kind,
        "subject": row.subject,
        "before": row.before,
        "after": row.after,
    }


def _row(entry: AuditEntry, seq: int, at: datetime, previous: str) -> dict[str, Any]:
    values = {
        "seq": seq,
        "at": at,
        "actor": entry.actor,
        "kind": entry.kind,
        "subject": entry.subject,
        "before": None if entry.before is None else dict(entry.before),
        "after": None if entry.after is None else dict(entry.after),
    }
    return values | {"previous_hash": previous, "hash": _hash(values, previous)}


def _hash(values: dict[str, Any], previous: str) -> str:
    instant = values["at"].astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(values | {"at": instant, "previous": previous}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
