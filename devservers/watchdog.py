"""Stops the servers and removes the scratch folders that a dead parent left behind.

Runs as a script of its own, in its own session, so that nothing that ends the parent ends it too.
It reads lines from standard input and acts when that closes or when its parent is gone:

    group PID SIGNAL     a process group to stop, and the signal that asks it to
    ended PID            that group is gone
    folder PATH          a folder to remove afterwards
    kept PATH            that folder is gone or is to stay
"""

import contextlib
import os
import select
import shutil
import signal
import sys
import time

GRACE_SECONDS = 10.0
POLL_SECONDS = 1.0


def _lines(parent: int) -> "list[str]":
    """All lines that arrive while the parent lives."""
    received = b""
    while True:
        ready, _, _ = select.select([0], [], [], POLL_SECONDS)
        if ready:
            piece = os.read(0, 65536)
            if not piece:
                break
            received += piece
        # A forked child of the parent may hold the other end open.
        elif os.getppid() != parent:
            break
    return received.decode("utf-8", "surrogateescape").splitlines()


def _signal(group: int, number: int) -> bool:
    """Send a signal to a group; whether the group was still there."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _stop(groups: "dict[int, int]") -> None:
    for group, number in groups.items():
        # A group that was paused could not hear the request.
        _signal(group, signal.SIGCONT)
        _signal(group, number)
    deadline = time.monotonic() + GRACE_SECONDS
    while groups and time.monotonic() < deadline:
        time.sleep(0.05)
        groups = {group: number for group, number in groups.items() if _signal(group, 0)}
    for group in groups:
        _signal(group, signal.SIGKILL)


def main() -> None:
    """Read until the parent is gone, then clear up."""
    groups: dict[int, int] = {}
    folders: set[str] = set()
    for line in _lines(int(sys.argv[1])):
        word, _, rest = line.partition(" ")
        if word == "group":
            group, number = rest.split()
            groups[int(group)] = int(number)
        elif word == "ended":
            groups.pop(int(rest), None)
        elif word == "folder":
            folders.add(rest)
        elif word == "kept":
            folders.discard(rest)
    _stop(groups)
    for folder in folders:
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
