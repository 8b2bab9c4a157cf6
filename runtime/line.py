"""Looking up, dialling and hanging up by a deadline, however slowly the other side drips."""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from runtime.addresses import Address, literal_address
from verification.errors import EgressFailed

CONNECT_S = 5.0
MOMENT_S = 0.01
T = TypeVar("T")


def system_addresses(host: str, port: int) -> list[Address]:
    """What this machine's resolver says; OSError when it says nothing."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    literals = (literal_address(str(entry[4][0]).partition("%")[0]) for entry in found)
    return list(dict.fromkeys(literal for literal in literals if literal))


def answer_by(deadline: float, ask: Callable[[], T]) -> T | None:
    """What a call answers that cannot be told to hurry; None when it raises OSError.

    Raises EgressFailed after the deadline (a monotonic time); the call is left to itself then.
    """
    answers: queue.SimpleQueue[T | None] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put(ask())
        except (OSError, UnicodeError):
            answers.put(None)

    threading.Thread(target=run, name="resolve", daemon=True).start()
    try:
        return answers.get(timeout=max(MOMENT_S, deadline - time.monotonic()))
    except queue.Empty:
        raise EgressFailed(
            "The host's address could not be looked up in time.", code="egress_timeout"
        ) from None


class Line:
    """One connection to `address` that is cut at a deadline (a monotonic time).

    Time limits on a socket start anew with every byte that arrives; this one does not.
    """

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._socket: socket.socket | None = None
        self._timer: threading.Timer | None = None
        self.address = ""
        self.cut = False

    @property
    def left_s(self) -> float:
        """Seconds until the deadline, and a moment when it has passed."""
        return max(MOMENT_S, self._deadline - time.monotonic())

    def dial(self, port: int) -> socket.socket:
        """Connect to the address and no other; OSError when it does not take the call."""
        self.hang_up()
        dialled = socket.create_connection((self.address, port), min(CONNECT_S, self.left_s))
        dialled.settimeout(self.left_s)
        # TLS takes the socket over; a duplicate can still end the connection.
        self._socket = dialled.dup()
        self._timer = threading.Timer(self.left_s, self._cut)
        self._timer.daemon = True
        self._timer.start()
        return dialled

    def hang_up(self) -> None:
        """End the connection."""
        if self._timer:
            self._timer.cancel()
        if self._socket:
            self._shut_down(self._socket)
            self._socket.close()
            self._socket = None

    def check(self) -> None:
        """Raise TimeoutError when the connection was cut; to its reader that looks like an end."""
        if self.cut:
            raise TimeoutError

    def _cut(self) -> None:
        self.cut = True
        if self._socket:
            self._shut_down(self._socket)

    def _shut_down(self, ended: socket.socket) -> None:
        with suppress(OSError):
            ended.shutdown(socket.SHUT_RDWR)
