"""The examples, run as a reader would, against a service of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
CLAIM = "North Korea fired two short-range missiles on 21 March 2021."
SETTINGS = {
    "ASSAY_EGRESS_ALLOW_PRIVATE": "true",
    "ASSAY_EGRESS_ALLOW_HTTP": "true",
    "ASSAY_EGRESS_PORTS": "0",
    "PYTHONUNBUFFERED": "1",
}


@contextmanager
def started(
    *words: str, says: str, env: dict[str, str] | None = None
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A Python process and the last word of the line in which it says that it is ready."""
    with subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.PIPE, text=True, env=env
    ) as process:
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if says in line:
                    yield process, line.split()[-1]
                    return
            pytest.fail("It ended before it was ready.")
        finally:
            process.kill()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = str(tmp_path_factory.mktemp("data"))
    own = {name: value for name, value in os.environ.items() if not name.startswith("ASSAY_")}
    env = {**own, **SETTINGS, "ASSAY_DATA_DIR": data}
    serve = ("-m", "service.cli", "serve", "--port", "0", "--demo")
    with started(*serve, says="serves on", env=env) as (_, address):
        yield address


def ask(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, EXAMPLES / "ask.py", *words],
        check=False,
        capture_output=True,
        text=True,
        timeout=150,
    )


def webhooks(service: str) -> list[object]:
    with urlopen(f"{service}/v1/webhooks", timeout=30) as answer:
        found: list[object] = json.load(answer)["webhooks"]
        return found


def test_a_claim_is_asked_and_its_evidence_shown(service: str) -> None:
    done = ask(CLAIM, "--service", service)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("supported (")
    assert "  supports: “" in done.stdout


def test_a_refusal_is_one_line(service: str) -> None:
    done = ask("12345", "--service", service)
    assert done.returncode == 1
    assert done.stderr.startswith("Refused: ")
    assert ask(CLAIM, "--service", "http://127.0.0.1:1").stderr.startswith("http://127.0.0.1:1 ")


def test_a_verdict_is_received_and_the_subscription_taken_back(service: str) -> None:
    receive = (str(EXAMPLES / "receive.py"), "--service", service)
    with started(*receive, says="Receiving at") as (process, address):
        signed = {"webhook-timestamp": str(int(time.time())), "webhook-signature": "v1,AAAA"}
        forged = Request(address, b"{}", {"webhook-id": "msg_1", **signed})
        with pytest.raises(HTTPError, match="400"):
            urlopen(forged, timeout=30)
        claim = "North Korea fired three short-range missiles on 21 March 2021."
        assert ask(claim, "--service", service).returncode == 0
        assert process.stdout is not None
        assert process.stdout.readline() == f"claim.verified: refuted: {claim}\n"
        assert len(webhooks(service)) == 1
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    assert webhooks(service) == []
