"""Child processes: started in a group of their own, waited for until healthy, stopped for good."""

import contextlib
import os
import pwd
import random
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from devservers.orphans import keeper

POLL_SECONDS = 0.05
LOG_LINES_SHOWN = 15

# Below the range from which systems take the ports of outgoing connections: a server that is down
# for a moment finds its port free when it comes back.
_PORTS = range(20_000, 32_000)


class ServerFailed(RuntimeError):
    """A server did not start or did not do what it was asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Command:
    """What to run: its name in messages, arguments, log file, and the signal that stops it."""

    name: str
    arguments: Sequence[str]
    log: Path
    folder: Path | None = None
    user: str | None = None
    stop_signal: signal.Signals = signal.SIGTERM


class Process:
    """A running child process, leader of its own process group."""

    def __init__(self, command: Command) -> None:
        self.command = command
        command.log.parent.mkdir(parents=True, exist_ok=True)
        with command.log.open("ab") as output:
            self._popen = subprocess.Popen(
                list(command.arguments),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=command.folder,
                process_group=0,
                user=command.user,
                group=command.user and primary_group(command.user),
                extra_groups=None if command.user is None else [],
            )
        self.pid = self._popen.pid
        self._cleared = False
        keeper.group_started(self.pid, command.stop_signal, self.stop)

    def running(self) -> bool:
        """Whether the process has not ended."""
        if self._popen.poll() is None:
            return True
        self._end()
        return False

    def exit_code(self) -> int | None:
        """The exit status, negative for a signal, or None while the process runs."""
        return self._popen.poll()

    def wait_until(self, healthy: Callable[[], bool], seconds: float) -> None:
        """Return as soon as `healthy` says so.

        Raises `ServerFailed`, with the end of the log, when the process ends or time runs out.
        """
        deadline = time.monotonic() + seconds
        while not healthy():
            if not self.running():
                raise ServerFailed(
                    self._failure(f"ended with status {self.exit_code()} before it answered")
                )
            if time.monotonic() > deadline:
                self.kill()
                raise ServerFailed(self._failure(f"did not answer within {seconds:.0f} s"))
            time.sleep(POLL_SECONDS)

    def finish(self, seconds: float) -> None:
        """Return when the process has ended well; raise `ServerFailed` when it does not in time."""
        try:
            code = self._popen.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise ServerFailed(self._failure(f"did not finish within {seconds:.0f} s")) from None
        self._end()
        if code != 0:
            raise ServerFailed(self._failure(f"ended with status {code}"))

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the process alone; nothing happens when it has ended."""
        if self.running():
            self._popen.send_signal(number)

    def stop(self, grace_seconds: float = 20.0) -> None:
        """Ask the process to end, insist after a while, and clear its group."""
        self.send(signal.SIGCONT)
        self.send(self.command.stop_signal)
        try:
            self._popen.wait(grace_seconds)
        except subprocess.TimeoutExpired:
            self._popen.kill()
        self._end()

    def kill(self) -> None:
        """End the process the hard way, as a crash would."""
        self._popen.kill()
        self._end()

    def _end(self) -> None:
        self._popen.wait()
        # Once, and soon: later the number may be that of somebody else's group.
        if self._cleared:
            return
        self._cleared = True
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        keeper.group_ended(self.pid)

    def _failure(self, what: str) -> str:
        log = self.command.log
        return f"{self.command.name} {what}; the end of {log}:\n{log_tail(log)}"


class Server(ABC):
    """Anything that is started, and stopped by hand or at the end of a `with` block."""

    @abstractmethod
    def start(self) -> None:
        """Start it and return when it answers."""

    @abstractmethod
    def stop(self) -> None:
        """Stop it; stopping what is stopped does nothing."""

    def started(self) -> Self:
        """Start it and return it; nothing is left behind when it does not start."""
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


class Folder:
    """Where a server keeps its data: a named folder, or a scratch folder that goes with it."""

    def __init__(self, named: Path | None, server: str) -> None:
        self.scratch = named is None
        self.path = keeper.scratch_folder(server) if named is None else named.absolute()
        self.path.mkdir(parents=True, exist_ok=True)

    def remove_scratch(self) -> None:
        """Remove the folder if nobody named it."""
        if self.scratch:
            keeper.remove_scratch(self.path)


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nothing listens on."""
    for port in random.sample(_PORTS, 100):
        with socket.socket() as candidate:
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                candidate.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise ServerFailed(f"No free TCP port found between {_PORTS.start} and {_PORTS.stop}.")


def log_tail(log: Path, lines: int = LOG_LINES_SHOWN) -> str:
    """The last lines of a log file."""
    try:
        text = log.read_text("utf-8", "replace")
    except FileNotFoundError:
        return "(no log)"
    return "\n".join(text.splitlines()[-lines:])


def primary_group(user: str) -> int:
    """The group a user belongs to first."""
    return pwd.getpwnam(user).pw_gid
