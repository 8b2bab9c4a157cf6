"""The corpus in Elasticsearch keeps to the contract, and never gives a partial answer."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from devservers import ElasticsearchCluster, TlsFront, start_elasticsearch, start_tls_front
from devservers.processes import free_port
from indices import CorpusOptions, open_corpus
from indices.elastic_mapping import index_body
from indices.elastic_versions import VERSION, aliases, only
from tests.contracts.corpus_contract import (
    MISSILES,
    CorpusContract,
    found,
    passage,
    running,
    several,
)
from verification.errors import CorpusUnavailable, SettingsInvalid
from verification.ports import WritableCorpus
from verification.types import Passage, PassageQuery

pytestmark = pytest.mark.elasticsearch

KEY = "aWQ6c2VjcmV0"
UNREPLICATED = CorpusOptions(replicas=0)


@pytest.fixture
def client(elasticsearch_url: str) -> Iterator[Elasticsearch]:
    with Elasticsearch(elasticsearch_url, request_timeout=60) as client:
        yield client


@pytest.fixture
def name(client: Elasticsearch) -> Iterator[str]:
    """A corpus name of this test's own."""
    name = f"test-{secrets.token_hex(4)}"
    yield name
    for index in indices_of(client, name):
        client.indices.delete(index=index)


@pytest.fixture
def reopen(elasticsearch_url: str, name: str) -> Callable[[], WritableCorpus]:
    return lambda: open_corpus(f"{elasticsearch_url}/{name}", UNREPLICATED)


@pytest.fixture
def corpus(reopen: Callable[[], WritableCorpus]) -> Iterator[WritableCorpus]:
    with closing(reopen()) as corpus:
        corpus.add([])
        yield corpus


def indices_of(client: Elasticsearch, name: str) -> dict[str, set[str]]:
    """The indices of a corpus, oldest first, with their aliases."""
    about = client.indices.get_alias(index=f"{name}-v*").body
    return {index: set(about[index]["aliases"]) for index in sorted(about)}


@contextmanager
def settings(client: Elasticsearch, **changed: object) -> Iterator[None]:
    """Settings of the cluster for the length of the block."""
    names = {name.replace("__", "."): value for name, value in changed.items()}
    client.cluster.put_settings(persistent=names)
    try:
        yield
    finally:
        client.cluster.put_settings(persistent=dict.fromkeys(names))


class TestElasticCorpus(CorpusContract):
    """The contract, on a node."""

    @pytest.fixture
    def corpus(self, corpus: WritableCorpus) -> WritableCorpus:
        return corpus

    @pytest.fixture
    def reopen(self, reopen: Callable[[], WritableCorpus]) -> Callable[[], WritableCorpus]:
        return reopen

    @pytest.fixture
    def broken(self) -> Iterator[WritableCorpus]:
        with closing(open_corpus(f"http://127.0.0.1:{free_port()}/nobody")) as corpus:
            yield corpus


# A corpus that is not there, or not ours


@pytest.mark.parametrize(
    "ask",
    [
        lambda corpus: corpus.search(PassageQuery("missiles")),
        lambda corpus: corpus.get("p"),
        lambda corpus: corpus.generation(),
        lambda corpus: corpus.count(),
        lambda corpus: corpus.check(),
    ],
    ids=["search", "get", "generation", "count", "check"],
)
def test_an_alias_to_nothing_is_no_empty_corpus(
    corpus: WritableCorpus,
    client: Elasticsearch,
    name: str,
    ask: Callable[[WritableCorpus], object],
) -> None:
    corpus.add([passage("p")])
    ask(corpus)
    client.indices.delete_alias(index=",".join(indices_of(client, name)), name=aliases(name).read)
    with pytest.raises(CorpusUnavailable, match="run `assay reindex`"):
        ask(corpus)


def test_there_is_no_corpus_before_the_first_write(
    reopen: Callable[[], WritableCorpus], client: Elasticsearch, name: str
) -> None:
    with closing(reopen()) as corpus:
        with pytest.raises(CorpusUnavailable):
            corpus.count()
        assert corpus.remove_documents(["d"]) == 0
        assert corpus.count() == 0
    (index,) = indices_of(client, name)
    assert indices_of(client, name)[index] == {
        aliases(name).read, aliases(name).write, only(index)
    }  # fmt: skip


def test_the_first_writers_make_one_corpus(
    reopen: Callable[[], WritableCorpus], client: Elasticsearch, name: str
) -> None:
    def write(number: int) -> None:
        with closing(reopen()) as corpus:
            corpus.add(several(f"d{number}", MISSILES))

    with running(write, 1), running(write, 2), running(write, 3):
        pass
    assert len(indices_of(client, name)) == 1
    with closing(reopen()) as corpus:
        assert found(corpus, "missiles") == ["d1-0", "d2-0", "d3-0"]


