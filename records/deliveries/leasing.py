"""Who may send a delivery: leased like a run, with the attempt's number as fence.

Of one receiver only a few deliveries are out at a time, so that one that hangs does not hold
everybody who sends.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from records.context import keys_of, rules_of
from records.deliveries.nouns import LeasedDelivery
from records.keys import callback_secret
from records.models.claims import CallbackRow
from records.models.hooks import DELIVERY_IS_PENDING, DeliveryRow, EndpointRow, EventRow
from records.outbox import settle

AT_ONCE = 4
"""How many deliveries to one receiver may be out at a time."""
LOOK_AHEAD = 10


def lease_due_deliveries(
    session: Session, *, now: datetime, lease_s: float, limit: int = 20
) -> list[LeasedDelivery]:
    """Take the lease of deliveries that are due, few at a time for any one receiver."""
    leased = []
    for delivery_id in _due(session, now, limit):
        if found := _lease(session, delivery_id, now=now, lease_s=lease_s):
            leased.append(found)
    return leased


def lease_delivery(
    session: Session, delivery_id: str, *, now: datetime, lease_s: float
) -> LeasedDelivery | None:
    """Take the lease of one delivery, or None when it is not due or somebody has it."""
    return _lease(session, delivery_id, now=now, lease_s=lease_s)


def due_deliveries(session: Session, *, now: datetime, limit: int) -> list[str]:
    """Ids of deliveries that are due and that nobody holds, marked as offered now.

    What was offered within `Rules.offer_again_s` is left out. It writes, so it needs a writing
    transaction.
    """
    lately = now - timedelta(seconds=rules_of(session).offer_again_s)
    unoffered = or_(DeliveryRow.offered_at.is_(None), DeliveryRow.offered_at < lately)
    due = _due(session, now, limit, unoffered)
    if due:
        session.execute(update(DeliveryRow).where(DeliveryRow.id.in_(due)).values(offered_at=now))
    return due


def _due(
    session: Session, now: datetime, limit: int, *conditions: ColumnElement[bool]
) -> list[str]:
    """Ids that may be taken, longest due first, locked against others who look."""
    rows = session.execute(
        select(DeliveryRow.id, DeliveryRow.url, DeliveryRow.endpoint_id)
        .outerjoin(EndpointRow, EndpointRow.id == DeliveryRow.endpoint_id)
        .where(_takeable(now), *conditions)
        .where(or_(DeliveryRow.endpoint_id.is_(None), EndpointRow.state == "enabled"))
        .order_by(DeliveryRow.next_at, DeliveryRow.id)
        .limit(limit * LOOK_AHEAD)
        .with_for_update(of=DeliveryRow, skip_locked=True)
    ).all()
    out = _out_by_receiver(session, now)
    chosen: list[str] = []
    for row in rows:
        receiver = row.endpoint_id or row.url
        if out[receiver] < AT_ONCE and len(chosen) < limit:
            out[receiver] += 1
            chosen.append(row.id)
    return chosen


def _takeable(now: datetime) -> ColumnElement[bool]:
    return and_(
        DELIVERY_IS_PENDING,
        DeliveryRow.next_at <= now,
        or_(DeliveryRow.lease_until.is_(None), DeliveryRow.lease_until < now),
    )


def _out_by_receiver(session: Session, now: datetime) -> Counter[str]:
    receiver = func.coalesce(DeliveryRow.endpoint_id, DeliveryRow.url)
    rows = session.execute(
        select(receiver, func.count())
        .where(DELIVERY_IS_PENDING, DeliveryRow.lease_until >= now)
        .group_by(receiver)
    )
    return Counter({row[0]: row[1] for row in rows})


def _lease(
    session: Session, delivery_id: str, *, now: datetime, lease_s: float
) -> LeasedDelivery | None:
    delivery = session.scalar(
        update(DeliveryRow)
        .where(DeliveryRow.id == delivery_id, _takeable(now))
        .values(
            attempt=DeliveryRow.attempt + 1,
            lease_until=now + timedelta(seconds=lease_s),
            offered_at=None,
        )
        .returning(DeliveryRow)
    )
    if delivery is None:
        return None
    settle(session, "deliver", [delivery_id])
    event = session.scalars(select(EventRow).where(EventRow.id == delivery.event_id)).one()
    url, secrets = _receiver(session, delivery, now)
    return LeasedDelivery(
        id=delivery.id,
        url=url,
        event_type=event.type,
        body=event.body,
        secrets=secrets,
        attempt=delivery.attempt,
        endpoint_id=delivery.endpoint_id,
    )


def _receiver(
    session: Session, delivery: DeliveryRow, now: datetime
) -> tuple[str, tuple[str, ...]]:
    """Where to, and what to sign with; an endpoint may have moved since the event."""
    if delivery.endpoint_id is None:
        key_id = session.scalars(
            select(CallbackRow.key_id).where(CallbackRow.id == delivery.callback_id)
        ).one()
        return delivery.url, (callback_secret(session, key_id, now=now),)
    endpoint = session.scalars(
        select(EndpointRow).where(EndpointRow.id == delivery.endpoint_id)
    ).one()
    stored = [endpoint.secret]
    if endpoint.previous_secret and endpoint.previous_until and endpoint.previous_until > now:
        stored.append(endpoint.previous_secret)
    ring = keys_of(session)
    return endpoint.url, tuple(ring.decrypt(each) for each in stored)
