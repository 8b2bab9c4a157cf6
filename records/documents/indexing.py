"""What the index has and has not taken in: the records are the truth, the index follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select, update
from sqlalchemy.orm import Session

from records.documents.nouns import StoredDocument, Withdrawn
from records.documents.reading import latest_versions, stored_document
from records.models.corpus import DocumentRow
from records.outbox import settle
from records.sources import current_sources
from records.statements import execute_many, in_batches, rows_changed
from verification.types import Source

PAGE = 200
BATCH = 500


def documents_to_index(session: Session, limit: int = 500) -> list[StoredDocument | Withdrawn]:
    """What the index has not taken in yet, oldest change first."""
    due = (
        latest_versions()
        .where(DocumentRow.index_due)
        .order_by(DocumentRow.updated_at, DocumentRow.id)
        .limit(limit)
    )
    documents = [stored_document(row) for row in session.execute(due)]
    session.expunge_all()
    return [Withdrawn(each.id) if each.withdrawn_at else each for each in documents]


def new_to_index(session: Session, documents: Sequence[StoredDocument]) -> list[StoredDocument]:
    """Those of which the index has not had this version yet."""
    had: dict[str, int | None] = {}
    for batch in in_batches((each.id for each in documents), BATCH):
        rows = session.execute(
            select(DocumentRow.id, DocumentRow.indexed_version).where(DocumentRow.id.in_(batch))
        )
        had |= {row.id: row.indexed_version for row in rows}
    return [each for each in documents if (had.get(each.id) or 0) < each.version]


def mark_indexed(session: Session, indexed: Iterable[tuple[str, int]]) -> None:
    """Note (document id, version) pairs the index has now; version 0 means: removed.

    A document that changed meanwhile stays due.
    """
    has = bindparam("indexed", type_=DocumentRow.version.type)
    here, gone = DocumentRow.withdrawn_at.is_(None), DocumentRow.withdrawn_at.is_not(None)
    current = or_(and_(here, DocumentRow.version == has), and_(gone, has == 0))
    statement = (
        update(DocumentRow)
        .where(DocumentRow.id == bindparam("document_id"))
        .values(indexed_version=func.nullif(has, 0), index_due=_not(current))
    )
    for batch in in_batches(sorted(indexed), BATCH):
        rows = [{"document_id": each, "indexed": version} for each, version in batch]
        execute_many(session, statement, rows)
        settle(session, "index", [each for each, _ in batch])


def keep_due_by_source(session: Session, indexed: Iterable[tuple[str, Source]]) -> None:
    """Keep documents due that the index shows with what their source is no longer.

    Called after `mark_indexed`, in its transaction: whoever changes the source meanwhile waits for
    the documents marked.
    """
    shown = list(indexed)
    now = current_sources(session, sorted({source.id for _, source in shown}))
    stale = sorted(document for document, source in shown if now[source.id] != source)
    for batch in in_batches(stale, BATCH):
        session.execute(
            update(DocumentRow)
            .where(DocumentRow.id.in_(batch), DocumentRow.withdrawn_at.is_(None))
            .values(index_due=True)
        )


def index_everything_again(session: Session) -> int:
    """Mark every document as due, after the index was lost; answers how many."""
    present = DocumentRow.withdrawn_at.is_(None)
    return rows_changed(session, update(DocumentRow).where(present).values(index_due=True))


def all_documents(session: Session) -> Iterator[StoredDocument]:
    """Every document that is not withdrawn, by id, in memory for a page of them."""
    last = ""
    while True:
        page = session.execute(
            latest_versions()
            .where(DocumentRow.withdrawn_at.is_(None), DocumentRow.id > last)
            .order_by(DocumentRow.id)
            .limit(PAGE)
        ).all()
        documents = [stored_document(row) for row in page]
        session.expunge_all()
        yield from documents
        if len(documents) < PAGE:
            return
        last = documents[-1].id


def _not(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return case((condition, False), else_=True)
