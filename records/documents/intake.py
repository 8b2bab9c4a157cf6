"""Making sure that a document can be stored, and what its content is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from records.documents.nouns import DocumentInput, PassageSpan
from records.ids import derived_id
from records.wording import storable
from verification.errors import DocumentRejected

MAX_ID = 512


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that can be stored: ids given, passages placed, content hashed."""

    id: str
    document: DocumentInput
    source_id: str
    spans: tuple[PassageSpan, ...]
    passages: list[list[Any]]
    content_hash: str


def prepare(document: DocumentInput, source_id: str) -> Prepared:
    """Check a document and fill in what it leaves open; DocumentRejected where it cannot be one."""
    document_id = document.id or _own_id(document, source_id)
    _check_header(document, document_id)
    spans = _placed(document, document_id)
    passages = [span_as_json(span) for span in spans]
    return Prepared(
        id=document_id,
        document=document,
        source_id=source_id,
        spans=spans,
        passages=passages,
        content_hash=_content_hash(document, source_id, passages),
    )


def span_as_json(span: PassageSpan) -> list[Any]:
    """A span as it is stored; the header only where the passage has one of its own."""
    place = [span.id, span.start, span.end]
    own = [span.title, span.speaker, _day(span.published_at), span.url]
    return [*place, *own] if any(part is not None for part in own) else place


def span_from_json(value: list[Any]) -> PassageSpan:
    """The span that was stored."""
    if len(value) == 3:
        return PassageSpan(value[0], value[1], value[2])
    span_id, start, end, title, speaker, day, url = value
    return PassageSpan(
        span_id, start, end, title, speaker, date.fromisoformat(day) if day else None, url
    )


def _check_header(document: DocumentInput, document_id: str) -> None:
    if not document.text.strip():
        raise DocumentRejected(f"The document {document_id} has no text.")
    if not document.title.strip():
        raise DocumentRejected(f"The document {document_id} has no title.")
    if len(document_id) > MAX_ID:
        raise DocumentRejected(f"The id of a document has at most {MAX_ID} characters.")
    _check_storable(
        document_id,
        [
            document_id,
            document.title,
            document.publisher,
            document.text,
            document.url,
            document.speaker,
            document.language,
        ],
    )


def _check_storable(document_id: str, texts: Iterable[str | None]) -> None:
    if not all(storable(text) for text in texts if text):
        name = document_id.encode("ascii", "replace").decode().replace("\x00", "?")
        raise DocumentRejected(
            f"The document {name} contains the character U+0000 or half a surrogate pair."
        )


def _own_id(document: DocumentInput, source_id: str) -> str:
    day = _day(document.published_at) or ""
    place = ["url", document.url] if document.url else ["text", document.text]
    return derived_id("doc", source_id, document.title, day, *place)


def _placed(document: DocumentInput, document_id: str) -> tuple[PassageSpan, ...]:
    spans = document.passages or (PassageSpan("", 0, len(document.text)),)
    placed = tuple(
        span if span.id else replace(span, id=f"{document_id}-{ordinal}")
        for ordinal, span in enumerate(spans)
    )
    seen: set[str] = set()
    for span in placed:
        if not 0 <= span.start < span.end <= len(document.text):
            raise DocumentRejected(
                f"The passage {span.id} of the document {document_id} lies outside its text."
            )
        if span.id in seen:
            raise DocumentRejected(f"The document {document_id} has two passages {span.id}.")
        seen.add(span.id)
        _check_storable(document_id, [span.id, span.title, span.speaker, span.url])
    return placed


def _content_hash(document: DocumentInput, source_id: str, passages: list[list[Any]]) -> str:
    content = [
        source_id,
        document.title,
        _day(document.published_at),
        document.url,
        document.speaker,
        document.language,
        document.text,
        passages,
    ]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
