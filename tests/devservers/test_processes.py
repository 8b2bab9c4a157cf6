"""Child processes start in their own group, fail with their log, and end for good."""

import signal
import socket
import sys
from pathlib import Path

import pytest

from devservers.processes import Command, Process, ServerFailed, free_port
from tests.devservers.waiting import eventually, exists, group_exists

# Says it is ready, then never ends by itself.
WAITING = "print('ready', flush=True)\nimport time\nwhile True: time.sleep(60)"


def python(code: str, folder: Path, name: str = "Sample") -> Command:
    return Command(name, [sys.executable, "-c", code], folder / "sample.log")


def start_ready(code: str, folder: Path) -> Process:
    process = Process(python(code, folder))
    process.wait_until(lambda: "ready" in (folder / "sample.log").read_text(), 60)
    return process


def test_a_process_that_ends_too_early_fails_with_the_end_of_its_log(tmp_path: Path) -> None:
    process = Process(python("import sys; sys.exit('no such disk')", tmp_path))
    with pytest.raises(ServerFailed, match=r"Sample ended with status 1 .*\n.*no such disk"):
        process.wait_until(lambda: False, 60)
    assert not exists(process.pid)


def test_a_process_that_never_becomes_healthy_is_ended(tmp_path: Path) -> None:
    process = Process(python(WAITING, tmp_path))
    with pytest.raises(ServerFailed, match="did not answer within 0 s"):
        process.wait_until(lambda: False, 0.05)
    assert not exists(process.pid)


def test_finishing_tells_a_good_end_from_a_bad_one(tmp_path: Path) -> None:
    Process(python("pass", tmp_path)).finish(60)
    with pytest.raises(ServerFailed, match="ended with status 3"):
        Process(python("import sys; sys.exit(3)", tmp_path)).finish(60)
    endless = Process(python(WAITING, tmp_path))
    with pytest.raises(ServerFailed, match="did not finish"):
        endless.finish(0.05)
    assert not exists(endless.pid)


def test_stopping_insists_on_a_process_that_does_not_listen(tmp_path: Path) -> None:
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + WAITING
    process = start_ready(deaf, tmp_path)
    process.stop(grace_seconds=0.2)
    assert process.exit_code() == -signal.SIGKILL
    assert not exists(process.pid)


def test_stopping_reaches_a_paused_process(tmp_path: Path) -> None:
    process = start_ready(WAITING, tmp_path)
    process.send(signal.SIGSTOP)
    process.stop()
    assert process.exit_code() == -signal.SIGTERM


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_nothing_of_the_group_is_left(end: str, tmp_path: Path) -> None:
    child = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {WAITING!r}])\n"
    process = start_ready(child + "import time; time.sleep(600)", tmp_path)
    getattr(process, end)()
    assert eventually(lambda: not group_exists(process.pid))


def test_stopping_twice_does_nothing_more(tmp_path: Path) -> None:
    process = start_ready(WAITING, tmp_path)
    process.stop()
    process.stop()
    assert not process.running()


def test_a_free_port_can_be_listened_on() -> None:
    with socket.create_server(("127.0.0.1", free_port())) as server:
        assert server.getsockname()[1] in range(20_000, 32_000)
