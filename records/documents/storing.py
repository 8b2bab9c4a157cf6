"""Storing documents: what did not change is left alone, what changed becomes a new version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from records.audit import AuditEntry, record_event
from records.documents.intake import Prepared, prepare
from records.documents.nouns import DocumentInput, StoredDocument
from records.models.corpus import DocumentRow, DocumentVersionRow
from records.outbox import post
from records.sources import sources_of
from records.statements import execute_many, in_batches, lock_word
from verification.errors import NotFound
from verification.types import Source

BATCH = 500
NAMED_IN_AUDIT = 50


@dataclass(frozen=True, slots=True)
class _Writing:
    """Who writes, and when."""

    actor: str
    now: datetime


@dataclass(frozen=True, slots=True)
class _Known:
    """What is stored of a document already."""

    version: int
    content_hash: str
    withdrawn: bool
    created_at: datetime


def put_document(
    session: Session, document: DocumentInput, *, actor: str, now: datetime
) -> StoredDocument:
    """Store one document and have it indexed.

    The same content again changes nothing; other content becomes the next version, and so does
    whatever is given for a withdrawn id. DocumentRejected where it cannot be a document.
    """
    stored = put_documents(session, [document], actor=actor, now=now)[0]
    if stored.changed:
        post(session, "index", [stored.id], now=now)
    return stored


def put_documents(
    session: Session, documents: Sequence[DocumentInput], *, actor: str, now: datetime
) -> list[StoredDocument]:
    """Store many documents, in the order given; all of them, or none when one is rejected.

    They are marked as due for the index, without a message for each.
    """
    sources = sources_of(session, documents, now=now)
    prepared = [prepare(each, sources[each.publisher].id) for each in documents]
    # Two who store the same document take turns; a bulk load is many short transactions.
    lock_word(session, "documents")
    known = _known(session, sorted({each.id for each in prepared}))
    stored: list[StoredDocument] = []
    for batch in _without_repeats(prepared):
        stored += _put_batch(session, batch, sources, known, _Writing(actor, now))
    _audit(session, [each for each in stored if each.changed], actor=actor, now=now)
    return stored


def withdraw_document(
    session: Session, document_id: str, *, reason: str, actor: str, now: datetime
) -> None:
    """Withdraw a document: the index loses it, the records keep it.

    NotFound when there is none; withdrawing twice changes nothing.
    """
    row = session.execute(
        select(DocumentRow.withdrawn_at, DocumentRow.version)
        .where(DocumentRow.id == document_id)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound(f"There is no document {document_id}.")
    if row.withdrawn_at is not None:
        return
    session.execute(
        update(DocumentRow)
        .where(DocumentRow.id == document_id)
        .values(withdrawn_at=now, withdrawn_reason=reason, updated_at=now, index_due=True)
    )
    post(session, "index", [document_id], now=now)
    entry = AuditEntry(
        actor,
        "document.withdrawn",
        document_id,
        before={"version": row.version},
        after={"reason": reason},
    )
    record_event(session, entry, now=now)


def _without_repeats(prepared: Iterable[Prepared]) -> Iterator[list[Prepared]]:
    """Batches in which no id comes twice, so that its second content is its next version."""
    batch: dict[str, Prepared] = {}
    for item in prepared:
        if len(batch) == BATCH or item.id in batch:
            yield list(batch.values())
            batch = {}
        batch[item.id] = item
    if batch:
        yield list(batch.values())


def _put_batch(
    session: Session,
    batch: list[Prepared],
    sources: Mapping[str, Source],
    known: dict[str, _Known],
    by: _Writing,
) -> list[StoredDocument]:
    now = by.now
    heads_new: list[dict[str, Any]] = []
    heads_changed: list[dict[str, Any]] = []
    versions: list[dict[str, Any]] = []
    stored = []
    for item in batch:
        before = known.get(item.id)
        changed = before is None or before.withdrawn or before.content_hash != item.content_hash
        version = (before.version if before else 0) + changed
        if changed:
            head = _head(item, version, now)
            if before is None:
                heads_new.append({"id": item.id, "created_at": now} | head)
            else:
                heads_changed.append({"changed_id": item.id} | head)
            versions.append(_version(item, version, by.actor, now))
        created_at = now if changed or before is None else before.created_at
        known[item.id] = _Known(version, item.content_hash, withdrawn=False, created_at=created_at)
        stored.append(_stored(item, version, sources, changed=changed, created_at=created_at))
    execute_many(session, insert(DocumentRow), heads_new)
    changes = update(DocumentRow).where(DocumentRow.id == bindparam("changed_id"))
    execute_many(session, changes, heads_changed)
    execute_many(session, insert(DocumentVersionRow), versions)
    return stored


def _known(session: Session, ids: list[str]) -> dict[str, _Known]:
    """What is stored of these already, locked in the order of their ids."""
    known: dict[str, _Known] = {}
    for some in in_batches(ids, BATCH):
        rows = session.execute(
            select(
                DocumentRow.id,
                DocumentRow.version,
                DocumentRow.content_hash,
                DocumentRow.withdrawn_at,
                DocumentRow.updated_at,
            )
            .where(DocumentRow.id.in_(some))
            .order_by(DocumentRow.id)
            .with_for_update()
        )
        for row in rows:
            withdrawn = row.withdrawn_at is not None
            known[row.id] = _Known(row.version, row.content_hash, withdrawn, row.updated_at)
    return known


def _head(item: Prepared, version: int, now: datetime) -> dict[str, Any]:
    return _header(item) | {
        "version": version,
        "characters": len(item.document.text),
        "passage_count": len(item.spans),
        "updated_at": now,
        "withdrawn_at": None,
        "withdrawn_reason": None,
        "index_due": True,
    }


def _version(item: Prepared, version: int, actor: str, now: datetime) -> dict[str, Any]:
    return _header(item) | {
        "document_id": item.id,
        "version": version,
        "text": item.document.text,
        "passages": item.passages,
        "actor": actor,
        "created_at": now,
    }


def _header(item: Prepared) -> dict[str, Any]:
    given = item.document
    return {
        "source_id": item.source_id,
        "title": given.title,
        "published_at": given.published_at,
        "url": given.url,
        "speaker": given.speaker,
        "language": given.language,
        "content_hash": item.content_hash,
    }


def _stored(
    item: Prepared,
    version: int,
    sources: Mapping[str, Source],
    *,
    changed: bool,
    created_at: datetime,
) -> StoredDocument:
    given = item.document
    return StoredDocument(
        id=item.id,
        version=version,
        title=given.title,
        source=sources[given.publisher],
        text=given.text,
        published_at=given.published_at,
        url=given.url,
        speaker=given.speaker,
        language=given.language,
        passages=item.spans,
        created_at=created_at,
        changed=changed,
    )


def _audit(session: Session, changed: list[StoredDocument], *, actor: str, now: datetime) -> None:
    """One event for one document, and one for a whole bulk."""
    if not changed:
        return
    subject = changed[0].id if len(changed) == 1 else f"{len(changed)} documents"
    named = [[each.id, each.version] for each in changed[:NAMED_IN_AUDIT]]
    after = {"documents": len(changed), "first": named}
    record_event(session, AuditEntry(actor, "document.stored", subject, after=after), now=now)
