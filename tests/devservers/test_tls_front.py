"""The TLS front lets in whoever trusts it and has the key, and nobody else."""

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import AuthenticationException, Elasticsearch, SSLError
from elasticsearch import ConnectionError as NoConnection

from devservers import TlsFront, start_tls_front
from devservers.processes import free_port

pytestmark = pytest.mark.elasticsearch

KEY = "aWQ6c2VjcmV0"


@pytest.fixture
def front(elasticsearch_url: str) -> Iterator[TlsFront]:
    with start_tls_front(elasticsearch_url, api_key=KEY) as running:
        yield running


def connect(front: TlsFront, ca_file: str | None = None, api_key: str = KEY) -> Elasticsearch:
    return Elasticsearch(
        front.url,
        ca_certs=ca_file or front.ca_file,
        api_key=api_key,
        max_retries=0,
        request_timeout=60,
    )


def test_trust_and_the_right_key_lead_to_the_node(front: TlsFront) -> None:
    with connect(front) as client:
        assert client.cluster.health()["status"] in {"green", "yellow"}
        tokens = client.indices.analyze(analyzer="english", text="missiles")["tokens"]
        assert tokens[0]["token"] == "missil"
        assert not client.indices.exists(index="no-such-index")


@pytest.mark.parametrize("key", ["aWQ6d3Jvbmc=", "schlüssel"[:4]])
def test_a_wrong_key_is_refused(front: TlsFront, key: str) -> None:
    with connect(front, api_key=key) as client, pytest.raises(AuthenticationException) as refused:
        client.cluster.health()
    assert refused.value.meta.status == 401


def test_no_key_is_refused(front: TlsFront) -> None:
    with (
        Elasticsearch(front.url, ca_certs=front.ca_file, max_retries=0) as client,
        pytest.raises(AuthenticationException),
    ):
        client.cluster.health()


def test_a_key_can_be_withdrawn_and_given_back(front: TlsFront) -> None:
    with connect(front) as client:
        front.refusing = True
        with pytest.raises(AuthenticationException):
            client.cluster.health()
        front.refusing = False
        client.cluster.health()


def test_a_client_with_another_authority_does_not_connect(
    front: TlsFront, elasticsearch_url: str
) -> None:
    with start_tls_front(elasticsearch_url, api_key=KEY) as other:
        with (
            connect(front, ca_file=other.ca_file) as client,
            pytest.raises(SSLError) as failed,
        ):
            client.cluster.health()
        assert "CERTIFICATE_VERIFY_FAILED" in failed.value.message
    with connect(front) as client:
        client.cluster.health()


def test_the_certificate_names_this_machine(front: TlsFront) -> None:
    port = int(front.url.rsplit(":", 1)[1])
    context = ssl.create_default_context(cafile=front.ca_file)
    for name in ("127.0.0.1", "localhost"):
        with (
            socket.create_connection(("127.0.0.1", port)) as plain,
            context.wrap_socket(plain, server_hostname=name) as connection,
        ):
            assert connection.version() in {"TLSv1.2", "TLSv1.3"}


def test_a_node_that_is_away_is_a_bad_gateway() -> None:
    with (
        start_tls_front(f"http://127.0.0.1:{free_port()}", api_key=KEY) as front,
        connect(front) as client,
    ):
        answer = client.options(ignore_status=502).perform_request("GET", "/_cluster/health")
        assert answer.meta.status == 502


def test_a_stopped_front_is_gone(front: TlsFront) -> None:
    front.stop()
    assert not Path(front.ca_file).exists()
    with connect_anyway(front) as client, pytest.raises(NoConnection):
        client.cluster.health()


def connect_anyway(front: TlsFront) -> Elasticsearch:
    return Elasticsearch(front.url, ssl_show_warn=False, verify_certs=False, max_retries=0)
