"""Tables of the documents of record and who publishes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from records.models.base import Base


class SourceRow(Base):
    """One publisher."""

    __tablename__ = "sources"
    __table_args__ = (Index(None, "created_at", "id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    weight: Mapped[float]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class DocumentRow(Base):
    """The present state of a document: the header of its latest version, without the text."""

    __tablename__ = "documents"
    __table_args__ = (
        Index(None, "created_at", "id"),
        Index(None, "source_id", "created_at", "id"),
        Index(
            "ix_documents_due",
            "updated_at",
            "id",
            sqlite_where=text("index_due = 1"),
            postgresql_where=text("index_due"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"))
    title: Mapped[str]
    published_at: Mapped[date | None]
    url: Mapped[str | None]
    speaker: Mapped[str | None]
    language: Mapped[str]
    characters: Mapped[int]
    passage_count: Mapped[int]
    content_hash: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None]
    indexed_version: Mapped[int | None]
    index_due: Mapped[bool]


class DocumentVersionRow(Base):
    """One version of a document, never changed: `passages` are its passages' boundaries."""

    __tablename__ = "document_versions"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"))
    title: Mapped[str]
    published_at: Mapped[date | None]
    url: Mapped[str | None]
    speaker: Mapped[str | None]
    language: Mapped[str]
    text: Mapped[str]
    passages: Mapped[list[Any]]
    content_hash: Mapped[str]
    actor: Mapped[str]
    created_at: Mapped[datetime]
