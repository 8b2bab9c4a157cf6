"""HTTPS and API keys before a node that has neither.

For testing what a client does about certificates and credentials: the front ends TLS with a
certificate of an authority of its own, lets through requests with the right key, and answers the
others as Elasticsearch does.
"""

import hmac
import http.client
import json
import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import urlsplit

from devservers.certificates import make_certificates
from devservers.orphans import keeper
from devservers.processes import Server

ANSWER_SECONDS = 60.0

# These belong to one connection, not to the message (RFC 9110, section 7.6.1).
_OF_THE_CONNECTION: Final = frozenset(
    {"connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "host"}
)


class TlsFront(Server):
    """A running front: `url` for clients, `ca_file` for what they are to trust.

    While `refusing` is set, every request is answered 401, whatever its key.
    """

    def __init__(self, upstream_url: str, api_key: str) -> None:
        upstream = urlsplit(upstream_url)
        self._folder = keeper.scratch_folder("tls")
        files = make_certificates(self._folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(files.certificate, files.key)
        self.ca_file = str(files.authority)
        self.refusing = False
        self._expected = f"ApiKey {api_key}".encode()
        self._http = _HttpServer(self, (upstream.hostname or "", upstream.port or 80), context)
        self.url = f"https://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, name="tls-front")
        self._thread.daemon = True

    def start(self) -> None:
        """Take connections from now on."""
        self._thread.start()

    def admits(self, authorization: str | None) -> bool:
        """Whether a request with this `Authorization` header is let through."""
        given = (authorization or "").encode("latin-1", "replace")
        return not self.refusing and hmac.compare_digest(given, self._expected)

    def stop(self) -> None:
        """Close the port and forget the certificates; connections that are open end with theirs."""
        if self._thread.is_alive():
            self._http.shutdown()
            self._thread.join()
        self._http.server_close()
        keeper.remove_scratch(self._folder)


class _HttpServer(ThreadingHTTPServer):
    daemon_threads = True
    # Handlers hold kept-alive connections of clients; closing must not wait for those.
    block_on_close = False

    def __init__(self, front: TlsFront, upstream: tuple[str, int], context: ssl.SSLContext) -> None:
        self.front = front
        self.upstream = upstream
        self._context = context
        super().__init__(("127.0.0.1", 0), _Handler)

    def finish_request(self, request: object, client_address: object) -> None:
        """Shake hands in the connection's own thread, so that a slow client holds up nobody."""
        assert isinstance(request, socket.socket)
        request.settimeout(ANSWER_SECONDS)
        try:
            with self._context.wrap_socket(request, server_side=True) as connection:
                _Handler(connection, client_address, self)
        except (OSError, ssl.SSLError):
            # A client that does not trust the certificate hangs up; that is its right.
            return


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _HttpServer

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        if "Transfer-Encoding" in self.headers:
            self.close_connection = True
            self._answer(411, [], b"")
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.server.front.admits(self.headers.get("Authorization")):
            self._forward(body)
        else:
            self._refuse()

    def log_message(self, *args: object) -> None:
        """Say nothing: the node's own log has what happened."""

    def _forward(self, body: bytes) -> None:
        connection = http.client.HTTPConnection(*self.server.upstream, timeout=ANSWER_SECONDS)
        kept = {"Authorization"} | {
            name for name in self.headers if name.lower() in _OF_THE_CONNECTION
        }
        headers = {name: value for name, value in self.headers.items() if name not in kept}
        try:
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self._answer(502, [], b"")
            return
        finally:
            connection.close()
        self._answer(answer.status, answer.getheaders(), content)

    def _refuse(self) -> None:
        reason = "unable to authenticate with provided credentials"
        error = {"type": "security_exception", "reason": reason}
        content = json.dumps({"error": {"root_cause": [error], **error}, "status": 401}).encode()
        headers = [
            ("Content-Type", "application/json"),
            ("X-elastic-product", "Elasticsearch"),
            ("WWW-Authenticate", "ApiKey"),
        ]
        self._answer(401, headers, content)

    def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in _OF_THE_CONNECTION | {"content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def start_tls_front(upstream_url: str, *, api_key: str) -> TlsFront:
    """Start a TLS front before the node at `upstream_url`, for clients that send this API key.

    `api_key` is what stands after `ApiKey ` in the `Authorization` header.
    """
    return TlsFront(upstream_url, api_key).started()
