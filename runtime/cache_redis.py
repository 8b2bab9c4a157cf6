"""Cached values in Redis; only imported where one is set, because its client is slow to load."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TypeVar, cast

from dogpile.cache.api import NO_VALUE
from dogpile.cache.backends.redis import RedisBackend
from redis.backoff import NoBackoff
from redis.connection import BlockingConnectionPool
from redis.exceptions import LockError, RedisError
from redis.lock import Lock
from redis.retry import Retry

from runtime.cache_backends import CacheOptions, Mutex, opened, sealed_bytes
from verification.errors import CacheUnavailable, SettingsInvalid

T = TypeVar("T")
# How long a Redis that failed is left alone: one that hangs costs one wait, not one per call.
REST_S = 5.0
LOCK_POLL_S = 0.05
# More callers than that take turns: the client's own limit would be a failure instead.
CONNECTIONS = 32


def connection_pool(url: str, options: CacheOptions) -> BlockingConnectionPool:
    """The connections to a Redis, none made yet; SettingsInvalid where it can have no such URL."""
    try:
        return BlockingConnectionPool.from_url(
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


class SealedRedisBackend(RedisBackend):
    """Values in Redis; whatever goes wrong there is counted and is a miss."""

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        self._options: CacheOptions = arguments["options"]
        self._rest_until = 0.0
        given = {name: arguments[name] for name in arguments if name != "options"}
        super().__init__(given)  # type: ignore[no-untyped-call]

    def get_mutex(self, key: str) -> Mutex:
        """Makes threads and other processes wait for whoever is working out that value."""
        return Mutex(self._options.lock_s, lambda wait_s: self._lock(key, wait_s))

    def get_serialized(self, key: str) -> Any:  # noqa: ANN401 - bytes or dogpile's mark for none
        """The bytes kept under a key, unless they are too old or not ours."""
        sealed = cast("bytes", self._attempt(lambda: self.reader_client.get(key)) or b"")
        value = opened(self._options, key, sealed)
        if sealed and value is NO_VALUE:
            self._options.count("error")
        return value

    def set_serialized(self, key: str, value: bytes) -> None:
        """Keep bytes for the time they name."""
        sealed, ttl_s = sealed_bytes(self._options, key, value)
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
