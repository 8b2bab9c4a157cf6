"""`python -m devservers` runs servers until it is told to stop, and fails in one sentence."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from devservers.__main__ import main
from devservers.versions import ELASTICSEARCH


@pytest.mark.redis
@pytest.mark.postgres
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_up_prints_addresses_and_runs_until_a_signal(
    number: signal.Signals, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "devservers", "up", "--redis", "--postgres"]
    with subprocess.Popen(
        [*command, "--data", str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        printed = [running.stdout.readline().rstrip("\n").split("=", 1) for _ in range(2)]
        addresses = dict(printed)
        assert list(addresses) == ["ASSAY_TEST_POSTGRES_URL", "ASSAY_TEST_REDIS_URL"]
        with psycopg.connect(addresses["ASSAY_TEST_POSTGRES_URL"]) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        with Redis.from_url(addresses["ASSAY_TEST_REDIS_URL"]) as redis:
            assert redis.ping()
            port = redis.connection_pool.connection_kwargs["port"]
        running.send_signal(number)
        assert running.wait(60) == 0
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=30)
    assert sorted(folder.name for folder in tmp_path.iterdir()) == ["postgres", "redis"]


@pytest.mark.elasticsearch
def test_build_prints_where_the_node_lies(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build"]) == 0
    folder = Path(capsys.readouterr().out.strip())
    assert f"elasticsearch-{ELASTICSEARCH}-" in folder.name
    assert (folder / "home" / "modules" / "english-analysis").is_dir()


@pytest.mark.elasticsearch
def test_a_taken_port_stops_the_server_profile_before_it_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["server", "--port", str(port), "--data", str(tmp_path / "server")]) == 1
    assert f"Port {port} of 127.0.0.1 is taken" in capsys.readouterr().err
    assert not (tmp_path / "server").exists()
