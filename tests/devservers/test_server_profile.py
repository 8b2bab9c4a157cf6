"""The whole server profile starts from nothing, answers, and stops as one."""

import http.client
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from devservers.processes import free_port
from devservers.server_profile import ENVIRONMENT
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


def test_it_starts_and_stops_as_one_and_keeps_its_data(tmp_path: Path) -> None:
    data, port, log = tmp_path / "server", free_port(), tmp_path / "output"
    command = [sys.executable, "-m", "devservers", "server", "--port", str(port), "--workers", "1"]
    command += ["--data", str(data), "--heap", "512m"]
    with (
        log.open("w") as output,
        subprocess.Popen(command, stdout=output, stderr=output) as running,
    ):
        try:
            assert eventually(lambda: alive(port) or running.poll() is not None)
            assert running.poll() is None, log.read_text()
            found = settings(data)
            assert eventually(lambda: "ready" in (data / "logs" / "worker.log").read_text())
        finally:
            running.send_signal(signal.SIGINT)
        assert running.wait(120) == 0, log.read_text()
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
