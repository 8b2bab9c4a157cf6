"""What must not outlive this process: server process groups and scratch folders.

A process that ends in an orderly way stops its servers itself (`atexit`); one that is killed leaves
that to a watchdog, a small script started with the first server.
"""

import atexit
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path


class Keeper:
    """Knows what this process started and tells the watchdog of it.

    The watchdog is not a child that is given signals of the terminal: it has a session of its own.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = 0
        self._watchdog: subprocess.Popen[bytes] | None = None
        self._at_exit: dict[int, Callable[[], None]] = {}
        self._of_ancestors: list[subprocess.Popen[bytes] | None] = []

    def group_started(self, group: int, stop_signal: int, stop: Callable[[], None]) -> None:
        """Remember a process group, the signal that stops it, and how this process stops it."""
        self._tell(f"group {group} {int(stop_signal)}")
        self._at_exit[group] = stop

    def group_ended(self, group: int) -> None:
        """Forget a process group that is gone."""
        self._at_exit.pop(group, None)
        self._tell(f"ended {group}")

    def scratch_folder(self, name: str) -> Path:
        """A new folder in the system's temporary folder, removed when this process ends."""
        folder = Path(tempfile.mkdtemp(prefix=f"devservers-{name}-"))
        self._tell(f"folder {folder}")
        return folder

    def remove_scratch(self, folder: Path) -> None:
        """Remove a scratch folder now."""
        shutil.rmtree(folder, ignore_errors=True)
        self._tell(f"kept {folder}")

    def _tell(self, line: str) -> None:
        with self._lock:
            self._own()
            assert self._watchdog is not None
            assert self._watchdog.stdin is not None
            # A watchdog that somebody killed is not worth failing for.
            with contextlib.suppress(BrokenPipeError):
                self._watchdog.stdin.write(os.fsencode(line) + b"\n")
                self._watchdog.stdin.flush()

    def _own(self) -> None:
        """Start the watchdog of this process, unless it runs.

        A forked child is another owner: what its parent started is not its own to stop.
        """
        if self._owner == os.getpid():
            return
        self._owner = os.getpid()
        self._at_exit.clear()
        self._of_ancestors.append(self._watchdog)
        script = Path(__file__).with_name("watchdog.py")
        self._watchdog = subprocess.Popen(
            [sys.executable, "-I", "-S", str(script), str(self._owner)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        atexit.register(self._at_end)

    def _at_end(self) -> None:
        if self._owner != os.getpid():
            return
        for stop in reversed(list(self._at_exit.values())):
            stop()
        watchdog, self._watchdog = self._watchdog, None
        if watchdog is not None and watchdog.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                watchdog.stdin.close()
            watchdog.wait()


keeper = Keeper()
