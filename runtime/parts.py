"""Parts of a process that are opened at first use, by one thread, in the process that uses them."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class _Closable(Protocol):
    def close(self) -> None: ...


class Parts:
    """Opened parts by name.

    A child process opens its own: connections must not be shared across a fork. What it
    inherited is kept unclosed, because closing would end the parent's connections.
    """

    def __init__(self) -> None:
        self._inherited: list[dict[str, Any]] = []
        self._opened: dict[str, Any] = {}
        self._start_anew()

    def get(self, name: str, open_part: Callable[[], T]) -> T:
        """The part of that name, opened now if this process has not opened it yet."""
        if self._process != os.getpid():
            self._start_anew()
        if name not in self._opened:
            with self._guard:
                lock = self._locks.setdefault(name, threading.RLock())
            with lock:
                if name not in self._opened:
                    self._opened[name] = open_part()
        part: T = self._opened[name]
        return part

    def close(self) -> None:
        """Close every part this process opened, the latest first; they may be opened again."""
        if self._process != os.getpid():
            self._start_anew()
        while self._opened:
            _, part = self._opened.popitem()
            if hasattr(part, "close"):
                part.close()

    def _start_anew(self) -> None:
        self._inherited.append(self._opened)
        self._opened = {}
        self._locks: dict[str, threading.RLock] = {}
        self._guard = threading.Lock()
        self._process = os.getpid()
