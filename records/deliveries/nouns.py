"""What a delivery is, to those outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from records.pages import After


@dataclass(frozen=True, slots=True)
class LeasedDelivery:
    """What to send: `body` as it stands, signed with every one of `secrets`.

    `id` is the `webhook-id`, the same at every attempt; `attempt` counts from 1 and must come back
    in the outcome.
    """

    id: str
    url: str
    event_type: str
    body: str
    secrets: tuple[str, ...]
    attempt: int
    endpoint_id: str | None


@dataclass(frozen=True, slots=True)
class AttemptOutcome:
    """How an attempt went: an HTTP status, or None with the error that kept it from one."""

    attempt: int
    status: int | None
    error: str | None = None
    retry_after_s: float | None = None
    duration_ms: int = 0
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery as lists show it; `state` is `pending`, `delivered` or `dead`."""

    id: str
    endpoint_id: str | None
    claim_id: str
    event_id: str
    event_type: str
    url: str
    state: str
    attempt: int
    next_at: datetime | None
    last_status: int | None
    last_error: str | None
    excerpt: str | None
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt that was made."""

    attempt: int
    at: datetime
    status: int | None
    error: str | None
    duration_ms: int


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """Which deliveries to list; None does not filter."""

    endpoint_id: str | None = None
    claim_id: str | None = None
    state: str | None = None
    limit: int = 50
    after: After | None = None
