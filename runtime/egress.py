"""The one way out to other people's servers: callbacks and the fetching of documents.

Whoever may name an address must not reach inside with it. A name is resolved once, all its
answers must be public, and the connection goes to the very address that was checked.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import TypeAlias
from urllib.parse import urljoin

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from runtime.addresses import Address, Target, is_public, literal_address, read_url, refused
from runtime.line import MOMENT_S, Line, answer_by, system_addresses
from runtime.settings import Settings
from verification.errors import EgressFailed

MEBIBYTE = 1024 * 1024
MAX_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
EXCERPT_BYTES = 1024
ANSWER_BYTES = 8 * MEBIBYTE
FAILURES = (HTTPError, HTTPException, OSError)
CHUNK = 65_536

Resolve: TypeAlias = Callable[[str, int], Sequence[Address]]


@dataclass(frozen=True, slots=True)
class EgressResponse:
    """What came back; header names are in lower case, `url` is where it came from in the end."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


@dataclass(frozen=True, slots=True)
class Want:
    """What a fetched document may be: media types without parameters (any when none), and size."""

    content_types: tuple[str, ...] = ()
    max_bytes: int = 20 * MEBIBYTE
    headers: Mapping[str, str] = field(default_factory=dict)


class Egress:
    """Requests that leave the house, within what the settings allow."""

    def __init__(
        self,
        settings: Settings,
        *,
        resolve: Resolve = system_addresses,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._settings = settings
        self._resolve = resolve
        self._tls = tls or ssl.create_default_context()
        contact = f" (+{settings.contact})" if settings.contact else ""
        self._agent = f"Assay{contact}"

    def check(self, url: str) -> None:
        """Raise EgressFailed when no request may ever go to this address; asks no resolver."""
        self._target(url)

    def post(
        self, url: str, body: bytes, headers: Mapping[str, str], timeout_s: float
    ) -> EgressResponse:
        """Send a body; redirects are not followed, and the answer is cut to a kilobyte.

        Raises EgressFailed: code `egress_refused` when the address is not allowed.
        """
        deadline = time.monotonic() + timeout_s
        with self._exchange("POST", url, (body, headers), deadline) as response:
            answer = b""
            with suppress(EgressFailed):  # the status is what counts
                answer = _body(response, EXCERPT_BYTES, deadline)
            return _response(response, answer[:EXCERPT_BYTES], url)

    def exchange(
        self,
        method: str,
        url: str,
        content: tuple[bytes | None, Mapping[str, str]],
        timeout_s: float,
    ) -> EgressResponse:
        """Send a body and headers and read the whole answer; redirects are not followed.

        Raises EgressFailed: code `egress_refused` when the address is not allowed and
        `egress_too_large` when the answer is larger than 8 MiB.
        """
        deadline = time.monotonic() + timeout_s
        with self._exchange(method, url, content, deadline) as response:
            answer = _body(response, ANSWER_BYTES + 1, deadline)
            if len(answer) > ANSWER_BYTES:
                raise EgressFailed(
                    f"The answer is larger than {ANSWER_BYTES:,} bytes.", code="egress_too_large"
                )
            return _response(response, answer, url)

    def get(self, url: str, want: Want, timeout_s: float) -> EgressResponse:
        """Fetch a document, over at most three redirects that are each checked like the first.

        Raises EgressFailed: code `egress_refused` when an address is not allowed, `egress_type`
        and `egress_too_large` when the document is not what was wanted.
        """
        deadline = time.monotonic() + timeout_s
        headers = {"Accept-Encoding": "gzip", **want.headers}
        for _ in range(MAX_REDIRECTS + 1):
            with self._exchange("GET", url, (None, headers), deadline) as response:
                onward = response.headers.get("location")
                if response.status not in REDIRECTS or not onward:
                    return self._document(response, want, url, deadline)
                url = urljoin(url, onward)
        raise EgressFailed(f"The address redirects more than {MAX_REDIRECTS} times.")

    def _document(
        self, response: urllib3.BaseHTTPResponse, want: Want, url: str, deadline: float
    ) -> EgressResponse:
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if response.status == 200 and want.content_types and media_type not in want.content_types:
            raise EgressFailed(
                f"The address answers with {media_type or 'no media type'}, not with "
                f"{' or '.join(want.content_types)}.",
                code="egress_type",
            )
        body = _body(response, want.max_bytes + 1, deadline)
        if len(body) > want.max_bytes:
            raise EgressFailed(
                f"The document is larger than {want.max_bytes:,} bytes.", code="egress_too_large"
            )
        return _response(response, body, url)

    def _target(self, url: str) -> Target:
        target = read_url(url)
        settings = self._settings
        if target.scheme == "http" and not settings.egress_allow_http:
            raise refused("The address is not https.")
        if target.port not in settings.egress_ports and 0 not in settings.egress_ports:
            allowed = ", ".join(str(port) for port in settings.egress_ports)
            raise refused(f"Port {target.port} is not allowed; allowed is {allowed}.")
        literal = literal_address(target.host)
        inside = target.host.rpartition(".")[2] in {"localhost", "local", "internal"}
        if inside or (literal and not is_public(literal)):
            self._refuse_private()
        return target

    def _refuse_private(self) -> None:
        if not self._settings.egress_allow_private:
            raise refused("The address is not a public one.")

    def _addresses(self, target: Target, deadline: float) -> Sequence[Address]:
        literal = literal_address(target.host)
        if literal:
            return [literal]
        found = answer_by(deadline, lambda: self._resolve(target.host, target.port))
        if not found:
            raise EgressFailed("The host of the address is not known.")
        if not all(is_public(address) for address in found):
            self._refuse_private()
        return found

    @contextmanager
    def _exchange(
        self,
        method: str,
        url: str,
        content: tuple[bytes | None, Mapping[str, str]],
        deadline: float,
    ) -> Iterator[urllib3.BaseHTTPResponse]:
        target = self._target(url)
        addresses = self._addresses(target, deadline)
        body, headers = content
        fixed = {"Host": target.authority, "User-Agent": self._agent, "Connection": "close"}
        sent = {**headers, **fixed}
        line = Line(deadline)
        try:
            with closing(self._connected(target, addresses, line)) as connection:
                connection.request(
                    method, target.path, body=body, headers=sent, preload_content=False
                )
                with closing(connection.getresponse()) as response:
                    line.check()
                    yield response
        except FAILURES as error:
            raise _failure(line, error) from error
        finally:
            line.hang_up()

    def _connected(
        self, target: Target, addresses: Sequence[Address], line: Line
    ) -> HTTPConnection:
        """A connection to the first address that takes one."""
        for address in addresses:
            line.address = str(address)
            connection = self._connection(target, line)
            try:
                connection.connect()
            except FAILURES:
                connection.close()
                if address == addresses[-1] or line.left_s <= 0:
                    raise
            else:
                return connection
        raise EgressFailed("The host of the address is not known.")

    def _connection(self, target: Target, line: Line) -> HTTPConnection:
        return _Plain(line, target) if target.scheme == "http" else _Secure(line, target, self._tls)


class _Plain(HTTPConnection):
    def __init__(self, line: Line, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=line.left_s)
        self._line = line

    def _new_conn(self) -> socket.socket:
        return self._line.dial(self.port)


class _Secure(HTTPSConnection):
    def __init__(self, line: Line, target: Target, tls: ssl.SSLContext) -> None:
        super().__init__(target.host, target.port, timeout=line.left_s, ssl_context=tls)
        self._line = line

    def _new_conn(self) -> socket.socket:
        return self._line.dial(self.port)


def _body(response: urllib3.BaseHTTPResponse, limit: int, deadline: float) -> bytes:
    """The first `limit` bytes after decompression."""
    body = bytearray()
    while len(body) < limit:
        try:
            part = response.read1(min(CHUNK, limit - len(body)), decode_content=True)
        except FAILURES as error:
            raise EgressFailed(f"The answer broke off: {type(error).__name__}.") from error
        # A connection cut at its deadline looks like one that came to its end.
        if time.monotonic() >= deadline:
            raise EgressFailed("The address did not answer in time.", code="egress_timeout")
        if not part:
            break
        body += part
    return bytes(body)


def _failure(line: Line, error: Exception) -> EgressFailed:
    """The error in our words: those of the client may quote the address with its query."""
    if line.cut or line.left_s <= MOMENT_S or isinstance(error, TimeoutError):
        return EgressFailed("The address did not answer in time.", code="egress_timeout")
    reason = type(error).__name__
    if isinstance(error, ssl.SSLError | urllib3.exceptions.SSLError):
        reason = "its certificate or TLS is not valid"
    return EgressFailed(f"The address could not be reached: {reason}.")


def _response(response: urllib3.BaseHTTPResponse, body: bytes, url: str) -> EgressResponse:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return EgressResponse(response.status, headers, body, url)
