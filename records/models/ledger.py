"""Tables of keys, of requests seen, of messages to send on, and of the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from records.models.base import Base, Counter

UNPUBLISHED = text("published_at IS NULL")
PUBLISHED = text("published_at IS NOT NULL")


class KeyRow(Base):
    """An API key: the SHA-256 of its token, and the encrypted secret that signs its callbacks."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    scopes: Mapped[tuple[str, ...]]
    token_hash: Mapped[str | None]
    callback_secret: Mapped[str | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class IdempotencyRow(Base):
    """A request with an `Idempotency-Key`; `status` is NULL until it is answered."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index(None, "created_at"),)

    key_id: Mapped[str] = mapped_column(primary_key=True)
    route: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    body_hash: Mapped[str]
    status: Mapped[int | None]
    headers: Mapped[dict[str, Any] | None]
    body: Mapped[str | None]
    created_at: Mapped[datetime]


class OutboxRow(Base):
    """A message for the broker, published once `published_at` is set."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_pending",
            "priority",
            "id",
            sqlite_where=UNPUBLISHED,
            postgresql_where=UNPUBLISHED,
        ),
        Index(
            "ix_outbox_subject",
            "subject_id",
            sqlite_where=UNPUBLISHED,
            postgresql_where=UNPUBLISHED,
        ),
        Index(
            "ix_outbox_published",
            "published_at",
            sqlite_where=PUBLISHED,
            postgresql_where=PUBLISHED,
        ),
    )

    id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    topic: Mapped[str]
    subject_id: Mapped[str]
    priority: Mapped[int]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]


class AuditRow(Base):
    """One audit event, never changed; `hash` covers it and the hash of the one before."""

    __tablename__ = "audit_events"
    __table_args__ = (Index(None, "subject", "seq"),)

    seq: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    previous_hash: Mapped[str]
    hash: Mapped[str]
