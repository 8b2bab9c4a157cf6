"""One message to a receiver, to see whether it takes it."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any, Final

from records.ids import new_id
from records.webhooks import Endpoint, endpoint_secrets
from runtime.signing import sign
from service.state import runtime, settings
from verification.errors import EgressFailed

# Somebody waits for the answer, and a thread of the server with them.
LONGEST_S: Final = 5.0
EVENT: Final = "webhook.test"


def send_test(endpoint: Endpoint) -> dict[str, Any]:
    """Send a signed test event to an endpoint, and tell what it answered."""
    now = runtime().now()
    with runtime().records.read() as session:
        secrets = endpoint_secrets(session, endpoint.id, now=now)
    timestamp = now.astimezone(UTC).isoformat().replace("+00:00", "Z")
    message = {"type": EVENT, "timestamp": timestamp, "data": {"webhook_id": endpoint.id}}
    body = json.dumps(message).encode()
    message_id = new_id("msg")
    headers = {**sign(secrets, message_id, now, body), "Content-Type": "application/json"}
    timeout_s = min(LONGEST_S, settings().webhook_timeout_s)
    try:
        answer = runtime().egress.post(endpoint.url, body, headers, timeout_s)
    except EgressFailed as error:
        return _told(message_id, None, error.detail, "")
    taken = 200 <= answer.status < 300
    error_text = None if taken else f"The receiver answered with {answer.status}."
    return _told(message_id, answer.status, error_text, answer.body.decode("utf-8", "replace"))


def _told(message_id: str, status: int | None, error: str | None, excerpt: str) -> dict[str, Any]:
    return {
        "id": message_id,
        "delivered": error is None,
        "status": status,
        "error": error,
        "excerpt": excerpt,
    }
