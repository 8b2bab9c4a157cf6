"""Programs run as one: their lines are told apart, and one that ends ends the rest."""

import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from devservers.processes import ServerFailed
from devservers.supervisor import Supervisor, stop_signals

PYTHON = [sys.executable, "-c"]
ENDLESS = "import os, time; print('up', os.environ['SAMPLE'])\nwhile True: time.sleep(60)"


class Heard:
    """Collects lines; sets `enough` when so many have come."""

    def __init__(self, wanted: int) -> None:
        self.lines: list[str] = []
        self.enough = threading.Event()
        self._wanted = wanted

    def __call__(self, line: str) -> None:
        self.lines.append(line)
        if len(self.lines) >= self._wanted:
            self.enough.set()


def test_lines_bear_the_name_of_their_program_and_all_stops(tmp_path: Path) -> None:
    heard = Heard(2)
    supervisor = Supervisor(tmp_path, {"SAMPLE": "one two"}, heard)
    supervisor.start("web", [*PYTHON, ENDLESS])
    supervisor.start("worker", [*PYTHON, ENDLESS])
    supervisor.watch(heard.enough)
    supervisor.stop()
    assert sorted(heard.lines) == ["web     | up one two", "worker  | up one two"]
    assert (tmp_path / "web.log").read_text() == "up one two\n"


def test_a_program_that_ends_is_named(tmp_path: Path) -> None:
    heard = Heard(9)
    supervisor = Supervisor(tmp_path, {"SAMPLE": "x"}, heard)
    supervisor.start("web", [*PYTHON, ENDLESS])
    supervisor.start("relay", [*PYTHON, "import sys; sys.stderr.write('no broker'); sys.exit(4)"])
    with pytest.raises(ServerFailed, match=r"^relay ended with status 4\.$"):
        supervisor.watch(threading.Event())
    supervisor.stop()
    assert "relay   | no broker" in heard.lines


def test_a_program_run_once_is_waited_for(tmp_path: Path) -> None:
    heard = Heard(1)
    supervisor = Supervisor(tmp_path, {}, heard)
    supervisor.run_once("migrate", [*PYTHON, "print('up to date')"])
    assert heard.lines == ["migrate | up to date"]
    with pytest.raises(ServerFailed, match="migrate ended with status 1"):
        supervisor.run_once("migrate", [*PYTHON, "raise SystemExit('no such table')"])
    assert heard.lines[1:] == ["migrate | no such table"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_become_an_event_for_a_while(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with stop_signals() as stopping:
        os.kill(os.getpid(), number)
        assert stopping.wait(60)
    assert signal.getsignal(number) is before
