"""Several programs as one: their lines in one stream, stopped together when one of them ends."""

import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from devservers.processes import Command, Process, ServerFailed

LOOK_SECONDS = 0.1
FINISH_SECONDS = 300.0


class Supervisor:
    """Runs programs with the same variables added to their environment.

    `say` is given every line, with the name of the program before it; the lines also stand in
    `logs`, one file for each program, made anew at every start.
    """

    def __init__(
        self, logs: Path, variables: Mapping[str, str], say: Callable[[str], None]
    ) -> None:
        self._logs = logs
        self._variables = {"PYTHONUNBUFFERED": "1", **variables}
        self._say = say
        self._programs: list[_Program] = []

    def run_once(self, name: str, arguments: Sequence[str]) -> None:
        """Run a program to its end; raises `ServerFailed` when it fails."""
        program = self._program(name, arguments)
        try:
            program.process.finish(FINISH_SECONDS)
        finally:
            program.show()

    def start(self, name: str, arguments: Sequence[str]) -> None:
        """Start a program that is to run until `stop`."""
        self._programs.append(self._program(name, arguments))

    def watch(self, stopping: threading.Event) -> None:
        """Pass on what the programs say until `stopping` is set.

        Raises `ServerFailed` as soon as one of them has ended.
        """
        while not stopping.wait(LOOK_SECONDS):
            for program in self._programs:
                program.show()
            for program in self._programs:
                if not program.process.running():
                    program.show()
                    code = program.process.exit_code()
                    raise ServerFailed(f"{program.name} ended with status {code}.")

    def stop(self) -> None:
        """Stop all programs, the last one started first, and pass on what they still say."""
        for program in reversed(self._programs):
            program.process.stop()
            program.show()
        self._programs.clear()

    def _program(self, name: str, arguments: Sequence[str]) -> "_Program":
        log = self._logs / f"{name}.log"
        log.unlink(missing_ok=True)
        # `env` adds to the environment without this process having to read it.
        added = [f"{variable}={value}" for variable, value in self._variables.items()]
        command = Command(name, ["/usr/bin/env", *added, *arguments], log)
        return _Program(name, Process(command), self._say)


class _Program:
    """A process and how far its log has been passed on."""

    def __init__(self, name: str, process: Process, say: Callable[[str], None]) -> None:
        self.name = name
        self.process = process
        self._say = say
        self._shown = 0

    def show(self) -> None:
        with self.process.command.log.open("rb") as log:
            log.seek(self._shown)
            fresh = log.read()
        # Half a line waits for its other half, unless nobody is left to write it.
        end = len(fresh) if not self.process.running() else fresh.rfind(b"\n") + 1
        self._shown += end
        for line in fresh[:end].decode("utf-8", "replace").splitlines():
            self._say(f"{self.name:<8}| {line}")


@contextmanager
def stop_signals() -> Iterator[threading.Event]:
    """An event that is set by Ctrl-C and by SIGTERM, instead of what they do otherwise."""
    stopping = threading.Event()

    def set_event(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    before = {
        number: signal.signal(number, set_event) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
