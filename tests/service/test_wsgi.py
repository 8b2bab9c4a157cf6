"""The application under gunicorn, as the server profile runs it."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from service.problems import PROBLEMS
from tests.service.edge import CLAIM, STATEMENT


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert isinstance(port, int)
        return port


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Two processes that share one embedded set of databases."""
    folder = tmp_path_factory.mktemp("wsgi")
    chosen = free_port()
    mine = {name: value for name, value in os.environ.items() if not name.startswith("ASSAY_")}
    metrics = folder / "metrics"
    metrics.mkdir()
    (metrics / "counter_1.db").write_bytes(b"left by an earlier server")
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{chosen}", "--workers", "2"]
    command += ["--config", "python:service.gunicorn_config", "--preload"]
    with (folder / "gunicorn.log").open("w") as log:
        process = subprocess.Popen(
            [*command, "service.wsgi:app"],
            env={
                **mine,
                "ASSAY_DATA_DIR": str(folder / "data"),
                "ASSAY_METRICS_DIR": str(metrics),
            },
            stdout=log,
            stderr=log,
        )
    try:
        while not answers(chosen):
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.2)
                pytest.fail((folder / "gunicorn.log").read_text())
        yield chosen
    finally:
        process.terminate()
        process.wait(timeout=60)


def answers(port: int) -> bool:
    try:
        return call(port, "GET", "/readyz")[0] == 200
    except OSError:
        return False


def call(port: int, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        data = json.dumps(body) if body is not None else None
        sent = {"Content-Type": "application/json", **headers} if data else headers
        connection.request(method, path, data, sent)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"null")
    finally:
        connection.close()


def test_processes_started_by_fork_share_the_work(port: int) -> None:
    assert call(port, "POST", "/v1/documents", STATEMENT)[0] == 201
    for n in range(4):
        status, body = call(port, "POST", "/v1/claims", {"text": f"{CLAIM} {n}"}, Prefer="wait=15")
        assert (status, body["status"]) == (200, "done")
    status, page = call(port, "GET", "/v1/claims?status=done")
    assert (status, len(page["claims"])) == (200, 4)


def test_a_body_in_chunks_is_bounded(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        chunks = iter([b'{"text": "', *[b"a" * 10_000] * 10, b'"}'])
        headers = {"Content-Type": "application/json"}
        connection.request("POST", "/v1/claims", chunks, headers, encode_chunked=True)
        answer = connection.getresponse()
        assert answer.status == 413
        assert json.loads(answer.read())["type"] == "/problems/too-large"
    finally:
        connection.close()


def raw(port: int, request: bytes) -> tuple[bytes, dict[str, str], dict[str, Any]]:
    """The status line, headers and body of what comes back for these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request)
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.split(b"\r\n")
    headers = dict(line.decode().split(": ", 1) for line in lines)
    return status, headers, json.loads(body)


@pytest.mark.parametrize(
    ("request_bytes", "status", "name"),
    [
        (b"GET /v1/claims?q=%s HTTP/1.1\r\n\r\n" % (b"a" * 9000), 414, "address-too-long"),
        (b"GET /livez HTTP/1.1\r\nX: %s\r\n\r\n" % (b"a" * 200_000), 431, "headers-too-large"),
        (b"neither this nor that\r\n\r\n", 400, "malformed-request"),
        (b"GET /livez HTTP/1.1\r\nno colon\r\n\r\n", 400, "malformed-request"),
        (b"GET /livez HTTP/9.9\r\n\r\n", 400, "malformed-request"),
    ],
    ids=["long address", "long header", "no request", "no header", "no version"],
)
def test_what_is_not_even_a_request_is_a_problem(
    port: int, request_bytes: bytes, status: int, name: str
) -> None:
    line, headers, body = raw(port, request_bytes)
    assert line.startswith(b"HTTP/1.1 %d " % status)
    assert headers["Content-Type"] == "application/problem+json"
    assert (body["type"], body["status"]) == (f"/problems/{name}", status)
    assert body["request_id"] == headers["X-Request-ID"]
    assert body["title"] == PROBLEMS[name].title


def test_an_address_of_eight_thousand_characters_reaches_the_application(port: int) -> None:
    status, body = call(port, "GET", f"/v1/claims?q={'a' * 8000}")
    assert (status, body["instance"]) == (422, "/v1/claims")


def test_the_processes_show_their_metrics_as_one(port: int) -> None:
    def accepted() -> float:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/metrics")
        page = connection.getresponse().read().decode()
        connection.close()
        lines = [line for line in page.splitlines() if line.startswith("assay_claims_accepted_t")]
        return sum(float(line.split()[-1]) for line in lines)

    before = accepted()
    for number in range(8):
        assert call(port, "POST", "/v1/claims", {"text": f"{CLAIM} Again {number}."})[0] == 202
    assert {accepted() for _ in range(8)} == {before + 8}
