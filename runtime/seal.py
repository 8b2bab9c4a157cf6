"""Bytes that can be kept where others write, and are known again when they come back."""

from __future__ import annotations

import hashlib
import hmac
import struct

_MAC_BYTES = 32
_TIME = struct.Struct(">d")


def seal(secret: str, key: str, data: bytes, *, until: float) -> bytes:
    """`data` with the Unix time it is good until, and a hash over both and the key."""
    content = _TIME.pack(until) + data
    return _mac(secret, key, content) + content


def unseal(secret: str, key: str, sealed: bytes, *, now: float) -> bytes | None:
    """What was sealed under that key, or None when it is too old, damaged or not ours."""
    content = sealed[_MAC_BYTES:]
    if not hmac.compare_digest(sealed[:_MAC_BYTES], _mac(secret, key, content)):
        return None
    (until,) = _TIME.unpack_from(content)
    return content[_TIME.size :] if now < until else None


def _mac(secret: str, key: str, content: bytes) -> bytes:
    # The length keeps a key's end from being taken for the beginning of the content.
    name = key.encode()
    signed = len(name).to_bytes(4, "big") + name + content
    return hmac.digest(b"assay cache " + secret.encode(), signed, hashlib.sha256)
