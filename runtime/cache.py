"""Verdicts already worked out: dogpile.cache on Redis, or in memory with the same rules.

Values are JSON, never pickle, and sealed, so that neither rubbish nor what somebody else wrote
into Redis is ever read as a verdict. Whatever Redis does wrong is a miss.
"""

from __future__ import annotations

import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from dogpile.cache import make_region, register_backend
from dogpile.cache.api import NO_VALUE, BytesBackend, CacheMutex
from dogpile.cache.backends.redis import RedisBackend
from redis.backoff import NoBackoff
from redis.connection import BlockingConnectionPool
from redis.exceptions import LockError, RedisError
from redis.lock import Lock
from redis.retry import Retry

from runtime.seal import seal, unseal
from runtime.single_flight import SingleFlight
from verification.claims import fingerprint
from verification.errors import CacheUnavailable, SettingsInvalid
from verification.types import Claim

VERSION = "v1"
T = TypeVar("T")
MEMORY_ENTRIES = 10_000
# How long a Redis that failed is left alone: one that hangs costs one wait, not one per call.
REST_S = 5.0
LOCK_POLL_S = 0.05
# More callers than that take turns: the client's own limit would be a failure instead.
CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Entry:
    """A value to keep for `ttl_s` seconds; 0 means that it must not be kept."""

    value: Mapping[str, Any]
    ttl_s: int


@dataclass(frozen=True, slots=True)
class CacheOptions:
    """How a cache behaves.

    `lock_s` bounds how long others wait for whoever is working a value out, and how long a
    process that died keeps them waiting. `count` is called with `hit`, `miss` or `error`.
    """

    signing_key: str
    timeout_s: float = 0.5
    lock_s: float = 30.0
    count: Callable[[str], None] = lambda _outcome: None


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
    try:
        pool = BlockingConnectionPool.from_url(
            url,
            max_connections=CONNECTIONS,
            timeout=options.lock_s,
            socket_timeout=options.timeout_s,
            socket_connect_timeout=options.timeout_s,
            # The client's own retries would multiply the time a hanging Redis takes.
            retry=Retry(NoBackoff(), 0),
        )
    except ValueError as error:
        raise SettingsInvalid("ASSAY_CACHE_URL is not an address Redis can have.") from error
    return VerdictCache("assay.redis", {"connection_pool": pool}, options)


class MemoryBackend(BytesBackend):
    """The values of one process, the longest unused forgotten first."""

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        self._options: CacheOptions = arguments["options"]
        self._values: OrderedDict[str, bytes] = OrderedDict()
        self._guard = threading.Lock()

    def get_mutex(self, key: str) -> _Mutex:  # noqa: ARG002 - one is made per key
        """Makes threads wait for whoever is working out the value of that key."""
        return _Mutex(self._options.lock_s)

    def get_serialized(self, key: str) -> Any:  # noqa: ANN401 - bytes or dogpile's mark for none
        """The bytes kept under a key, unless they are too old."""
        with self._guard:
            sealed = self._values.get(key, b"")
            if sealed:
                self._values.move_to_end(key)
        return _opened(self._options, key, sealed)

    def set_serialized(self, key: str, value: bytes) -> None:
        """Keep bytes for the time they name."""
        sealed, _ = _sealed(self._options, key, value)
        with self._guard:
            self._values[key] = sealed
            self._values.move_to_end(key)
            while len(self._values) > MEMORY_ENTRIES:
                self._values.popitem(last=False)

    def delete(self, key: str) -> None:
        """Forget a key."""
        with self._guard:
            self._values.pop(key, None)

    def check(self) -> None:
        """Memory always answers."""

    def close(self) -> None:
        """Forget everything."""
        self._values.clear()


class SealedRedisBackend(RedisBackend):
    """Values in Redis; whatever goes wrong there is counted and is a miss."""

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        self._options: CacheOptions = arguments["options"]
        self._rest_until = 0.0
        given = {name: arguments[name] for name in arguments if name != "options"}
        super().__init__(given)  # type: ignore[no-untyped-call]

    def get_mutex(self, key: str) -> _Mutex:
        """Makes threads and other processes wait for whoever is working out that value."""
        return _Mutex(self._options.lock_s, lambda wait_s: self._lock(key, wait_s))

    def get_serialized(self, key: str) -> Any:  # noqa: ANN401 - bytes or dogpile's mark for none
        """The bytes kept under a key, unless they are too old or not ours."""
        sealed = cast("bytes", self._attempt(lambda: self.reader_client.get(key)) or b"")
        value = _opened(self._options, key, sealed)
        if sealed and value is NO_VALUE:
            self._options.count("error")
        return value

    def set_serialized(self, key: str, value: bytes) -> None:
        """Keep bytes for the time they name."""
        sealed, ttl_s = _sealed(self._options, key, value)
        self._attempt(lambda: self.writer_client.set(key, sealed, ex=ttl_s))

    def delete(self, key: str) -> None:
        """Forget a key."""
        self._attempt(lambda: self.writer_client.delete(key))

    def check(self) -> None:
        """Ask Redis for a sign of life."""
        try:
            self.reader_client.ping()
        except RedisError as error:
            raise CacheUnavailable("The cache does not answer.") from error

    def close(self) -> None:
        """Close the connections."""
        self.writer_client.connection_pool.disconnect()

    def _attempt(self, ask: Callable[[], T]) -> T | None:
        """What Redis answers; None when it fails, or failed a moment ago."""
        if time.monotonic() < self._rest_until:
            return None
        try:
            return ask()
        except RedisError:
            self._rest_until = time.monotonic() + REST_S
            self._options.count("error")
            return None

    def _lock(self, key: str, wait_s: float) -> Callable[[], None] | None:
        lock = Lock(
            self.writer_client,
            f"lock|{key}",
            timeout=self._options.lock_s,
            sleep=LOCK_POLL_S,
            blocking_timeout=wait_s,
            thread_local=False,
        )

        def release() -> None:
            # It may have run out meanwhile and be somebody else's by now.
            with suppress(LockError):
                lock.release()

        return (lambda: self._attempt(release)) if self._attempt(lock.acquire) else None


class _Mutex(SingleFlight, CacheMutex):
    """The lock as dogpile knows it."""


def _as_bytes(entry: Entry) -> bytes:
    return b"%d|%s" % (entry.ttl_s, json.dumps(entry.value, separators=(",", ":")).encode())


def _from_bytes(data: bytes) -> Entry:
    ttl_s, _, value = data.partition(b"|")
    return Entry(json.loads(value), int(ttl_s))


def _sealed(options: CacheOptions, key: str, value: bytes) -> tuple[bytes, int]:
    """The bytes to keep and for how many seconds; `value` is dogpile's header, then ours."""
    ttl_s = int(value.split(b"|", 2)[1])
    return seal(options.signing_key, key, value, until=time.time() + ttl_s), ttl_s


def _opened(options: CacheOptions, key: str, sealed: bytes) -> Any:  # noqa: ANN401 - as above
    value = unseal(options.signing_key, key, sealed, now=time.time())
    return NO_VALUE if value is None else value


for _name, _backend in (("assay.memory", MemoryBackend), ("assay.redis", SealedRedisBackend)):
    register_backend(_name, __name__, _backend.__name__)
