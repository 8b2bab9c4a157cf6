"""Bodies of searches and stored documents; no server."""

from __future__ import annotations

import json
from datetime import date

from indices.analysis import query_words
from indices.elastic_mapping import FIELDS, index_body
from indices.elastic_query import as_document, as_passage, document_key, search_body
from indices.generation import marks
from tests.contracts.corpus_contract import KCNA, passage
from verification.types import PassageQuery

FULL = passage("p", published_at=date(2021, 3, 5), url="https://x.test/", speaker="S", source=KCNA)


def test_a_stored_document_gives_its_passage_back() -> None:
    for each in (FULL, passage("bare")):
        stored = json.loads(json.dumps(as_document(each, marks(each))))
        assert set(stored) == set(FIELDS)
        del stored["words"]
        assert as_passage(stored) == each


def test_the_mapping_is_strict_and_shows_nothing_by_itself() -> None:
    body = index_body(2, 1)
    assert body["mappings"]["dynamic"] == "strict"
    assert body["settings"]["number_of_shards"] == 2
    assert body["settings"]["refresh_interval"] == -1


def test_the_text_of_a_query_stands_only_where_text_is_expected() -> None:
    hostile = '{"match_all": {}} words:* "quoted missiles here" OR'
    query = PassageQuery(hostile, limit=7)
    body = search_body(query, query_words(hostile))
    assert body["size"] == 7
    (match,) = body["query"]["bool"]["must"]
    assert match == {"match": {"words": {"query": "match words quoted missiles"}}}
    (phrase,) = body["query"]["bool"]["should"]
    assert phrase == {"match_phrase": {"words.exact": {"query": "quoted missiles"}}}
    assert body["query"]["bool"]["filter"] == []
    assert body["sort"] == [{"_score": "desc"}, {"id": "asc"}]


def test_nearness_grows_with_the_words_asked_for() -> None:
    def nearness(text: str) -> float:
        query = PassageQuery(text, published_until=date(2021, 3, 25))
        (bonus,) = search_body(query, query_words(text))["query"]["bool"]["should"]
        assert bonus["distance_feature"]["origin"] == "2021-03-25"
        boost: float = bonus["distance_feature"]["boost"]
        return boost

    assert nearness("two missiles") == 2 * nearness("missiles")


def test_a_key_has_at_most_512_bytes_and_differs_where_ids_do() -> None:
    ids = ["a", "x" * 512, "x" * 513, "x" * 514, "ü" * 256, "ü" * 257]
    keys = [document_key(each) for each in ids]
    assert keys[:2] == ids[:2]
    assert len(set(keys)) == len(ids)
    assert max(len(key.encode()) for key in keys) == 512
