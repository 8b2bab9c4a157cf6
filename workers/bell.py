"""A bell: threads wait for it, and no ring is missed."""

from __future__ import annotations

import threading


class Bell:
    """Everybody who waits goes on when it rings, or when it rang since they last looked."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._rings = 0

    def ring(self) -> None:
        """Let everybody go on."""
        with self._changed:
            self._rings += 1
            self._changed.notify_all()

    @property
    def rings(self) -> int:
        """How often it rang; look before the work that may find nothing to do."""
        with self._changed:
            return self._rings

    def wait(self, heard: int, timeout_s: float) -> None:
        """Return when it has rung more than `heard` times, or when the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._rings > heard, timeout_s)
