"""Taking turns: SQLite has one writer at a time, and its own waiting is neither fair nor quick."""

from __future__ import annotations

import threading
from collections import deque


class Turns:
    """A lock handed on in the order of asking.

    A plain lock may be retaken at once by the thread that gave it back, so that a bulk load would
    keep everybody else out until their patience ends.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Event] = deque()

    def take(self, patience_s: float) -> bool:
        """Wait for one's turn; False when it did not come in time."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(patience_s):
            return True
        with self._guard:
            if mine.is_set():
                return True
            self._waiting.remove(mine)
            return False

    def give(self) -> None:
        """End one's turn."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False
