"""How much is due: the numbers behind the metrics and the health checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

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
    reviews_waiting: int
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
    deliveries = session.execute(
        select(func.count(), func.min(DeliveryRow.created_at)).where(DeliveryRow.state == "pending")
    ).one()
    return Backlog(
        runs_queued=runs.get("queued", 0),
        runs_running=runs.get("running", 0),
        oldest_unfinished_at=min((row[2] for row in rows), default=None),
        messages_pending=_count(session, OutboxRow.id, OutboxRow.published_at.is_(None)),
        reviews_waiting=_count(session, ReviewRow.id, ReviewRow.state == "waiting"),
        deliveries_pending=deliveries[0],
        oldest_delivery_at=deliveries[1],
        documents_to_index=_count(session, DocumentRow.id, DocumentRow.index_due),
    )


def _count(
    session: Session,
    column: InstrumentedAttribute[Any],
    condition: ColumnElement[bool] | InstrumentedAttribute[bool],
) -> int:
    return session.scalar(select(func.count(column)).where(condition)) or 0
