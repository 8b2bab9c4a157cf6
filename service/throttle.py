"""Failed attempts, counted so that guessing takes too long to be worth while.

Counted in the cache's Redis where there is one, and by this process where there is none or it does
not answer.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import Final

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from service.limits import storage_options, storage_url

WINDOW_MINUTES: Final = 15
_PREFIX: Final = "assay-failed"


class Throttle:
    """Counts failures of several kinds; `allowed` says how many of each a quarter hour may see."""

    def __init__(self, cache_url: str, allowed: Mapping[str, int]) -> None:
        shared = storage_from_string(storage_url(cache_url), **storage_options(cache_url))
        assert isinstance(shared, Storage)
        self._shared = MovingWindowRateLimiter(shared)
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._limits: dict[str, RateLimitItem] = {
            kind: RateLimitItemPerMinute(amount, WINDOW_MINUTES, namespace=_PREFIX)
            for kind, amount in allowed.items()
        }

    def wait_s(self, **who: str) -> int:
        """Seconds until each of `who`, by kind, may try again; 0 when all may now."""
        return max(self._wait_s(self._limits[kind], kind, name) for kind, name in who.items())

    def failed(self, **who: str) -> None:
        """Count a failure of each of `who`, by kind."""
        for kind, name in who.items():
            try:
                self._shared.hit(self._limits[kind], kind, name)
            except StorageError:
                self._own.hit(self._limits[kind], kind, name)

    def _wait_s(self, limit: RateLimitItem, kind: str, name: str) -> int:
        return max(_wait_s(counting, limit, kind, name) for counting in (self._shared, self._own))


def _wait_s(counting: MovingWindowRateLimiter, limit: RateLimitItem, *who: str) -> int:
    try:
        left = counting.get_window_stats(limit, *who)
    except StorageError:
        return 0
    return 0 if left.remaining > 0 else max(1, math.ceil(left.reset_time - time.time()))
