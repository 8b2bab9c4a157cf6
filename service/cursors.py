"""Opaque cursors: where a list goes on, signed so that nobody makes one up.

A cursor is base64url of 16 bytes of HMAC-SHA256 followed by the JSON of (instant, id). The MAC
covers the list and its filters too, so that a cursor serves only the list it was issued for.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from flask import request

from records.pages import After
from service.errors import Problem
from service.state import runtime

MAC_BYTES: Final = 16
CURSOR_PATTERN: Final = "^[A-Za-z0-9_-]{24,400}$"
_PURPOSE: Final = b"assay cursor v1"


def issue_cursor(after: After, *, scope: str, keys: Sequence[str]) -> str:
    """The cursor for what comes after an item of the list named `scope`."""
    place = json.dumps([after[0].isoformat(), after[1]], separators=(",", ":")).encode()
    mac = _mac(keys[0], scope, place)
    return base64.urlsafe_b64encode(mac + place).rstrip(b"=").decode("ascii")


def read_cursor(cursor: str, *, scope: str, keys: Sequence[str]) -> After:
    """The place a cursor names; Problem `cursor-unknown` where it was not issued for this list."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise _unknown() from None
    mac, place = raw[:MAC_BYTES], raw[MAC_BYTES:]
    if not any(hmac.compare_digest(mac, _mac(key, scope, place)) for key in keys):
        raise _unknown()
    instant, item_id = json.loads(place)
    return datetime.fromisoformat(instant), str(item_id)


def place_of(filters: Mapping[str, Any]) -> After | None:
    """Where the list asked for begins: the request's cursor read, or None for the first page."""
    cursor = filters.get("cursor")
    if not cursor:
        return None
    return read_cursor(cursor, scope=_scope(filters), keys=runtime().secret_keys)


def next_page(filters: Mapping[str, Any], after: After | None) -> tuple[str | None, dict[str, str]]:
    """The cursor of the next page and the `Link` header that leads there; None on the last."""
    if after is None:
        return None, {}
    cursor = issue_cursor(after, scope=_scope(filters), keys=runtime().secret_keys)
    kept = {name: value for name, value in request.args.items() if name != "cursor"}
    query = urlencode({**kept, "cursor": cursor})
    return cursor, {"Link": f'<{request.path}?{query}>; rel="next"'}


def _scope(filters: Mapping[str, Any]) -> str:
    relevant = {name: value for name, value in filters.items() if name not in {"cursor", "limit"}}
    return f"{request.path}?{json.dumps(relevant, sort_keys=True, default=str)}"


def _mac(key: str, scope: str, place: bytes) -> bytes:
    derived = hmac.digest(key.encode(), _PURPOSE, hashlib.sha256)
    return hmac.digest(derived, scope.encode() + b"\0" + place, hashlib.sha256)[:MAC_BYTES]


def _unknown() -> Problem:
    return Problem("cursor-unknown", "The cursor was not issued for this list with these filters.")
