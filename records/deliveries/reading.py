"""Reading deliveries and their attempts."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.deliveries.nouns import Attempt, Delivery, DeliveryFilter
from records.models.hooks import DeliveryAttemptRow, DeliveryRow, EventRow
from records.pages import Listing, Page
from records.statements import AnyRow, AnySelect
from verification.errors import NotFound


def get_delivery(session: Session, delivery_id: str) -> Delivery:
    """One delivery; NotFound when there is none."""
    row = session.execute(_deliveries().where(DeliveryRow.id == delivery_id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no delivery {delivery_id}.")
    return _delivery(row)


def list_deliveries(session: Session, wanted: DeliveryFilter) -> Page[Delivery]:
    """Deliveries, newest first."""
    listing = Listing(DeliveryRow, wanted.limit, wanted.after)
    query = listing.of(_deliveries())
    if wanted.endpoint_id is not None:
        query = query.where(DeliveryRow.endpoint_id == wanted.endpoint_id)
    if wanted.claim_id is not None:
        query = query.where(EventRow.claim_id == wanted.claim_id)
    if wanted.state is not None:
        query = query.where(DeliveryRow.state == wanted.state)
    return listing.page([_delivery(row) for row in session.execute(query)])


def delivery_attempts(session: Session, delivery_id: str) -> list[Attempt]:
    """The attempts of a delivery, oldest first."""
    rows = session.scalars(
        select(DeliveryAttemptRow)
        .where(DeliveryAttemptRow.delivery_id == delivery_id)
        .order_by(DeliveryAttemptRow.attempt)
    )
    return [Attempt(row.attempt, row.at, row.status, row.error, row.duration_ms) for row in rows]


def _deliveries() -> AnySelect:
    return select(DeliveryRow, EventRow.type, EventRow.claim_id).join(
        EventRow, EventRow.id == DeliveryRow.event_id
    )


def _delivery(row: AnyRow) -> Delivery:
    delivery, event_type, claim_id = row
    return Delivery(
        id=delivery.id,
        endpoint_id=delivery.endpoint_id,
        claim_id=claim_id,
        event_id=delivery.event_id,
        event_type=event_type,
        url=delivery.url,
        state=delivery.state,
        attempt=delivery.attempt,
        next_at=delivery.next_at,
        last_status=delivery.last_status,
        last_error=delivery.last_error,
        excerpt=delivery.excerpt,
        created_at=delivery.created_at,
        finished_at=delivery.finished_at,
    )
