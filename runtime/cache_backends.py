"""Where cached values lie: bytes sealed under their key and their time, here in memory."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dogpile.cache.api import NO_VALUE, BytesBackend, CacheMutex

from runtime.seal import seal, unseal
from runtime.single_flight import SingleFlight

MEMORY_ENTRIES = 10_000


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


class Mutex(SingleFlight, CacheMutex):
    """The lock as dogpile knows it."""


class MemoryBackend(BytesBackend):
    """The values of one process, the longest unused forgotten first."""

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        self._options: CacheOptions = arguments["options"]
        self._values: OrderedDict[str, bytes] = OrderedDict()
        self._guard = threading.Lock()

    def get_mutex(self, key: str) -> Mutex:  # noqa: ARG002 - one is made per key
        """Makes threads wait for whoever is working out the value of that key."""
        return Mutex(self._options.lock_s)

    def get_serialized(self, key: str) -> Any:  # noqa: ANN401 - bytes or dogpile's mark for none
        """The bytes kept under a key, unless they are too old."""
        with self._guard:
            sealed = self._values.get(key, b"")
            if sealed:
                self._values.move_to_end(key)
        return opened(self._options, key, sealed)

    def set_serialized(self, key: str, value: bytes) -> None:
        """Keep bytes for the time they name."""
        sealed, _ = sealed_bytes(self._options, key, value)
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


def sealed_bytes(options: CacheOptions, key: str, value: bytes) -> tuple[bytes, int]:
    """The bytes to keep and for how many seconds; `value` is dogpile's header, then ours."""
    ttl_s = int(value.split(b"|", 2)[1])
    return seal(options.signing_key, key, value, until=time.time() + ttl_s), ttl_s


def opened(options: CacheOptions, key: str, sealed: bytes) -> Any:  # noqa: ANN401 - as above
    """The bytes that were sealed, or dogpile's mark for none when they are too old or not ours."""
    value = unseal(options.signing_key, key, sealed, now=time.time())
    return NO_VALUE if value is None else value
