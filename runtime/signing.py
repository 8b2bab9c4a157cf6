"""Signatures of Standard Webhooks 1.0: HMAC-SHA256 over id, time and the raw body.

Source: github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime

from verification.errors import NotAllowed

ID = "webhook-id"
TIMESTAMP = "webhook-timestamp"
SIGNATURE = "webhook-signature"
PREFIX = "whsec_"
VERSION = "v1"
# More would only serve to make us work.
MAX_SIGNATURES = 20


def sign(secrets: Sequence[str], message_id: str, moment: datetime, body: bytes) -> dict[str, str]:
    """The three headers of a message, with one signature for each secret that is valid now."""
    timestamp = str(int(moment.timestamp()))
    signatures = [_signature(secret, message_id, timestamp, body) for secret in secrets]
    return {
        ID: message_id,
        TIMESTAMP: timestamp,
        SIGNATURE: " ".join(f"{VERSION},{signature}" for signature in signatures),
    }


def verify(
    secrets: Sequence[str],
    headers: Mapping[str, str],
    body: bytes,
    *,
    now: datetime,
    window_s: float,
) -> str:
    """The id of a message that one of the secrets signed within the window around `now`.

    `headers` must be found by lower-case name. Raises NotAllowed, whatever was sent.
    """
    message_id, timestamp = headers.get(ID, ""), headers.get(TIMESTAMP, "")
    if not message_id or not message_id.isascii() or len(message_id) > 255:
        raise _refused("The message has no usable webhook-id.")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 16):
        raise _refused("The message has no usable webhook-timestamp.")
    if abs(now.timestamp() - int(timestamp)) > window_s:
        raise _refused(f"The message was not signed within {window_s:g} seconds of now.")
    given = _given(headers.get(SIGNATURE, ""))
    good = False
    for secret in secrets:
        expected = _signature(secret, message_id, timestamp, body).encode()
        for signature in given:
            good |= hmac.compare_digest(expected, signature)
    if not good:
        raise _refused("No signature of the message is valid.")
    return message_id


def _given(header: str) -> list[bytes]:
    parts = (part.partition(",") for part in header.split()[:MAX_SIGNATURES])
    return [
        signature.encode("utf-8", "replace")
        for version, _, signature in parts
        if version == VERSION
    ]


def _signature(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    signed = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.digest(_key(secret), signed, hashlib.sha256)
    return base64.b64encode(digest).decode()


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("A signing secret is not whsec_ and base64.") from error


def _refused(detail: str) -> NotAllowed:
    return NotAllowed(detail, code="signature_invalid")