def test_the_first_write_never_starts_over_a_corpus_whose_aliases_are_lost(
    corpus: WritableCorpus, client: Elasticsearch, name: str
) -> None:
    corpus.add([passage("p")])
    lost = [aliases(name).read, aliases(name).write]
    client.indices.delete_alias(index=",".join(indices_of(client, name)), name=lost)
    with pytest.raises(CorpusUnavailable, match="run `assay reindex`"):
        corpus.add([passage("q")])


def test_a_corpus_of_another_version_is_replaced_and_never_mixed(
    reopen: Callable[[], WritableCorpus], client: Elasticsearch, name: str
) -> None:
    old, theirs = f"{name}-v0.9-20260101t000000-abcdef", aliases(name, "0.9")
    named: dict[str, dict[str, str]] = {
        alias: {} for alias in (only(old), theirs.read, theirs.write)
    }
    client.indices.create(index=old, aliases=named, **index_body(1, 0))
    with closing(reopen()) as corpus:
        with pytest.raises(CorpusUnavailable, match="run `assay reindex`"):
            corpus.count()
        with pytest.raises(CorpusUnavailable, match="another version"):
            corpus.add([passage("p")])
        corpus.rebuild([passage("p")])
        assert found(corpus, "missiles") == ["p"]
        corpus.add([passage("q")])
        corpus.check()
    # Processes of the earlier version read on from theirs, and write no more.
    assert indices_of(client, name)[old] == {only(old), theirs.read}


def test_what_is_not_elasticsearch_is_told_apart() -> None:
    class Other(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Other) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with (
            closing(open_corpus(f"http://127.0.0.1:{server.server_port}/x")) as corpus,
            pytest.raises(CorpusUnavailable, match="is not Elasticsearch"),
        ):
            corpus.count()
        server.shutdown()


# Indices


def test_of_old_indices_one_is_kept_and_no_other_corpus_is_touched(
    corpus: WritableCorpus, client: Elasticsearch, name: str
) -> None:
    near = f"{name}-vienna-v{VERSION}-20200101t000000-abcdef"
    half_built = f"{name}-v{VERSION}-20200101t000000-abcdef"
    client.indices.create(index=near)
    client.indices.create(index=half_built, aliases={aliases(name).building: {}})
    live: list[str] = []
    for number in range(3):
        corpus.rebuild([passage(f"p{number}")])
        live += [each for each, held in indices_of(client, name).items() if len(held) > 1]
    left = indices_of(client, name)
    assert set(left) == {near, live[1], live[2]}
    assert left[live[2]] == {aliases(name).read, aliases(name).write, only(live[2])}
    assert left[live[1]] == {only(live[1])}


def test_a_rebuild_that_fails_leaves_no_index_behind(
    corpus: WritableCorpus, client: Elasticsearch, name: str
) -> None:
    before = indices_of(client, name)

    def failing() -> Iterator[Passage]:
        yield passage("p")
        assert len(indices_of(client, name)) == len(before) + 1
        raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        corpus.rebuild(failing())
    assert indices_of(client, name) == before


def test_a_write_waits_while_the_index_is_closed_for_writing(
    corpus: WritableCorpus, client: Elasticsearch, name: str
) -> None:
    (index,) = indices_of(client, name)
    client.indices.add_block(index=index, block="write")
    opened = threading.Timer(
        0.5, client.indices.put_settings, kwargs={
            "index": index, "settings": {"index.blocks.write": None}
        },
    )  # fmt: skip
    opened.start()
    corpus.add(several("d", MISSILES, MISSILES))
    opened.join()
    assert corpus.count() == 2


def test_a_write_that_waited_too_long_says_so(
    corpus: WritableCorpus, client: Elasticsearch, elasticsearch_url: str, name: str
) -> None:
    (index,) = indices_of(client, name)
    client.indices.add_block(index=index, block="write")
    options = CorpusOptions(request_timeout_s=0.3)
    with (
        closing(open_corpus(f"{elasticsearch_url}/{name}", options)) as hasty,
        pytest.raises(CorpusUnavailable, match="takes no writes"),
    ):
        hasty.add([passage("p")])
    assert corpus.count() == 0


