"""Ids: a prefix that says of what, then 26 characters that sort by time of making.

The 26 characters are those of a ULID (48 bits of milliseconds, 80 random bits, Crockford base 32),
in lower case.
"""

from __future__ import annotations

import hashlib
import secrets
import time

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 26
RANDOM_BITS = 80


def new_id(prefix: str) -> str:
    """A new id such as `clm_01j9…`; ids made later sort after ids made earlier."""
    milliseconds = time.time_ns() // 1_000_000
    return f"{prefix}_{_encode(milliseconds << RANDOM_BITS | secrets.randbits(RANDOM_BITS))}"


def derived_id(prefix: str, *parts: str) -> str:
    """The id that the same parts always give, for things that come without an id of their own."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()
    return f"{prefix}_{_encode(int.from_bytes(digest[:16]))}"


def _encode(number: int) -> str:
    return "".join(ALPHABET[number >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))
