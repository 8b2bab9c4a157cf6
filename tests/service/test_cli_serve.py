"""`assay serve` from outside: a process, its address, its end."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

ASSAY = (sys.executable, "-m", "service.cli")


def environment(tmp_path: Path, **variables: str) -> dict[str, str]:
    mine = {name: value for name, value in os.environ.items() if not name.startswith("ASSAY_")}
    return {**mine, "ASSAY_DATA_DIR": str(tmp_path / "data"), **variables}


@contextmanager
def serving(tmp_path: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and the address it says it serves on."""
    with subprocess.Popen(
        [*ASSAY, "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(tmp_path, PYTHONUNBUFFERED="1"),
    ) as process:
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if "serves on" in line:
                    yield process, line.split()[-1]
                    return
            assert process.stderr is not None
            pytest.fail(f"It never served: {process.stderr.read()}")
        finally:
            process.kill()


def answered(request: Request) -> dict[str, Any]:
    with urlopen(request, timeout=30) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


def test_it_serves_verifies_and_ends_when_asked(tmp_path: Path) -> None:
    with serving(tmp_path, "--demo") as (process, address):
        claim = {"text": "North Korea fired two short-range missiles on 21 March 2021."}
        posted = answered(
            Request(
                f"{address}/v1/claims",
                data=json.dumps(claim).encode(),
                headers={"Content-Type": "application/json", "Prefer": "wait=10"},
            )
        )
        assert posted["status"] == "done"
        assert posted["verdict"]["veracity"] == "supported"
        with urlopen(f"{address}/livez", timeout=30) as alive:
            assert alive.status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0


def test_an_address_in_use_is_one_clear_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*ASSAY, "serve", "--port", str(port)],
            check=False,
            capture_output=True,
            text=True,
            env=environment(tmp_path),
            timeout=60,
        )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: Cannot serve on 127.0.0.1:{port}")
    assert "Traceback" not in done.stderr


def test_an_open_address_without_keys_is_refused(tmp_path: Path) -> None:
    done = subprocess.run(
        [*ASSAY, "serve", "--host", "0.0.0.0", "--port", "0"],
        check=False,
        capture_output=True,
        text=True,
        env=environment(tmp_path, ASSAY_REQUIRE_KEYS="never"),
        timeout=60,
    )
    assert done.returncode == 1
    assert "ASSAY_REQUIRE_KEYS" in done.stderr
