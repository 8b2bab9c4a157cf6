"""What a document is, as given and as stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from records.pages import After
from verification.types import DocumentRef, Passage, Source


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """A passage's place in its document, with the header it has of its own, if any.

    An empty `id` becomes `{document_id}-{ordinal}`, ordinals counted from 0.
    """

    id: str
    start: int
    end: int
    title: str | None = None
    speaker: str | None = None
    published_at: date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentInput:
    """A document as given; without passages its whole text is one.

    Without an `id` it gets one that the same publisher, title, date and address (or, without an
    address, text) always give.
    """

    id: str | None
    title: str
    publisher: str
    text: str
    publisher_kind: str | None = None
    published_at: date | None = None
    url: str | None = None
    speaker: str | None = None
    language: str = "en"
    passages: tuple[PassageSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One version of a document; `changed` says whether the call that answers it made it."""

    id: str
    version: int
    title: str
    source: Source
    text: str
    published_at: date | None
    url: str | None
    speaker: str | None
    language: str
    passages: tuple[PassageSpan, ...]
    created_at: datetime
    changed: bool = False
    withdrawn_at: datetime | None = None
    withdrawn_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A withdrawn document that the index still has; mark it indexed as version 0."""

    id: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document without its text, for lists."""

    id: str
    version: int
    title: str
    source: Source
    published_at: date | None
    url: str | None
    speaker: str | None
    language: str
    characters: int
    passages: int
    created_at: datetime
    updated_at: datetime
    withdrawn_at: datetime | None
    index_due: bool


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Which documents to list; None does not filter."""

    source_id: str | None = None
    withdrawn: bool | None = None
    index_due: bool | None = None
    limit: int = 50
    after: After | None = None


def passages_of(document: StoredDocument) -> list[Passage]:
    """The passages of a stored document, as the corpus takes them."""
    return [_passage(document, span) for span in document.passages]


def _passage(document: StoredDocument, span: PassageSpan) -> Passage:
    header = DocumentRef(
        id=document.id,
        version=document.version,
        title=span.title if span.title is not None else document.title,
        source=document.source,
        published_at=span.published_at or document.published_at,
        url=span.url or document.url,
        speaker=span.speaker or document.speaker,
        language=document.language,
    )
    return Passage(span.id, header, span.start, span.end, document.text[span.start : span.end])
