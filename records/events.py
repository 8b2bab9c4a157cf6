"""Events for the outside: written with the change they tell of, with a delivery for each receiver.

The body is `{type, timestamp, data}` of Standard Webhooks, kept as text so that every attempt and
every receiver gets the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from records.ids import new_id
from records.models.claims import CallbackRow
from records.models.hooks import DeliveryRow, EndpointRow, EventRow
from records.outbox import post
from records.statements import execute_many


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a claim; `type` is one of `webhooks.EVENT_TYPES`."""

    type: str
    claim_id: str
    data: Mapping[str, Any]


def emit(
    session: Session,
    event: Event,
    *,
    callbacks: Sequence[CallbackRow],
    endpoints: bool = True,
    now: datetime,
) -> None:
    """Write an event and a delivery to every endpoint that asked for its type and each callback."""
    targets = _subscribed(session, event.type) if endpoints else []
    if not targets and not callbacks:
        return
    event_id = new_id("evt")
    session.execute(
        insert(EventRow).values(
            id=event_id,
            type=event.type,
            claim_id=event.claim_id,
            body=body_of(event, now),
            created_at=now,
        )
    )
    rows = [_delivery(event_id, now, url=each.url, endpoint_id=each.id) for each in targets]
    rows += [_delivery(event_id, now, url=each.url, callback_id=each.id) for each in callbacks]
    execute_many(session, insert(DeliveryRow), rows)
    post(session, "deliver", [row["id"] for row in rows], now=now)


def mark_told(session: Session, callbacks: Sequence[CallbackRow], *, now: datetime) -> None:
    """Note that these callers are told of a verdict."""
    if callbacks:
        session.execute(
            update(CallbackRow)
            .where(CallbackRow.id.in_([each.id for each in callbacks]))
            .values(told_at=now)
        )


def callbacks_of(session: Session, claim_id: str, *, untold: bool) -> list[CallbackRow]:
    """Where callers want to be told of a claim; with `untold`, those who know no verdict yet."""
    wanted = select(CallbackRow).where(
        CallbackRow.claim_id == claim_id, CallbackRow.ended_at.is_(None)
    )
    if untold:
        wanted = wanted.where(CallbackRow.told_at.is_(None))
    return list(session.scalars(wanted.order_by(CallbackRow.id)))


def body_of(event: Event, now: datetime) -> str:
    """The body of an event, as it is sent."""
    timestamp = now.astimezone(UTC).isoformat().replace("+00:00", "Z")
    body = {"type": event.type, "timestamp": timestamp, "data": event.data}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _subscribed(session: Session, event_type: str) -> list[EndpointRow]:
    enabled = select(EndpointRow).where(EndpointRow.state == "enabled").order_by(EndpointRow.id)
    return [row for row in session.scalars(enabled) if event_type in row.events]


def _delivery(
    event_id: str,
    now: datetime,
    *,
    url: str,
    endpoint_id: str | None = None,
    callback_id: str | None = None,
) -> dict[str, Any]:
    return {
        "id": new_id("msg"),
        "event_id": event_id,
        "endpoint_id": endpoint_id,
        "callback_id": callback_id,
        "url": url,
        "state": "pending",
        "attempt": 0,
        "failures": 0,
        "next_at": now,
        "offered_at": now,
        "created_at": now,
    }
