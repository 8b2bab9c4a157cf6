"""Every quotation is verbatim: held against the stored text before a verdict is written."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from records.models.corpus import DocumentRow, DocumentVersionRow
from verification.errors import CorpusInconsistent
from verification.types import Evidence, Verdict


class _Text(NamedTuple):
    text: str
    withdrawn: bool


def check_quotes(session: Session, verdict: Verdict, *, lock: bool = True) -> None:
    """Raise CorpusInconsistent unless every quotation stands in a stored, valid document.

    A quotation must be, character for character, the range of the version it names. With `lock`,
    which needs a writing transaction, the documents cannot be withdrawn until it ends.
    """
    texts = _texts(session, verdict, lock=lock)
    for item in verdict.evidence:
        _check(item, texts.get((item.passage.document.id, item.passage.document.version)))


def outdated_quotes(session: Session, verdict: Verdict) -> bool:
    """Whether the index has a newer version of a document than the one quoted."""
    ids = sorted({document_id for document_id, _ in _quoted(verdict)})
    rows = session.execute(
        select(DocumentRow.id, DocumentRow.indexed_version).where(DocumentRow.id.in_(ids))
    )
    indexed = {row.id: row.indexed_version or 0 for row in rows}
    return any(indexed[document_id] > version for document_id, version in _quoted(verdict))


def _check(item: Evidence, stored: _Text | None) -> None:
    document = item.passage.document
    if stored is None:
        raise CorpusInconsistent(
            f"Version {document.version} of the document {document.id} is not in the records."
        )
    if stored.withdrawn:
        raise CorpusInconsistent(f"The document {document.id} was withdrawn.")
    in_range = 0 <= item.start < item.end <= len(stored.text)
    if not in_range or stored.text[item.start : item.end] != item.quote:
        raise CorpusInconsistent(
            f"A quotation is not what stands at {item.start} to {item.end} of the document "
            f"{document.id}, version {document.version}."
        )


def _quoted(verdict: Verdict) -> set[tuple[str, int]]:
    return {(each.passage.document.id, each.passage.document.version) for each in verdict.evidence}


def _texts(session: Session, verdict: Verdict, *, lock: bool) -> dict[tuple[str, int], _Text]:
    quoted = _quoted(verdict)
    if not quoted:
        return {}
    statement = (
        select(
            DocumentVersionRow.document_id,
            DocumentVersionRow.version,
            DocumentVersionRow.text,
            DocumentRow.withdrawn_at,
        )
        .join(DocumentRow, DocumentRow.id == DocumentVersionRow.document_id)
        .where(
            and_(
                DocumentVersionRow.document_id.in_(sorted({key[0] for key in quoted})),
                DocumentVersionRow.version.in_(sorted({key[1] for key in quoted})),
            )
        )
        .order_by(DocumentRow.id)
    )
    if lock:
        statement = statement.with_for_update(read=True, of=DocumentRow)
    rows = session.execute(statement)
    return {
        (row.document_id, row.version): _Text(row.text, row.withdrawn_at is not None)
        for row in rows
    }
