"""A real node and a real cluster answer the official client, lose shards, and get them back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.helpers import bulk

from devservers import ElasticsearchCluster, start_elasticsearch
from tests.devservers.waiting import eventually, exists

pytestmark = pytest.mark.elasticsearch

PASSAGES = 40
MAPPINGS = {"properties": {"text": {"type": "text", "analyzer": "english"}}}
QUERY = {"match": {"text": "missile"}}


@pytest.fixture(scope="module")
def pair() -> Iterator[ElasticsearchCluster]:
    with start_elasticsearch(nodes=2) as cluster:
        yield cluster


def connect(url: str) -> Elasticsearch:
    return Elasticsearch(url, request_timeout=60, max_retries=0)


def fill(client: Elasticsearch, index: str, shards: int) -> None:
    settings = {"number_of_shards": shards, "number_of_replicas": 0}
    client.indices.create(index=index, settings=settings, mappings=MAPPINGS)
    passages = ({"_index": index, "text": f"Missiles, report {one}"} for one in range(PASSAGES))
    assert bulk(client, passages, refresh=True) == (PASSAGES, [])


def test_a_node_keeps_its_data_over_a_crash_and_a_new_start(tmp_path: Path) -> None:
    with start_elasticsearch(tmp_path / "node") as cluster:
        first = cluster.nodes[0].pid
        assert (cluster.urls, cluster.health()["status"]) == ([cluster.url], "green")
        with connect(cluster.url) as client:
            fill(client, "reports", shards=1)
        cluster.nodes[0].kill()
        assert not exists(first)
        cluster.nodes[0].restart()
        with connect(cluster.url) as client:
            assert client.count(index="reports", query=QUERY)["count"] == PASSAGES
        second = cluster.nodes[0].pid
    assert not exists(second)
    with start_elasticsearch(tmp_path / "node") as cluster, connect(cluster.url) as client:
        assert client.count(index="reports", query=QUERY)["count"] == PASSAGES


def test_a_lost_node_loses_shards_until_it_is_back(pair: ElasticsearchCluster) -> None:
    with connect(pair.url) as client:
        fill(client, "halved", shards=2)
        whole = client.search(index="halved", query=QUERY)
        assert (whole["_shards"]["failed"], whole["hits"]["total"]["value"]) == (0, PASSAGES)

        pair.nodes[1].kill()
        assert eventually(lambda: pair.health()["number_of_nodes"] == 1)
        partial = client.search(index="halved", query=QUERY)
        assert partial["_shards"]["failed"] == 1
        assert 0 < partial["hits"]["total"]["value"] < PASSAGES
        with pytest.raises(ApiError) as refused:
            client.search(index="halved", query=QUERY, allow_partial_search_results=False)
        assert refused.value.meta.status == 503

        pair.nodes[1].restart()
        again = client.search(index="halved", query=QUERY, allow_partial_search_results=False)
        assert (again["_shards"]["failed"], again["hits"]["total"]["value"]) == (0, PASSAGES)


def test_the_node_has_what_a_corpus_needs(elasticsearch_url: str) -> None:
    vectors = {"type": "dense_vector", "dims": 2, "index_options": {"type": "int8_hnsw"}}
    properties = {**MAPPINGS["properties"], "vector": vectors}
    with connect(elasticsearch_url) as client:
        settings = {"number_of_shards": 1}
        client.indices.create(
            index="needed-1", settings=settings, mappings={"properties": properties}
        )
        try:
            document = {"text": "Two missiles were fired.", "vector": [0.6, 0.8]}
            client.index(index="needed-1", id="1", document=document, refresh=True)
            client.indices.update_aliases(
                actions=[{"add": {"index": "needed-1", "alias": "needed"}}]
            )
            phrases = {"intervals": {"text": {"match": {"query": "two missile", "ordered": True}}}}
            marked = client.search(
                index="needed", query=phrases, highlight={"fields": {"text": {}}}
            )
            assert marked["hits"]["hits"][0]["highlight"]["text"] == [
                "<em>Two</em> <em>missiles</em> were fired."
            ]
            knn = {"field": "vector", "query_vector": [0.6, 0.8], "k": 1, "num_candidates": 5}
            near = client.search(index="needed", knn=knn)
            assert near["hits"]["hits"][0]["_id"] == "1"
        finally:
            client.indices.delete(index="needed-1")
