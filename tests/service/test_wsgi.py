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
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{chosen}", "--workers", "2"]
    command += ["--worker-class", "gthread", "--threads", "4", "--no-control-socket", "--preload"]
    with (folder / "gunicorn.log").open("w") as log:
        process = subprocess.Popen(
            [*command, "service.wsgi:app"],
            env={**mine, "ASSAY_DATA_DIR": str(folder / "data")},
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
