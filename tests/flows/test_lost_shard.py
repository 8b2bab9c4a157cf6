"""A cluster that lost a shard: no verdict while it is away, one when it is back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from devservers import ElasticsearchCluster, start_elasticsearch
from indices import CorpusOptions, open_corpus
from runtime.ingestion import ingest
from runtime.settings import Settings
from runtime.wiring import Runtime, open_runtime
from service.intake import as_input
from sources.demonstration import demonstration_documents
from tests.workers.material import accept, claim_of, run_of, wait_done, wait_for
from workers.queue import start_embedded

pytestmark = pytest.mark.elasticsearch

CLAIM = "North Korea fired four short-range missiles towards the Yellow Sea on 21 March 2021."


@pytest.fixture
def cluster() -> Iterator[ElasticsearchCluster]:
    with start_elasticsearch(nodes=2) as cluster:
        yield cluster


@pytest.fixture
def runtime(cluster: ElasticsearchCluster, tmp_path: Path) -> Iterator[Runtime]:
    """The demonstration corpus in two shards without a copy, one on each node."""
    url = f"{cluster.url}/lost"
    with closing(open_corpus(url, CorpusOptions(shards=2, replicas=0))) as corpus:
        corpus.add([])
    settings = Settings(
        data_dir=tmp_path, corpus_url=url, elasticsearch_timeout_s=5, sweep_interval_s=0.2
    )
    with closing(open_runtime(settings)) as runtime:
        runtime.records.migrate()
        ingest(runtime, map(as_input, demonstration_documents()), actor="test")
        yield runtime


def test_a_lost_shard_gives_no_verdict_until_it_is_back(
    cluster: ElasticsearchCluster, runtime: Runtime
) -> None:
    cluster.nodes[1].kill()
    dispatcher = start_embedded(runtime)
    try:
        claim_id = accept(runtime, CLAIM).claim.id
        wait_for(
            lambda: run_of(runtime, claim_id).error_code == "corpus_unavailable", "it was tried"
        )
        waiting = claim_of(runtime, claim_id)
        assert (waiting.status, waiting.verdict) == ("queued", None)
        cluster.nodes[1].restart()
        wait_done(runtime, claim_id)
        verdict = claim_of(runtime, claim_id).verdict
    finally:
        dispatcher.stop()
    assert verdict is not None
    assert verdict["veracity"] == "refuted"
