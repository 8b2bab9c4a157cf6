"""Waiting for what is bound to happen, and asking whether a process is there."""

import os
import time
from collections.abc import Callable

DEADLINE_SECONDS = 120.0


def eventually(happened: Callable[[], bool]) -> bool:
    """Whether something happens before a generous deadline."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while time.monotonic() < deadline:
        if happened():
            return True
        time.sleep(0.02)
    return False


def exists(pid: int) -> bool:
    """Whether a process of this id is there, a dead one that nobody has asked after included."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def group_exists(pid: int) -> bool:
    """Whether any process of this group is there."""
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    return True
