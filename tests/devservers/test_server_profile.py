"""The whole server profile starts from nothing, answers, and stops as one."""

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

from devservers.processes import free_port
from devservers.server_profile import ENVIRONMENT
from sources.demonstration import demonstration_documents, example_claims
from tests.devservers.waiting import eventually

pytestmark = [pytest.mark.elasticsearch, pytest.mark.postgres, pytest.mark.redis]


def alive(port: int) -> bool:
    """Whether the web of the profile answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/livez")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def settings(data: Path) -> dict[str, str]:
    """The settings that the profile leaves for a shell."""
    lines = (data / ENVIRONMENT).read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


@contextmanager
def profile(data: Path, port: int, log: Path) -> Iterator[None]:
    """The whole profile, answering and with a worker that is ready, stopped as Ctrl-C does."""
    command = [sys.executable, "-m", "devservers", "server", "--port", str(port), "--workers", "1"]
    command += ["--data", str(data), "--heap", "512m"]
    with (
        log.open("w") as output,
        subprocess.Popen(command, stdout=output, stderr=output) as running,
    ):
        try:
            assert eventually(lambda: alive(port) or running.poll() is not None)
            assert running.poll() is None, log.read_text()
            assert eventually(lambda: "ready" in (data / "logs" / "worker.log").read_text())
            yield
        finally:
            running.send_signal(signal.SIGINT)
        assert running.wait(120) == 0, log.read_text()


def assay(settings: Mapping[str, str], *arguments: str) -> dict[str, Any]:
    """What a command of the program answers as JSON, asked from another shell."""
    done = subprocess.run(
        [Path(sys.executable).with_name("assay"), *arguments, "--json"],
        env={**os.environ, **settings},
        check=True,
        stdout=subprocess.PIPE,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def call(port: int, path: str, key: str, body: object = None) -> dict[str, Any]:
    """What the web answers: to a POST where there is a body."""
    request = Request(
        f"http://127.0.0.1:{port}{path}",
        data=json.dumps(body).encode() if body is not None else None,
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {key}"},
    )
    with urlopen(request, timeout=30) as answer:
        found: dict[str, Any] = json.loads(answer.read())
        return found


def test_a_claim_goes_through_all_of_it(tmp_path: Path) -> None:
    data, port = tmp_path / "server", free_port()
    example = example_claims()[0]
    with profile(data, port, tmp_path / "output"):
        found = settings(data)
        taken = assay(found, "ingest", "--demo")
        assert taken["changed"] == len(demonstration_documents())
        scopes = ("--scope", "claims:write", "--scope", "claims:read")
        key = assay(found, "keys", "create", "--name", "test", *scopes)["key"]
        body = {"text": example.text, "claimed_at": example.claimed_at.isoformat()}
        claim = call(port, "/v1/claims", key, body)
        assert claim["status"] == "queued"
        path = f"/v1/claims/{claim['id']}"
        assert eventually(lambda: call(port, path, key)["status"] in {"done", "failed"})
        verdict = call(port, path, key)["verdict"]
    assert verdict["veracity"] == example.veracity.value
    assert any(each["stance"] == "supports" and each["quote"] for each in verdict["evidence"])
    assert "run_ended" in (data / "logs" / "worker.log").read_text()


def test_it_starts_and_stops_as_one_and_keeps_its_data(tmp_path: Path) -> None:
    data, port, log = tmp_path / "server", free_port(), tmp_path / "output"
    with profile(data, port, log):
        found = settings(data)
    said = log.read_text()
    assert "migrate | " in said
    assert "web     | " in said
    assert "server  | stopping\n" in said
    assert said.endswith("server  | stopped\n")
    assert not alive(port)
    for name in ("RECORDS", "CORPUS", "BROKER", "CACHE"):
        address = urlsplit(found[f"ASSAY_{name}_URL"])
        assert address.port is not None
        assert not alive(address.port)
    key = Path(found["ASSAY_SECRET_KEYS_FILE"])
    assert key.stat().st_mode & 0o077 == 0
    assert (data / "postgres" / "cluster" / "PG_VERSION").exists()
