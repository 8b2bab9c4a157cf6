"""Tables of the review queue and of the people who work on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from records.models.base import Base, Counter

WAITING = text("state = 'waiting'")


class ReviewRow(Base):
    """One item of the queue: at most one waits for each claim."""

    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'decided', 'closed')", name="state"),
        Index(
            "uq_reviews_waiting",
            "claim_id",
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
        Index(None, "state", "created_at", "id"),
        Index(None, "claim_id", "created_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    claim_id: Mapped[str] = mapped_column(ForeignKey("claims.id"))
    verdict_id: Mapped[str | None] = mapped_column(ForeignKey("verdicts.id"))
    state: Mapped[str]
    reasons: Mapped[tuple[str, ...]]
    not_before: Mapped[datetime | None]
    reviewer: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    veracity: Mapped[str | None]
    rationale: Mapped[str | None]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ReviewSkipRow(Base):
    """One time a reviewer passed an item over."""

    __tablename__ = "review_skips"
    __table_args__ = (Index(None, "review_id", "reviewer"),)

    id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    review_id: Mapped[str] = mapped_column(ForeignKey("reviews.id"))
    reviewer: Mapped[str]
    reason: Mapped[str]
    created_at: Mapped[datetime]


class AccountRow(Base):
    """A person of the desk."""

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    role: Mapped[str]
    password_hash: Mapped[str]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class DeskSessionRow(Base):
    """A sign-in; of its token only the SHA-256 is kept."""

    __tablename__ = "desk_sessions"
    __table_args__ = (Index(None, "account_id"), Index(None, "expires_at"))

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
