"""The outbox: messages for the broker, written with the change they tell of.

A message may be sent twice and must do no harm then. One that nobody sent, because the work was
taken up without the broker, is dropped by whoever took it up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from records.models.ledger import OutboxRow
from records.priorities import priority_word
from records.statements import execute_many, rows_changed

TOPICS = ("verify", "deliver", "index")
NORMAL = 1


@dataclass(frozen=True, slots=True)
class Message:
    """Something to be done: `subject_id` is a run, a delivery or a document by `topic`."""

    id: int
    topic: str
    subject_id: str
    priority: str


def post(
    session: Session,
    topic: str,
    subject_ids: Sequence[str],
    *,
    priority: int = NORMAL,
    now: datetime,
) -> None:
    """Put one message for each subject into the outbox."""
    rows = [
        {"topic": topic, "subject_id": subject_id, "priority": priority, "created_at": now}
        for subject_id in subject_ids
    ]
    execute_many(session, insert(OutboxRow), rows)


def pending_messages(session: Session, limit: int = 100) -> list[Message]:
    """Messages not published yet, most urgent first.

    On PostgreSQL other relays pass over them until this transaction ends.
    """
    pending = (
        select(OutboxRow)
        .where(OutboxRow.published_at.is_(None))
        .order_by(OutboxRow.priority, OutboxRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [
        Message(row.id, row.topic, row.subject_id, priority_word(row.priority))
        for row in session.scalars(pending)
    ]


def mark_published(session: Session, message_ids: Sequence[int], *, now: datetime) -> None:
    """Note that the broker has these messages."""
    if message_ids:
        session.execute(
            update(OutboxRow).where(OutboxRow.id.in_(message_ids)).values(published_at=now)
        )


def settle(session: Session, topic: str, subject_ids: Sequence[str]) -> None:
    """Drop the messages about work that was taken up, with or without the broker.

    What a relay is about to publish is left to it: nobody waits for the broker here.
    """
    if subject_ids:
        unpublished = (
            select(OutboxRow.id)
            .where(
                OutboxRow.topic == topic,
                OutboxRow.subject_id.in_(subject_ids),
                OutboxRow.published_at.is_(None),
            )
            .with_for_update(skip_locked=True)
        )
        session.execute(delete(OutboxRow).where(OutboxRow.id.in_(unpublished)))


def prune(session: Session, *, before: datetime) -> int:
    """Forget messages published before then; answers how many."""
    return rows_changed(session, delete(OutboxRow).where(OutboxRow.published_at < before))