def test_several_shards_rank_as_one(
    elasticsearch_url: str, name: str, client: Elasticsearch
) -> None:
    # In each shard the words are rare or common by chance; only over all shards are they what
    # they are.
    texts = [f"common {'rare' if number % 13 == 0 else 'common'}" for number in range(60)]
    given = [passage(f"p{number:02d}", text) for number, text in enumerate(texts)]
    options = CorpusOptions(shards=3, replicas=0)
    with (
        closing(open_corpus(f"{elasticsearch_url}/{name}", options)) as spread,
        closing(open_corpus("sqlite://:memory:")) as whole,
    ):
        for corpus in (spread, whole):
            corpus.add(given)
            assert found(corpus, "rare", limit=9) == ["p00", "p13", "p26", "p39", "p52"]
        spread.check()
        assert spread.generation() == whole.generation()
    (index,) = indices_of(client, name)
    assert client.indices.get_settings(index=index)[index]["settings"]["index"][
        "number_of_shards"
    ] == "3"  # fmt: skip


# Partial answers


@pytest.fixture(scope="module")
def pair() -> Iterator[ElasticsearchCluster]:
    with start_elasticsearch(nodes=2) as cluster:
        yield cluster


def test_a_lost_shard_is_no_answer_until_it_is_back(pair: ElasticsearchCluster) -> None:
    url = f"{pair.url}/lossy"
    options = CorpusOptions(shards=2, replicas=0)
    given = [passage(f"p{number:02d}") for number in range(20)]
    with (
        closing(open_corpus(url, options)) as corpus,
        closing(open_corpus(url, replace(options, request_timeout_s=2))) as hasty,
    ):
        corpus.add(given)
        before = corpus.generation()
        pair.nodes[1].kill()
        for ask in (
            lambda: hasty.search(PassageQuery("missiles")),
            hasty.generation,
            hasty.count,
            hasty.check,
            lambda: [hasty.get(each.id) for each in given],
            lambda: hasty.add(given),
            lambda: hasty.rebuild(given),
        ):
            with pytest.raises(CorpusUnavailable):
                ask()
        pair.nodes[1].restart()
        assert (corpus.generation(), corpus.count()) == (before, 20)
        assert len(found(corpus, "missiles", limit=50)) == 20
        corpus.check()
        assert corpus.add(given).unchanged == 20
        assert corpus.rebuild(given).added == 20


def test_a_node_that_is_too_busy_is_no_answer(
    corpus: WritableCorpus, client: Elasticsearch
) -> None:
    corpus.add([passage("p")])
    with (
        settings(client, indices__breaker__request__limit="1b"),
        pytest.raises(CorpusUnavailable, match="too busy"),
    ):
        corpus.generation()
    assert corpus.count() == 1


# Security


@pytest.fixture
def front(elasticsearch_url: str) -> Iterator[TlsFront]:
    with start_tls_front(elasticsearch_url, api_key=KEY) as running:
        yield running


def secured(front: TlsFront, name: str, key: str = KEY, ca: str | None = None) -> WritableCorpus:
    options = CorpusOptions(
        ca_file=Path(ca or front.ca_file), api_key=key, replicas=0, request_timeout_s=20
    )
    return open_corpus(front.url.replace("https", "elasticsearch+https") + f"/{name}", options)


def test_a_corpus_behind_tls_and_an_api_key(front: TlsFront, name: str) -> None:
    with closing(secured(front, name)) as corpus:
        corpus.add([passage("p")])
        assert found(corpus, "missiles") == ["p"]
        corpus.rebuild([passage("q")])
        corpus.check()
        front.refusing = True
        with pytest.raises(CorpusUnavailable, match="refused the API key"):
            corpus.search(PassageQuery("missiles"))
        front.refusing = False
        assert found(corpus, "missiles") == ["q"]


def test_a_wrong_key_is_said_in_one_sentence(front: TlsFront, name: str) -> None:
    with (
        closing(secured(front, name, key="d3Jvbmc6d3Jvbmc=")) as corpus,
        pytest.raises(CorpusUnavailable) as refused,
    ):
        corpus.check()
    assert refused.value.detail == (
        "Elasticsearch refused the API key or the user; check ASSAY_ELASTICSEARCH_API_KEY."
    )


def test_a_certificate_of_another_authority_is_not_trusted(
    front: TlsFront, elasticsearch_url: str, name: str
) -> None:
    with (
        start_tls_front(elasticsearch_url, api_key=KEY) as other,
        closing(secured(front, name, ca=other.ca_file)) as corpus,
        pytest.raises(CorpusUnavailable, match="certificate"),
    ):
        corpus.check()


def test_a_missing_ca_file_is_a_wrong_setting(tmp_path: Path) -> None:
    options = CorpusOptions(ca_file=tmp_path / "nothing.pem")
    with pytest.raises(SettingsInvalid, match=r"nothing\.pem"):
        open_corpus("https://127.0.0.1:9200/x", options)
