"""Reading documents of record."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from records.documents.intake import span_from_json
from records.documents.nouns import DocumentFilter, DocumentSummary, StoredDocument
from records.models.corpus import DocumentRow, DocumentVersionRow, SourceRow
from records.pages import Listing, Page
from records.sources import source_of
from records.statements import AnyRow, AnySelect
from verification.errors import NotFound


def get_document(session: Session, document_id: str, version: int | None = None) -> StoredDocument:
    """A document, its latest version unless another is named; NotFound when there is none.

    A withdrawn one is answered too, with `withdrawn_at`.
    """
    wanted = DocumentRow.version if version is None else version
    query = stored_documents().where(
        DocumentRow.id == document_id, DocumentVersionRow.version == wanted
    )
    row = session.execute(query).one_or_none()
    if row is None:
        which = f"version {version} of the document" if version is not None else "document"
        raise NotFound(f"There is no {which} {document_id}.")
    return stored_document(row)


def texts_of(session: Session, versions: Collection[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The texts of these versions of documents, by (id, version); what is not there is left out."""
    key = tuple_(DocumentVersionRow.document_id, DocumentVersionRow.version)
    query = select(
        DocumentVersionRow.document_id, DocumentVersionRow.version, DocumentVersionRow.text
    ).where(key.in_(sorted(versions)))
    return {(row.document_id, row.version): row.text for row in session.execute(query)}


def list_documents(session: Session, wanted: DocumentFilter) -> Page[DocumentSummary]:
    """Documents without their texts, newest first."""
    listing = Listing(DocumentRow, wanted.limit, wanted.after)
    query = listing.of(
        select(DocumentRow, SourceRow).join(SourceRow, SourceRow.id == DocumentRow.source_id)
    )
    if wanted.source_id is not None:
        query = query.where(DocumentRow.source_id == wanted.source_id)
    if wanted.withdrawn is not None:
        gone = DocumentRow.withdrawn_at.is_not(None)
        query = query.where(gone if wanted.withdrawn else ~gone)
    if wanted.index_due is not None:
        query = query.where(DocumentRow.index_due.is_(wanted.index_due))
    return listing.page([_summary(row) for row in session.execute(query)])


def stored_documents() -> AnySelect:
    """Documents with all their versions and the sources of these."""
    return (
        select(DocumentRow, DocumentVersionRow, SourceRow)
        .join(DocumentVersionRow, DocumentVersionRow.document_id == DocumentRow.id)
        .join(SourceRow, SourceRow.id == DocumentVersionRow.source_id)
    )


def latest_versions() -> AnySelect:
    """Documents with their latest version and its source."""
    return stored_documents().where(DocumentVersionRow.version == DocumentRow.version)


def stored_document(row: AnyRow) -> StoredDocument:
    """The document in a row of `stored_documents`."""
    head, version, source = row
    return StoredDocument(
        id=head.id,
        version=version.version,
        title=version.title,
        source=source_of(source),
        text=version.text,
        published_at=version.published_at,
        url=version.url,
        speaker=version.speaker,
        language=version.language,
        passages=tuple(span_from_json(value) for value in version.passages),
        created_at=version.created_at,
        withdrawn_at=head.withdrawn_at,
        withdrawn_reason=head.withdrawn_reason,
    )


def _summary(row: AnyRow) -> DocumentSummary:
    head, source = row
    return DocumentSummary(
        id=head.id,
        version=head.version,
        title=head.title,
        source=source_of(source),
        published_at=head.published_at,
        url=head.url,
        speaker=head.speaker,
        language=head.language,
        characters=head.characters,
        passages=head.passage_count,
        created_at=head.created_at,
        updated_at=head.updated_at,
        withdrawn_at=head.withdrawn_at,
        index_due=head.index_due,
    )
