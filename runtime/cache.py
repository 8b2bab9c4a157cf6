"""Verdicts already worked out: dogpile.cache on Redis, or in memory with the same rules.

Values are JSON, never pickle, and sealed, so that neither rubbish nor what somebody else wrote
into Redis is ever read as a verdict. Whatever Redis does wrong is a miss.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dogpile.cache import make_region, register_backend

from runtime.cache_backends import CacheOptions
from verification.claims import fingerprint
from verification.errors import SettingsInvalid
from verification.types import Claim

__all__ = ["CacheOptions", "Entry", "VerdictCache", "open_cache", "verdict_key"]

VERSION = "v1"


@dataclass(frozen=True, slots=True)
class Entry:
    """A value to keep for `ttl_s` seconds; 0 means that it must not be kept."""

    value: Mapping[str, Any]
    ttl_s: int


def verdict_key(claim: Claim, *, generation: str, judge: str, policy: str) -> str:
    """The key of a verdict: everything that may change it is part of it."""
    return f"{VERSION}|g{generation}|j{judge}|p{policy}|{fingerprint(claim)}"


class VerdictCache:
    """Values by key; while one is being worked out, whoever else asks for it waits for it."""

    def __init__(self, backend: str, arguments: Mapping[str, Any], options: CacheOptions) -> None:
        self._count = options.count
        self._region = make_region(serializer=_as_bytes, deserializer=_from_bytes)
        self._region.configure(backend, arguments={**arguments, "options": options})

    def get_or_create(
        self, key: str, create: Callable[[], Entry]
    ) -> tuple[Mapping[str, Any], bool]:
        """The value and whether it was there already; what `create` raises comes out."""
        created = False

        def noted() -> Entry:
            nonlocal created
            created = True
            self._count("miss")
            return create()

        entry: Entry = self._region.get_or_create(
            key, noted, should_cache_fn=lambda entry: entry.ttl_s > 0
        )
        if not created:
            self._count("hit")
        return entry.value, not created

    def drop(self, key: str) -> None:
        """Forget a value."""
        self._region.delete(key)

    def check(self) -> None:
        """Raise CacheUnavailable when the cache does not answer."""
        self._region.actual_backend.check()

    def close(self) -> None:
        """Give connections back."""
        self._region.actual_backend.close()


def open_cache(url: str, options: CacheOptions) -> VerdictCache:
    """The cache at `memory:`, `redis://…` or `rediss://…`; nothing is connected yet."""
    if url == "memory:":
        return VerdictCache("assay.memory", {}, options)
    if not url.startswith(("redis://", "rediss://")):
        raise SettingsInvalid("ASSAY_CACHE_URL is neither memory: nor a redis:// address.")
    from runtime.cache_redis import connection_pool  # noqa: PLC0415 - slow to load

    arguments = {"connection_pool": connection_pool(url, options)}
    return VerdictCache("assay.redis", arguments, options)


def _as_bytes(entry: Entry) -> bytes:
    return b"%d|%s" % (entry.ttl_s, json.dumps(entry.value, separators=(",", ":")).encode())


def _from_bytes(data: bytes) -> Entry:
    ttl_s, _, value = data.partition(b"|")
    return Entry(json.loads(value), int(ttl_s))


# The modules are imported when a region is configured with them.
register_backend("assay.memory", "runtime.cache_backends", "MemoryBackend")
register_backend("assay.redis", "runtime.cache_redis", "SealedRedisBackend")
