"""How much is due: the numbers behind the metrics and the health checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from records.models.claims import RunRow
from records.models.corpus import DocumentRow
from records.models.desk import ReviewRow
from records.models.hooks import DeliveryRow
from records.models.ledger import OutboxRow


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits to be done."""

    runs_queued: int
    runs_running: int
    oldest_unfinished_at: datetime | None
    messages_pending: int
    oldest_message_at: datetime | None
    reviews_waiting: int
    oldest_review_at: datetime | None
    deliveries_pending: int
    oldest_delivery_at: datetime | None
    documents_to_index: int


def backlog(session: Session) -> Backlog:
    """Count what waits."""
    rows = session.execute(
        select(RunRow.status, func.count(), func.min(RunRow.created_at))
        .where(RunRow.status.in_(("queued", "running")))
        .group_by(RunRow.status)
    ).all()
    runs = {row[0]: row[1] for row in rows}
    deliveries = _waiting(session, DeliveryRow.created_at, DeliveryRow.state == "pending")
    messages = _waiting(session, OutboxRow.created_at, OutboxRow.published_at.is_(None))
    reviews = _waiting(session, ReviewRow.created_at, ReviewRow.state == "waiting")
    return Backlog(
        runs_queued=runs.get("queued", 0),
        runs_running=runs.get("running", 0),
        oldest_unfinished_at=min((row[2] for row in rows), default=None),
        messages_pending=messages[0],
        oldest_message_at=messages[1],
        reviews_waiting=reviews[0],
        oldest_review_at=reviews[1],
        deliveries_pending=deliveries[0],
        oldest_delivery_at=deliveries[1],
        documents_to_index=session.scalar(
            select(func.count()).select_from(DocumentRow).where(DocumentRow.index_due)
        )
        or 0,
    )


def _waiting(
    session: Session, since: InstrumentedAttribute[datetime], condition: ColumnElement[bool]
) -> tuple[int, datetime | None]:
    """How many rows there are, and since when the oldest of them."""
    row = session.execute(select(func.count(), func.min(since)).where(condition)).one()
    return row[0], row[1]
