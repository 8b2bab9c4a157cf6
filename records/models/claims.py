"""Tables of the claims, who asked about them, their runs and their verdicts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from records.models.base import Base
from verification.types import Claim

ACTIVE = text("status IN ('queued', 'running')")
RUN_IS_ACTIVE = text("runs.status IN ('queued', 'running')")
"""The same in a query: SQLite uses a partial index only where its words stand, not parameters."""
STATUSES = "status IN ('queued', 'running', 'done', 'failed')"


class ClaimRow(Base):
    """One claim; `run_id`, `verdict_id` and `review_id` point to the latest of each.

    The pointers carry no foreign key, because those tables refer back to this one.
    """

    __tablename__ = "claims"
    __table_args__ = (
        CheckConstraint(STATUSES, name="status"),
        Index(None, "created_at", "id"),
        Index(None, "status", "created_at", "id"),
        Index(None, "veracity", "created_at", "id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(unique=True)
    text: Mapped[str]
    text_folded: Mapped[str] = mapped_column(server_default="")
    claimed_at: Mapped[date | None]
    speaker: Mapped[str | None]
    language: Mapped[str]
    as_of: Mapped[date | None]
    priority: Mapped[int]
    demand: Mapped[int]
    status: Mapped[str]
    run_id: Mapped[str | None]
    verdict_id: Mapped[str | None]
    veracity: Mapped[str | None]
    review_id: Mapped[str | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    def as_claim(self) -> Claim:
        """The claim itself."""
        return Claim(
            text=self.text,
            claimed_at=self.claimed_at,
            speaker=self.speaker,
            language=self.language,
            as_of=self.as_of,
        )


class ClaimStemRow(Base):
    """A stem of a claim's words, by which claims that say the same are found."""

    __tablename__ = "claim_stems"

    stem: Mapped[str] = mapped_column(primary_key=True)
    claim_id: Mapped[str] = mapped_column(ForeignKey("claims.id"), primary_key=True)


class ClaimRequestRow(Base):
    """One time somebody asked about a claim."""

    __tablename__ = "claim_requests"
    __table_args__ = (
        Index(None, "claim_id", "created_at"),
        Index(None, "key_id", "claim_id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    claim_id: Mapped[str] = mapped_column(ForeignKey("claims.id"))
    key_id: Mapped[str]
    channel: Mapped[str]
    priority: Mapped[int]
    appeared_in: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]


class CallbackRow(Base):
    """Where a caller wants to be told of a claim; `told_at` once told of a verdict."""

    __tablename__ = "callbacks"
    __table_args__ = (UniqueConstraint("claim_id", "key_id", "url"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    claim_id: Mapped[str] = mapped_column(ForeignKey("claims.id"))
    key_id: Mapped[str]
    url: Mapped[str]
    created_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class RunRow(Base):
    """One run: leased to `holder` until `lease_until`, under the fence token `fence`.

    `again` is why another run has to follow: something came in after this one had looked.
    """

    __tablename__ = "runs"
    __table_args__ = (
        CheckConstraint(STATUSES, name="status"),
        Index(
            "uq_runs_active", "claim_id", unique=True, sqlite_where=ACTIVE, postgresql_where=ACTIVE
        ),
        Index(
            "ix_runs_next",
            "priority",
            "created_at",
            "id",
            sqlite_where=ACTIVE,
            postgresql_where=ACTIVE,
        ),
        Index(None, "claim_id", "created_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    claim_id: Mapped[str] = mapped_column(ForeignKey("claims.id"))
    status: Mapped[str]
    reason: Mapped[str]
    priority: Mapped[int]
    attempt: Mapped[int]
    outages: Mapped[int]
    fence: Mapped[int]
    holder: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    offered_at: Mapped[datetime | None]
    error_code: Mapped[str | None]
    error_detail: Mapped[str | None]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    verdict_id: Mapped[str | None]
    again: Mapped[str | None]


class VerdictRow(Base):
    """One verdict, never changed: `body` is its JSON as the outside sees it."""

    __tablename__ = "verdicts"
    __table_args__ = (Index(None, "claim_id", "created_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    claim_id: Mapped[str] = mapped_column(ForeignKey("claims.id"))
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"), unique=True)
    veracity: Mapped[str]
    confidence: Mapped[float]
    body: Mapped[dict[str, Any]]
    corpus_generation: Mapped[str]
    judge: Mapped[str]
    policy: Mapped[str]
    code_version: Mapped[str]
    as_of: Mapped[date | None]
    created_at: Mapped[datetime]


class VerdictDocumentRow(Base):
    """A version of a document that a verdict quotes."""

    __tablename__ = "verdict_documents"
    __table_args__ = (Index(None, "document_id"),)

    verdict_id: Mapped[str] = mapped_column(ForeignKey("verdicts.id"), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
