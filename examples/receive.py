"""Be told by Assay: subscribe a webhook, check the signature of every message, show what it says.

    python examples/receive.py

Needs nothing but Python, and a service on the same machine that may send to it:

    ASSAY_EGRESS_ALLOW_PRIVATE=true ASSAY_EGRESS_ALLOW_HTTP=true ASSAY_EGRESS_PORTS=0 assay serve
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import json
import signal
import sys
import time
from collections.abc import Mapping
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

EVENTS = ["claim.verified", "claim.failed", "review.decided"]
LATE_S = 300
LARGEST_BYTES = 1024 * 1024


class Receiver(HTTPServer):
    """A web server that knows the secret of its subscription and which messages it has had."""

    secret = ""

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), Hook)
        self.seen: set[str] = set()


class Hook(BaseHTTPRequestHandler):
    """Answers 204 to what is signed, 400 to all else."""

    server: Receiver
    timeout = 10

    def do_POST(self) -> None:
        """Take one message; a repeated one is answered like the first, and shown once."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LARGEST_BYTES:
            self._end(400)
            return
        body = self.rfile.read(int(length))
        if not is_signed(self.server.secret, self.headers, body):
            self._end(400)
            return
        self._end(204)
        if self.headers["webhook-id"] not in self.server.seen:
            self.server.seen.add(self.headers["webhook-id"])
            show(json.loads(body))

    def log_message(self, *_line: object) -> None:
        """Say nothing of requests."""

    def _end(self, status: int) -> None:
        self.send_response(status)
        self.end_headers()


def is_signed(secret: str, headers: Message, body: bytes) -> bool:
    """Whether a message carries the signature of `secret` and is not old, by Standard Webhooks."""
    moment = headers.get("webhook-timestamp", "")
    if not moment.isdecimal() or abs(time.time() - int(moment)) > LATE_S:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers.get('webhook-id', '')}.{moment}.".encode() + body
    expected = b"v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256))
    # While a secret is changed there are two signatures, one for each.
    given = headers.get("webhook-signature", "").split()
    return any(hmac.compare_digest(expected, each.encode()) for each in given)


def show(message: Mapping[str, Any]) -> None:
    """Print what happened, to which claim."""
    data = message["data"]
    said = data.get("verdict") or data.get("review") or {}
    print(f"{message['type']}: {said.get('veracity', '')}: {data['claim']['text']}", flush=True)


def main() -> None:
    """Subscribe, receive until Ctrl-C, and take the subscription back."""
    arguments = _arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    headers = {"Content-Type": "application/json"}
    if arguments.key_file:
        headers["Authorization"] = f"Bearer {arguments.key_file.read_text().strip()}"
    webhooks = f"{arguments.service.rstrip('/')}/v1/webhooks"
    with Receiver(arguments.port) as receiver:
        address = arguments.address or f"http://127.0.0.1:{receiver.server_port}/"
        body = json.dumps({"url": address, "events": EVENTS}).encode()
        try:
            with urlopen(Request(webhooks, body, headers), timeout=30) as answer:
                endpoint = json.load(answer)
        except HTTPError as error:
            sys.exit(f"Refused: {error.read().decode()}")
        except URLError as error:
            sys.exit(f"{arguments.service} does not answer: {error.reason}")
        receiver.secret = endpoint["secret"]
        print(f"Receiving at {address}", flush=True)
        try:
            receiver.serve_forever()
        except KeyboardInterrupt:
            gone = Request(f"{webhooks}/{endpoint['id']}", headers=headers, method="DELETE")
            urlopen(gone, timeout=30).close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Receive signed messages from Assay.")
    parser.add_argument("--service", default="http://127.0.0.1:8000", help="where Assay answers")
    parser.add_argument("--port", type=int, default=0, help="where to listen; 0 is any free one")
    parser.add_argument("--address", help="how Assay reaches this machine, when not by 127.0.0.1")
    parser.add_argument("--key-file", type=Path, help="a file with an API key, where keys are used")
    return parser.parse_args()


if __name__ == "__main__":
    main()
