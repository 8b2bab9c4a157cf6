"""Passages: the corpus searched as verification searches it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.access import Access
from service.openapi import Blueprint
from service.schemas.corpus import PassageQueryArgs, PassagesAnswer
from service.state import runtime
from verification.types import Hit, PassageQuery

passages = Blueprint("passages", __name__, description="The corpus, as verification searches it.")


@passages.operation("GET", "/v1/passages", Access("claims:read"), errors=(422,))
@passages.query(PassageQueryArgs)
@passages.answer(200, PassagesAnswer, description="The passages found, best first.")
def search_passages(query: Mapping[str, Any]) -> dict[str, Any]:
    """Search the corpus.

    The answer is complete or it is a problem (503): a shard that fails is never left out silently.
    """
    publisher = query.get("publisher")
    wanted = PassageQuery(
        text=query["q"] or "",
        limit=query["limit"],
        published_from=query.get("published_from"),
        published_until=query.get("published_until"),
        include_undated=query["include_undated"],
        publishers=(publisher,) if publisher else (),
        language=query.get("language"),
    )
    corpus = runtime().corpus
    found = corpus.search(wanted)
    return {
        "passages": [_passage(hit) for hit in found],
        "corpus_generation": corpus.generation(),
    }


def _passage(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "rank": hit.rank,
        "id": passage.id,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "document": passage.document,
    }
