"""Documents: added, read, withdrawn, listed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import marshmallow
from flask import Response

from records.documents import DocumentFilter, StoredDocument, get_document, list_documents
from runtime.ingestion import ingest, withdraw
from service.access import Access
from service.answers import LINK, LOCATION, Answer, page_answer
from service.api.bulk import take_bulk
from service.auth import caller
from service.cursors import place_of
from service.errors import Problem
from service.intake import as_input
from service.openapi import Blueprint, refused_fields
from service.requests import JSON, NDJSON, check_content_type, json_response, read_json
from service.schemas.corpus import (
    BulkAnswer,
    DocumentAnswer,
    DocumentBody,
    DocumentPageAnswer,
    DocumentQuery,
    StoredDocumentAnswer,
    VersionQuery,
    WithdrawQuery,
)
from service.state import runtime
from sources.grouping import document_of
from sources.rows import parse_row
from verification.errors import DocumentRejected, NotFound
from workers import queue

documents = Blueprint(
    "documents", __name__, description="Official statements and reports: what claims are held to."
)

_LINE: Final = (
    '{"title": "Statement", "publisher": "Ministry of Defence", "published_at": "2021-03-25", '
    '"text": "The ministry detected two missiles."}\n'
)
# What tests an API by its document does not know how to write lines; the page shows it instead.
_LINES: Final = {NDJSON: {"description": "One document per line.", "example": _LINE}}


@documents.operation(
    "POST",
    "/v1/documents",
    Access("corpus:write", body_setting="max_bulk_bytes"),
    errors=(400, 413, 415, 422),
)
@documents.described(
    requestBody={"required": True, "content": {JSON: {"schema": DocumentBody}}},
    **{"x-also-accepts": _LINES},
)
@documents.also_answers(
    201, StoredDocumentAnswer, description="A new document, or a new version.", headers=LOCATION
)
@documents.also_answers(
    200,
    {"anyOf": [StoredDocumentAnswer, BulkAnswer]},
    description="The document was there already; or what became of each line.",
)
def add_documents() -> Response:
    """Add one document, or many.

    One goes as `application/json`. Many go as `application/x-ndjson`, one per line: a bad line is
    named, and the rest is taken. Lines that share a `doc_id` and stand next to each other are the
    passages of one document. Claims whose evidence changes are checked again.
    """
    if check_content_type(JSON, NDJSON) == NDJSON:
        answer = json_response(take_bulk(actor=caller().actor))
    else:
        answer = _take_one()
    queue.wake(runtime())
    return answer


def _take_one() -> Response:
    try:
        body = DocumentBody().load(read_json())  # type: ignore[arg-type]
    except marshmallow.ValidationError as error:
        raise refused_fields(error) from error
    given = as_input(document_of(parse_row(_as_line(body))))
    assert given.id is not None
    known = _version_of(given.id)
    report = ingest(runtime(), [given], actor=caller().actor)
    if report.refused:
        raise DocumentRejected(report.refused[0].detail)
    with runtime().records.read() as session:
        stored = get_document(session, given.id)
    changed = stored.version != known
    body = {**document_body(stored), "changed": changed, "searchable": report.waiting == 0}
    headers = {"Location": f"/v1/documents/{stored.id}"} if changed else {}
    dumped = StoredDocumentAnswer().dump(body)
    return json_response(dumped, 201 if changed else 200, headers)


def _as_line(body: Mapping[str, Any]) -> bytes:
    """The body as a line of corpus input; days as they are written there."""
    return json.dumps(body, default=date.isoformat).encode()


def _version_of(document_id: str) -> int | None:
    """The version of a document that counts as evidence now, if it does."""
    try:
        with runtime().records.read() as session:
            known = get_document(session, document_id)
    except NotFound:
        return None
    return None if known.withdrawn_at else known.version


@documents.operation("GET", "/v1/documents", Access("claims:read"), errors=(404, 422))
@documents.query(DocumentQuery)
@documents.answer(
    200, DocumentPageAnswer, description="A page of documents, newest first.", headers=LINK
)
def list_of_documents(query: Mapping[str, Any]) -> Answer:
    """List documents."""
    wanted = DocumentFilter(
        source_id=query.get("source"),
        withdrawn=query.get("withdrawn"),
        index_due=query.get("index_due"),
        limit=query["limit"],
        after=place_of(query),
    )
    with runtime().records.read() as session:
        page = list_documents(session, wanted)
    return page_answer("documents", page, query, lambda summary: summary)


@documents.operation(
    "GET", "/v1/documents/<document:document_id>", Access("claims:read"), errors=(410, 422)
)
@documents.query(VersionQuery)
@documents.answer(200, DocumentAnswer, description="The document with its text and passages.")
def read_document(query: Mapping[str, Any], document_id: str) -> dict[str, Any]:
    """Read a document.

    One that was withdrawn is gone (410) in all its versions.
    """
    with runtime().records.read() as session:
        stored = get_document(session, document_id, query.get("version"))
    if stored.withdrawn_at:
        reason = f": {stored.withdrawn_reason}" if stored.withdrawn_reason else "."
        raise Problem("document-withdrawn", f"The document was withdrawn{reason}")
    return document_body(stored)


@documents.operation(
    "DELETE", "/v1/documents/<document:document_id>", Access("corpus:write"), errors=(422,)
)
@documents.query(WithdrawQuery)
@documents.answer(204, description="Withdrawn, now or before.")
def withdraw_document(query: Mapping[str, Any], document_id: str) -> None:
    """Withdraw a document.

    It stops being evidence at once, and claims that quote it are checked again. The records keep
    it for the audit trail.
    """
    reason = query.get("reason") or ""
    withdraw(runtime(), document_id, reason=reason, actor=caller().actor)
    queue.wake(runtime())


def document_body(stored: StoredDocument) -> dict[str, Any]:
    """A document with its text."""
    return {
        "id": stored.id,
        "version": stored.version,
        "title": stored.title,
        "source": stored.source,
        "published_at": stored.published_at,
        "url": stored.url,
        "speaker": stored.speaker,
        "language": stored.language,
        "created_at": stored.created_at,
        "text": stored.text,
        "passages": list(stored.passages),
    }
