"""Sources: the registry of publishers and how much their word counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from records.sources import SourceInput, get_source, list_sources, put_source, source_id_of
from service.access import Access
from service.answers import LINK, LOCATION, Answer, page_answer
from service.auth import caller
from service.cursors import place_of
from service.openapi import Blueprint
from service.schemas.corpus import SourceAnswer, SourceBody, SourcePageAnswer
from service.schemas.lists import PageQuery
from service.state import runtime
from verification.errors import NotFound
from verification.types import Source
from workers import queue

sources = Blueprint(
    "sources", __name__, description="Who publishes, and how much their word counts."
)


@sources.operation("POST", "/v1/sources", Access("corpus:write"))
@sources.body(SourceBody)
@sources.also_answers(200, SourceAnswer, description="The source, changed.", headers=LOCATION)
@sources.answer(201, SourceAnswer, description="A new source.", headers=LOCATION)
def put_a_source(body: Mapping[str, Any]) -> Answer:
    """Add a source, or change the one with this id."""
    source_id = body.get("id") or source_id_of(body["name"])
    given = SourceInput(
        name=body["name"], kind=body.get("kind", "other"), weight=body.get("weight"), id=source_id
    )
    with runtime().records.begin() as session:
        try:
            get_source(session, source_id)
            status = 200
        except NotFound:
            status = 201
        source = put_source(session, given, actor=caller().actor, now=runtime().now())
    queue.wake(runtime())
    return source_body(source), status, {"Location": f"/v1/sources/{source.id}"}


@sources.operation("GET", "/v1/sources", Access("claims:read"), errors=(404, 422))
@sources.query(PageQuery)
@sources.answer(200, SourcePageAnswer, description="A page of sources, oldest first.", headers=LINK)
def list_of_sources(query: Mapping[str, Any]) -> Answer:
    """List sources."""
    with runtime().records.read() as session:
        page = list_sources(session, limit=query["limit"], after=place_of(query))
    return page_answer("sources", page, query, lambda record: source_body(record.source))


@sources.operation("GET", "/v1/sources/<name:source_id>", Access("claims:read"))
@sources.answer(200, SourceAnswer, description="The source.")
def read_source(source_id: str) -> dict[str, Any]:
    """Read a source."""
    with runtime().records.read() as session:
        return source_body(get_source(session, source_id))


def source_body(source: Source) -> dict[str, Any]:
    """A source as it is sent."""
    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind,
        "weight": source.weight,
    }
