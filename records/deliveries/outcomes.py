"""What follows from an attempt: delivered, tried again later, or given up.

Only 2xx is success. 410 ends the receiver: its endpoint is disabled, its callback forgotten. The
waits between attempts are those of Standard Webhooks, with up to a tenth more so that receivers
that failed together are not tried together; a `Retry-After` that asks for longer is honoured.
"""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from records.context import rules_of
from records.deliveries.nouns import AttemptOutcome, Delivery
from records.deliveries.reading import get_delivery
from records.models.claims import CallbackRow
from records.models.hooks import DeliveryAttemptRow, DeliveryRow, EndpointRow
from records.outbox import post
from verification.errors import Conflict

GONE = 410
EXCERPT = 1000
LONGEST_WAIT_S = 86_400.0
FAILING_TOO_LONG = timedelta(days=5)
"""An endpoint that took nothing for so long is disabled when a delivery to it is given up."""


def record_attempt(
    session: Session, delivery_id: str, *, outcome: AttemptOutcome, now: datetime
) -> Delivery | None:
    """Note how an attempt went and what follows; None when the lease was lost meanwhile."""
    endpoint = _locked_endpoint(session, delivery_id)
    row = session.scalar(select(DeliveryRow).where(DeliveryRow.id == delivery_id).with_for_update())
    if row is None or row.attempt != outcome.attempt or row.state != "pending":
        return None
    session.execute(
        insert(DeliveryAttemptRow).values(
            delivery_id=delivery_id,
            attempt=outcome.attempt,
            at=now,
            status=outcome.status,
            error=outcome.error,
            duration_ms=outcome.duration_ms,
        )
    )
    session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id == delivery_id)
        .values(
            lease_until=None,
            last_status=outcome.status,
            last_error=outcome.error,
            excerpt=outcome.excerpt[:EXCERPT],
            **_next_state(session, row, outcome, now),
        )
    )
    if endpoint is not None:
        _note_health(session, endpoint, outcome, now)
    elif outcome.status == GONE:
        _end_callback(session, row, now)
    return get_delivery(session, delivery_id)


def replay_delivery(session: Session, delivery_id: str, *, now: datetime) -> Delivery:
    """Send a delivery again, whatever became of it.

    Its schedule begins anew. Conflict while it is on its way or its endpoint is not enabled;
    NotFound when there is none.
    """
    before = get_delivery(session, delivery_id)
    if before.state == "pending":
        raise Conflict("This delivery is still on its way.", code="delivery_pending")
    if before.endpoint_id is not None:
        state = session.scalar(
            select(EndpointRow.state).where(EndpointRow.id == before.endpoint_id)
        )
        if state != "enabled":
            raise Conflict("The webhook of this delivery is not enabled.", code="webhook_disabled")
    session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id == delivery_id)
        .values(state="pending", failures=0, next_at=now, offered_at=now, finished_at=None)
    )
    post(session, "deliver", [delivery_id], now=now)
    return get_delivery(session, delivery_id)


def delivered(outcome: AttemptOutcome) -> bool:
    """Whether the receiver took it: 2xx and nothing else."""
    return outcome.status is not None and 200 <= outcome.status < 300


def next_wait_s(
    schedule: tuple[int, ...], failures: int, retry_after_s: float | None, spread: str
) -> float | None:
    """Seconds to wait after this many failures; None when the schedule is at its end."""
    if failures > len(schedule):
        return None
    # The same delivery always gets the same spread: nothing here is left to chance.
    wait = schedule[failures - 1] * (1 + zlib.crc32(spread.encode()) % 1000 / 10_000)
    return max(wait, min(retry_after_s or 0.0, LONGEST_WAIT_S))


def _next_state(
    session: Session, row: DeliveryRow, outcome: AttemptOutcome, now: datetime
) -> dict[str, Any]:
    if delivered(outcome):
        return {"state": "delivered", "next_at": None, "finished_at": now}
    failures = row.failures + 1
    spread = f"{row.id}:{outcome.attempt}"
    schedule = rules_of(session).webhook_schedule_s
    wait = next_wait_s(schedule, failures, outcome.retry_after_s, spread)
    if wait is None or outcome.status == GONE:
        return {"state": "dead", "failures": failures, "next_at": None, "finished_at": now}
    return {"failures": failures, "next_at": now + timedelta(seconds=wait)}


def _locked_endpoint(session: Session, delivery_id: str) -> EndpointRow | None:
    """The endpoint of a delivery, None for a callback's.

    It is locked before the delivery, as by whoever deletes an endpoint with its deliveries.
    """
    return session.scalar(
        select(EndpointRow)
        .join(DeliveryRow, DeliveryRow.endpoint_id == EndpointRow.id)
        .where(DeliveryRow.id == delivery_id)
        .with_for_update(of=EndpointRow, key_share=True)
    )


def _note_health(
    session: Session, endpoint: EndpointRow, outcome: AttemptOutcome, now: datetime
) -> None:
    if delivered(outcome):
        values: dict[str, Any] = {"failing_since": None}
    else:
        values = {"failing_since": endpoint.failing_since or now}
        if reason := _reason_to_disable(endpoint, outcome, now):
            values |= {"state": "disabled", "disabled_reason": reason, "updated_at": now}
    session.execute(update(EndpointRow).where(EndpointRow.id == endpoint.id).values(values))


def _end_callback(session: Session, row: DeliveryRow, now: datetime) -> None:
    session.execute(
        update(CallbackRow).where(CallbackRow.id == row.callback_id).values(ended_at=now)
    )


def _reason_to_disable(endpoint: EndpointRow, outcome: AttemptOutcome, now: datetime) -> str | None:
    if endpoint.state != "enabled":
        return None
    if outcome.status == GONE:
        return "the receiver answered 410 Gone"
    since = endpoint.failing_since
    if since is not None and since < now - FAILING_TOO_LONG:
        return f"the receiver took nothing since {since:%Y-%m-%d %H:%M} UTC"
    return None
