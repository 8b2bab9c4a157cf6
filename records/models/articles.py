"""Tables of the articles that came in and what was found in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from records.models.base import Base


class ArticleRow(Base):
    """One article: `text` as it was given, `sentences` with offsets into it."""

    __tablename__ = "articles"
    __table_args__ = (
        CheckConstraint("format IN ('text', 'html')", name="format"),
        Index(None, "created_at", "id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(unique=True)
    text: Mapped[str]
    format: Mapped[str]
    title: Mapped[str | None]
    published_at: Mapped[date | None]
    publisher: Mapped[str | None]
    url: Mapped[str | None]
    language: Mapped[str]
    sentences: Mapped[list[Any]]
    key_id: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ArticleClaimRow(Base):
    """One claim found in an article; `claim_id` once it is to be verified.

    `known` are the claims it resembled when it came in.
    """

    __tablename__ = "article_claims"
    __table_args__ = (Index(None, "claim_id"),)

    article_id: Mapped[str] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[dict[str, Any]]
    known: Mapped[list[Any] | None]
    claim_id: Mapped[str | None] = mapped_column(ForeignKey("claims.id"))
