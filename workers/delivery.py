"""Callbacks: signed, sent through the one way out, and every attempt written down."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from records.deliveries import (
    AttemptOutcome,
    LeasedDelivery,
    lease_delivery,
    lease_due_deliveries,
    record_attempt,
)
from runtime.egress import EgressResponse
from runtime.logs import bound, logger
from runtime.signing import sign
from runtime.wiring import Runtime
from verification.errors import EgressFailed

log = logger(__name__)

# Beyond the time a receiver has: for looking up, saving, and a slow database.
LEASE_MARGIN_S = 30.0
LONGEST_WAIT = timedelta(days=1)


def deliver(runtime: Runtime, delivery_id: str) -> bool:
    """Send one delivery; False when it is not due or somebody else has it."""
    with runtime.records.begin() as session:
        delivery = lease_delivery(
            session, delivery_id, now=runtime.now(), lease_s=_lease_s(runtime)
        )
    if delivery:
        _send(runtime, delivery)
    return delivery is not None


def deliver_next(runtime: Runtime) -> bool:
    """Send the delivery that is due next; False when none is."""
    with runtime.records.begin() as session:
        due = lease_due_deliveries(session, now=runtime.now(), lease_s=_lease_s(runtime), limit=1)
    for delivery in due:
        _send(runtime, delivery)
    return bool(due)


def _send(runtime: Runtime, delivery: LeasedDelivery) -> None:
    with bound(delivery_id=delivery.id, attempt=delivery.attempt):
        outcome = _attempt(runtime, delivery)
        with runtime.records.begin() as session:
            after = record_attempt(session, delivery.id, outcome=outcome, now=runtime.now())
        if after is None:
            log.warning("delivery_lease_lost")
            return
        log.info("callback_tried", status=outcome.status, state=after.state, error=outcome.error)
        if after.state == "delivered":
            lag_s = (runtime.now() - after.created_at).total_seconds()
            runtime.metrics.callback_lag_seconds.observe(max(0.0, lag_s))
        state = {"delivered": "success", "dead": "dead"}.get(after.state, "failed")
        runtime.metrics.callback(state)


def _attempt(runtime: Runtime, delivery: LeasedDelivery) -> AttemptOutcome:
    body = delivery.body.encode()
    headers = {
        **sign(delivery.secrets, delivery.id, runtime.now(), body),
        "Content-Type": "application/json",
    }
    begun = time.monotonic()
    try:
        response = runtime.egress.post(
            delivery.url, body, headers, runtime.settings.webhook_timeout_s
        )
    except EgressFailed as error:
        return AttemptOutcome(
            delivery.attempt, None, error.detail, duration_ms=_milliseconds(begun)
        )
    return AttemptOutcome(
        attempt=delivery.attempt,
        status=response.status,
        retry_after_s=_retry_after_s(response, runtime.now()),
        duration_ms=_milliseconds(begun),
        excerpt=response.body.decode("utf-8", "replace").replace("\x00", "\ufffd"),
    )


def _retry_after_s(response: EgressResponse, now: datetime) -> float | None:
    """The wait a receiver asks for, in seconds or as a date (RFC 9110, 10.2.3)."""
    given = response.headers.get("retry-after", "").strip()
    try:
        wait = timedelta(seconds=int(given)) if given.isdigit() else _until(given, now)
    except (OverflowError, TypeError, ValueError):
        return None
    return min(max(wait, timedelta()), LONGEST_WAIT).total_seconds()


def _until(given: str, now: datetime) -> timedelta:
    moment = parsedate_to_datetime(given)
    return moment - now if moment.tzinfo else moment.replace(tzinfo=now.tzinfo) - now


def _lease_s(runtime: Runtime) -> float:
    return runtime.settings.webhook_timeout_s + LEASE_MARGIN_S


def _milliseconds(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)
