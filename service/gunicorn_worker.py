"""What gunicorn refuses before the application sees it is a problem (RFC 9457) as well."""

from __future__ import annotations

import json
import secrets
import socket
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Any, Final

from gunicorn.workers.gthread import ThreadWorker

from service.problems import PROBLEMS

_BY_STATUS: Final[Mapping[int, str]] = {
    400: "malformed-request",
    414: "address-too-long",
    431: "headers-too-large",
    500: "defect",
}
# How much of a refused request is still read, so that closing does not wipe out the answer.
_LEFT_BYTES: Final = 1024 * 1024
_LEFT_S: Final = 1.0


class ProblemWorker(ThreadWorker):
    """gunicorn's worker with threads; whatever it refuses, it refuses as JSON."""

    def handle_error(
        self, req: object, client: socket.socket, addr: tuple[str, int], exc: BaseException
    ) -> None:
        """Log as gunicorn does, with the status gunicorn finds, and answer with a problem."""
        heard = _Heard()
        super().handle_error(req, heard, addr, exc)  # type: ignore[no-untyped-call]
        with suppress(OSError):
            client.settimeout(_LEFT_S)
            client.sendall(refusal(heard.status))
            client.shutdown(socket.SHUT_WR)
            left = _LEFT_BYTES
            while left > 0 and (read := client.recv(65_536)):
                left -= len(read)


class _Heard:
    """Stands in for the connection and keeps the status of the page gunicorn would have sent."""

    def __init__(self) -> None:
        self.status = 500

    def gettimeout(self) -> float:
        """Never wait."""
        return 0.0

    def sendall(self, data: bytes) -> None:
        """Read `HTTP/1.1 414 …`."""
        self.status = int(data.split(None, 2)[1])


def refusal(status: int) -> bytes:
    """The whole answer, which ends the connection."""
    phrase, explained = HTTPStatus(status).phrase, HTTPStatus(status).description
    request_id = f"req_{secrets.token_hex(12)}"
    kind = PROBLEMS.get(_BY_STATUS.get(status, ""))
    body: dict[str, Any] = {
        "type": kind.uri if kind else "about:blank",
        "title": kind.title if kind else phrase,
        "status": status,
        "detail": kind.help if kind else explained or phrase,
        "request_id": request_id,
    }
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    head = (
        f"HTTP/1.1 {status} {phrase}\r\n"
        "Connection: close\r\n"
        "Content-Type: application/problem+json\r\n"
        f"X-Request-ID: {request_id}\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content
