"""Tables of the events, their deliveries, and the hooks in and out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from records.models.base import Base

PENDING = text("state = 'pending'")
DELIVERY_IS_PENDING = text("deliveries.state = 'pending'")
"""The same in a query: SQLite uses a partial index only where its words stand, not parameters."""


class EndpointRow(Base):
    """An address that gets events; its secrets are stored encrypted."""

    __tablename__ = "webhook_endpoints"
    __table_args__ = (
        CheckConstraint("state IN ('enabled', 'disabled', 'deleted')", name="state"),
        Index(None, "created_at", "id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    key_id: Mapped[str]
    url: Mapped[str]
    events: Mapped[tuple[str, ...]]
    description: Mapped[str]
    state: Mapped[str]
    disabled_reason: Mapped[str | None]
    secret: Mapped[str]
    previous_secret: Mapped[str | None]
    previous_until: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class EventRow(Base):
    """Something that happened to a claim; `body` is sent byte for byte the same to everyone."""

    __tablename__ = "webhook_events"
    __table_args__ = (Index(None, "claim_id", "created_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str]
    claim_id: Mapped[str] = mapped_column(ForeignKey("claims.id"))
    body: Mapped[str]
    created_at: Mapped[datetime]


class DeliveryRow(Base):
    """An event on its way to an endpoint or to the callback of one claim.

    `attempt` counts for ever and is the fence of its holder; `failures` counts since the last
    replay and finds the next wait in the schedule.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        CheckConstraint("state IN ('pending', 'delivered', 'dead')", name="state"),
        Index("ix_deliveries_due", "next_at", "id", sqlite_where=PENDING, postgresql_where=PENDING),
        Index(None, "created_at", "id"),
        Index(None, "endpoint_id", "created_at", "id"),
        Index(None, "event_id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("webhook_events.id"))
    endpoint_id: Mapped[str | None] = mapped_column(ForeignKey("webhook_endpoints.id"))
    callback_id: Mapped[str | None] = mapped_column(ForeignKey("callbacks.id"))
    url: Mapped[str]
    state: Mapped[str]
    attempt: Mapped[int]
    failures: Mapped[int]
    next_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    offered_at: Mapped[datetime | None]
    last_status: Mapped[int | None]
    last_error: Mapped[str | None]
    excerpt: Mapped[str | None]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class DeliveryAttemptRow(Base):
    """One attempt that was made."""

    __tablename__ = "delivery_attempts"

    delivery_id: Mapped[str] = mapped_column(ForeignKey("deliveries.id"), primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    status: Mapped[int | None]
    error: Mapped[str | None]
    duration_ms: Mapped[int]


class InboxRow(Base):
    """A named inbound hook; its secrets are stored encrypted."""

    __tablename__ = "inboxes"

    name: Mapped[str] = mapped_column(primary_key=True)
    secret: Mapped[str]
    previous_secret: Mapped[str | None]
    previous_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class InboxMessageRow(Base):
    """A message seen, so that it is not taken twice."""

    __tablename__ = "inbox_messages"
    __table_args__ = (Index(None, "received_at"),)

    inbox: Mapped[str] = mapped_column(ForeignKey("inboxes.name"), primary_key=True)
    message_id: Mapped[str] = mapped_column(primary_key=True)
    received_at: Mapped[datetime]
