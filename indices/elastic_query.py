"""From a PassageQuery to a search body, from a passage to a stored document and back; pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from indices.analysis import NEAR_DAYS, NEARNESS, QueryWords, encodable, searchable
from indices.elastic_mapping import MARK_FIELDS
from indices.generation import Content, Marks
from verification.types import DocumentRef, Hit, Passage, PassageQuery, Source

_LONGEST_KEY: Final = 512
PAGE: Final = 10_000

MARK_SUMS: Final = {mark: {"sum": {"field": mark}} for mark in MARK_FIELDS}
CONTENT_BODY: Final[dict[str, Any]] = {"size": 0, "track_total_hits": True, "aggs": MARK_SUMS}


def search_body(query: PassageQuery, wanted: QueryWords) -> dict[str, Any]:
    """The search for a query: BM25 over all words, plus nearness in time, plus quoted phrases.

    The words are words already; a `match` query has no syntax in which they could mean more.
    """
    bonuses: list[dict[str, Any]] = [
        {"match_phrase": {"words.exact": {"query": " ".join(phrase)}}} for phrase in wanted.phrases
    ]
    if query.published_until:
        bonuses.append(_nearness(query.published_until, len(wanted.words)))
    return {
        "size": query.limit,
        "track_total_hits": False,
        "query": {
            "bool": {
                "must": [{"match": {"words": {"query": " ".join(wanted.words)}}}],
                "should": bonuses,
                "filter": _filters(query),
            }
        },
        "sort": [{"_score": "desc"}, {"id": "asc"}],
    }


def _nearness(until: date, words: int) -> dict[str, Any]:
    origin, pivot = until.isoformat(), f"{NEAR_DAYS}d"
    about = {"field": "published_at", "origin": origin, "pivot": pivot, "boost": NEARNESS * words}
    return {"distance_feature": about}


def _filters(query: PassageQuery) -> list[dict[str, Any]]:
    filters: list[dict[str, Any]] = []
    if query.publishers:
        filters.append({"terms": {"source_id": [encodable(each) for each in query.publishers]}})
    if query.language:
        filters.append({"term": {"language": encodable(query.language)}})
    if days := _days(query):
        dated = {"range": {"published_at": days}}
        undated = {"bool": {"must_not": [{"exists": {"field": "published_at"}}]}}
        either = [dated, undated] if query.include_undated else [dated]
        filters.append({"bool": {"should": either, "minimum_should_match": 1}})
    return filters


def _days(query: PassageQuery) -> dict[str, str]:
    bounds = {"gte": query.published_from, "lte": query.published_until}
    return {name: day.isoformat() for name, day in bounds.items() if day}


def by_id(passage_id: str) -> dict[str, Any]:
    """The search for one passage."""
    return {"size": 1, "query": {"term": {"id": encodable(passage_id)}}}


def of_documents(document_ids: Sequence[str], passage_ids: Sequence[str] = ()) -> dict[str, Any]:
    """The search for all passages of these documents or with these ids, page by page."""
    either = [{"terms": {"document_id": list(document_ids)}}]
    if passage_ids:
        either.append({"terms": {"id": list(passage_ids)}})
    return {
        "size": PAGE,
        "track_total_hits": False,
        "query": {"bool": {"filter": [{"bool": {"should": either}}]}},
        "sort": [{"id": "asc"}],
    }


def document_key(passage_id: str) -> str:
    """The `_id` of a passage, which may have no more than 512 bytes."""
    if len(passage_id.encode()) <= _LONGEST_KEY:
        return passage_id
    return "sha256:" + hashlib.sha256(passage_id.encode()).hexdigest()


def as_document(passage: Passage, found: Marks) -> dict[str, Any]:
    """The stored document of a passage."""
    document, source = passage.document, passage.document.source
    return {
        "id": passage.id,
        "document_id": document.id,
        "published_at": document.published_at and document.published_at.isoformat(),
        "source_id": source.id,
        "language": document.language,
        "words": searchable(passage),
        **dict(zip(MARK_FIELDS, found, strict=True)),
        "version": document.version,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "title": document.title,
        "source_name": source.name,
        "source_kind": source.kind,
        "source_weight": source.weight,
        "url": document.url,
        "speaker": document.speaker,
    }


def as_passage(stored: Mapping[str, Any]) -> Passage:
    """The passage in a stored document."""
    published_at = stored["published_at"]
    document = DocumentRef(
        id=stored["document_id"],
        version=stored["version"],
        title=stored["title"],
        source=Source(
            stored["source_id"],
            stored["source_name"],
            stored["source_kind"],
            stored["source_weight"],
        ),
        published_at=date.fromisoformat(published_at) if published_at else None,
        url=stored["url"],
        speaker=stored["speaker"],
        language=stored["language"],
    )
    return Passage(stored["id"], document, stored["start"], stored["end"], stored["text"])


def as_marks(stored: Mapping[str, Any]) -> Marks:
    """The marks in a stored document."""
    one, two, three, four, five = (int(stored[mark]) for mark in MARK_FIELDS)
    return one, two, three, four, five


def as_content(count: int, sums: Mapping[str, Any]) -> Content:
    """The content in a count and the answers to MARK_SUMS, which are whole though written 1.2E9."""
    return Content(count, as_marks({mark: sums[mark]["value"] for mark in MARK_FIELDS}))


def as_hits(found: Sequence[Mapping[str, Any]]) -> list[Hit]:
    """The hits of an answer, numbered from 1."""
    return [Hit(as_passage(each["_source"]), rank) for rank, each in enumerate(found, 1)]
