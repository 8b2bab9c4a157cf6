"""Whoever is first works something out, and the others wait for it, but not for ever."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class SingleFlight:
    """One at a time, among threads and, with `lock`, among processes.

    Waiting is bounded: whoever waited too long goes on without the lock, because working a value
    out twice is better than never. `lock` takes how long to wait and answers how to release.
    """

    def __init__(
        self, limit_s: float, lock: Callable[[float], Callable[[], None] | None] | None = None
    ) -> None:
        self._limit_s = limit_s
        self._lock = lock
        self._threads = threading.Lock()
        self._mine = threading.local()

    def acquire(self, wait: bool = True) -> bool:  # noqa: FBT001, FBT002 - dogpile's signature
        """Take the lock; False when it was not to be had in time."""
        deadline = time.monotonic() + (self._limit_s if wait else 0)
        self._mine.release = []
        if not self._threads.acquire(timeout=self._limit_s if wait else 0):
            return False
        self._mine.release.append(self._threads.release)
        if self._lock:
            release = self._lock(max(0.0, deadline - time.monotonic()))
            if not release:
                return False
            self._mine.release.append(release)
        return True

    def release(self) -> None:
        """Let the next one go on; nothing happens where the lock was not had."""
        while self._mine.release:
            self._mine.release.pop()()

    def locked(self) -> bool:
        """Whether a thread of this process has the lock."""
        return self._threads.locked()
