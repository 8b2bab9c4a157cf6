"""Webhook endpoints: who wants to be told of which events.

An endpoint gets the events of every claim, as every key may read every claim. Its signing secret is
stored encrypted and shown once; after a rotation the one before stays valid for a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from records.audit import AuditEntry, record_event
from records.context import keys_of
from records.ids import new_id
from records.models.hooks import DeliveryRow, EndpointRow
from records.pages import After, Listing, Page
from records.secrets import new_signing_secret
from verification.errors import NotFound, Rejected

EVENT_TYPES = ("claim.verified", "claim.failed", "review.decided")
OVERLAP = timedelta(hours=24)
"""How long the secret before a rotation stays valid."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address that gets signed events; `state` is `enabled` or `disabled`."""

    id: str
    key_id: str
    url: str
    events: tuple[str, ...]
    description: str
    state: str
    disabled_reason: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class EndpointChange:
    """What to change of an endpoint; None leaves it as it is."""

    url: str | None = None
    events: tuple[str, ...] | None = None
    description: str | None = None
    enabled: bool | None = None


def create_endpoint(
    session: Session,
    *,
    key_id: str,
    url: str,
    events: Sequence[str],
    description: str,
    now: datetime,
) -> tuple[Endpoint, str]:
    """A new endpoint and its signing secret, which is shown this once.

    Rejected for an unknown event type; SettingsInvalid when the records have no secret key.
    """
    secret = new_signing_secret()
    row = session.scalars(
        insert(EndpointRow).returning(EndpointRow),
        [
            {
                "id": new_id("whk"),
                "key_id": key_id,
                "url": url,
                "events": _known(events),
                "description": description,
                "state": "enabled",
                "secret": keys_of(session).encrypt(secret),
                "created_at": now,
                "updated_at": now,
            }
        ],
    ).one()
    _audit(session, row, "webhook.created", actor=key_id, now=now)
    return _endpoint(row), secret


def get_endpoint(session: Session, endpoint_id: str) -> Endpoint:
    """One endpoint; NotFound when there is none."""
    return _endpoint(_row(session, endpoint_id))


def endpoint_secrets(session: Session, endpoint_id: str, *, now: datetime) -> tuple[str, ...]:
    """What messages to an endpoint are signed with now; NotFound when there is none."""
    row = _row(session, endpoint_id)
    stored = [row.secret]
    if row.previous_secret and row.previous_until and row.previous_until > now:
        stored.append(row.previous_secret)
    return tuple(keys_of(session).decrypt(each) for each in stored)


def list_endpoints(
    session: Session, *, key_id: str | None = None, limit: int = 50, after: After | None = None
) -> Page[Endpoint]:
    """Endpoints, of one key or of all, newest first."""
    listing = Listing(EndpointRow, limit, after)
    query = listing.of(select(EndpointRow)).where(EndpointRow.state != "deleted")
    if key_id is not None:
        query = query.where(EndpointRow.key_id == key_id)
    return listing.page([_endpoint(row) for row in session.scalars(query)])


def update_endpoint(
    session: Session, endpoint_id: str, change: EndpointChange, *, actor: str, now: datetime
) -> Endpoint:
    """Change an endpoint; NotFound when there is none, Rejected for an unknown event type."""
    values: dict[str, Any] = {}
    if change.url is not None:
        values["url"] = change.url
    if change.events is not None:
        values["events"] = _known(change.events)
    if change.description is not None:
        values["description"] = change.description
    if change.enabled is not None:
        reason = None if change.enabled else "disabled by its owner"
        state = "enabled" if change.enabled else "disabled"
        values |= {"state": state, "disabled_reason": reason, "failing_since": None}
    row = _change(session, endpoint_id, values, now)
    _audit(session, row, "webhook.changed", actor=actor, now=now)
    return _endpoint(row)


def delete_endpoint(session: Session, endpoint_id: str, *, actor: str, now: datetime) -> None:
    """Remove an endpoint; what was still due to it is given up. NotFound when there is none."""
    row = _change(session, endpoint_id, {"state": "deleted", "previous_secret": None}, now)
    session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.endpoint_id == endpoint_id, DeliveryRow.state == "pending")
        .values(state="dead", last_error="the endpoint was deleted", next_at=None, finished_at=now)
    )
    _audit(session, row, "webhook.deleted", actor=actor, now=now)


def rotate_secret(session: Session, endpoint_id: str, *, actor: str, now: datetime) -> str:
    """A new signing secret; the one before stays valid beside it for 24 hours."""
    secret = new_signing_secret()
    values = {
        "secret": keys_of(session).encrypt(secret),
        "previous_secret": EndpointRow.secret,
        "previous_until": now + OVERLAP,
    }
    row = _change(session, endpoint_id, values, now)
    _audit(session, row, "webhook.secret_rotated", actor=actor, now=now)
    return secret


def _change(
    session: Session, endpoint_id: str, values: dict[str, Any], now: datetime
) -> EndpointRow:
    row: EndpointRow | None = session.scalar(
        update(EndpointRow)
        .where(EndpointRow.id == endpoint_id, EndpointRow.state != "deleted")
        .values(updated_at=now, **values)
        .returning(EndpointRow)
    )
    if row is None:
        raise _no_endpoint(endpoint_id)
    return row


def _row(session: Session, endpoint_id: str) -> EndpointRow:
    row = session.scalar(
        select(EndpointRow).where(EndpointRow.id == endpoint_id, EndpointRow.state != "deleted")
    )
    if row is None:
        raise _no_endpoint(endpoint_id)
    return row


def _known(events: Sequence[str]) -> tuple[str, ...]:
    unknown = sorted(set(events) - set(EVENT_TYPES))
    if unknown or not events:
        raise Rejected(
            f"An endpoint asks for at least one of {', '.join(EVENT_TYPES)}.",
            code="unknown_event_type",
        )
    return tuple(word for word in EVENT_TYPES if word in events)


def _audit(session: Session, row: EndpointRow, kind: str, *, actor: str, now: datetime) -> None:
    after = {"url": row.url, "events": list(row.events), "state": row.state}
    record_event(session, AuditEntry(actor, kind, row.id, after=after), now=now)


def _endpoint(row: EndpointRow) -> Endpoint:
    return Endpoint(
        id=row.id,
        key_id=row.key_id,
        url=row.url,
        events=row.events,
        description=row.description,
        state=row.state,
        disabled_reason=row.disabled_reason,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _no_endpoint(endpoint_id: str) -> NotFound:
    return NotFound(f"There is no webhook {endpoint_id}.")
