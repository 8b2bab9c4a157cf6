"""How many requests a key, or an address without one, may send per minute.

Counted in the cache's Redis where there is one, and by each process for itself where there is none
or it does not answer. The headers are those of draft-ietf-httpapi-ratelimit-headers-11.
"""

from __future__ import annotations

import time
from typing import Any, Final

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.errors import StorageError

from runtime.settings import Settings
from service.access import current_access
from service.auth import identified
from service.state import settings

WINDOW_S: Final = 60
STORAGE_TIMEOUT_S: Final = 0.1
# Whoever sits at the machine shares it with nobody.
LOCAL_FACTOR: Final = 10
_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def register_limits(app: Flask, chosen: Settings) -> None:
    """Count every request to the API and refuse those above the quota with problem 429."""
    limiter = Limiter(
        _who,
        application_limits=[_quota_in_words],
        application_limits_exempt_when=_is_free,
        strategy="sliding-window-counter",
        storage_uri=storage_url(chosen.cache_url),
        storage_options=storage_options(chosen.cache_url),
        key_prefix="assay",
        in_memory_fallback_enabled=True,
        # Between two threads that lose the storage at once, one request goes uncounted.
        swallow_errors=True,
    )
    limiter.init_app(app)

    def add_headers(answer: Response) -> Response:
        return _add_headers(limiter, answer)

    app.after_request(add_headers)


def policy_name() -> str:
    """Which quota counts for this request: `read`, `write` or `anonymous`."""
    if identified() is None:
        return "anonymous"
    return "read" if request.method in _READING else "write"


def _quota() -> int:
    chosen, found = settings(), identified()
    if found is None:
        return chosen.rate_limit_anonymous
    plain = chosen.rate_limit_read if policy_name() == "read" else chosen.rate_limit_write
    return plain * LOCAL_FACTOR if found.local else plain


def _quota_in_words() -> str:
    return f"{_quota()} per {WINDOW_S} second"


def _who() -> str:
    found = identified()
    who = f"key:{found.key_id}" if found else f"address:{get_remote_address()}"
    return f"{policy_name()}:{who}"


def _is_free() -> bool:
    access = current_access()
    return access is None or not access.counted


def _add_headers(limiter: Limiter, answer: Response) -> Response:
    limit = limiter.current_limit
    if limit is None:
        return answer
    try:
        remaining, reset_s = max(limit.remaining, 0), _seconds_until(limit.reset_at)
    except StorageError:
        # The storage went away between counting and asking; the quota itself is still known.
        remaining, reset_s = limit.limit.amount, WINDOW_S
    name = policy_name()
    answer.headers["RateLimit-Policy"] = f'"{name}";q={limit.limit.amount};w={WINDOW_S}'
    answer.headers["RateLimit"] = f'"{name}";r={remaining};t={reset_s}'
    if limit.breached:
        answer.headers.setdefault("Retry-After", str(reset_s))
    return answer


def _seconds_until(instant: int) -> int:
    return min(max(instant - int(time.time()), 1), WINDOW_S)


def storage_url(cache_url: str) -> str:
    """Where counts are kept, as the library names it."""
    return "memory://" if cache_url == "memory:" else cache_url


def storage_options(cache_url: str) -> dict[str, Any]:
    """How long that may take to answer."""
    if cache_url == "memory:":
        return {}
    return {
        "socket_timeout": STORAGE_TIMEOUT_S,
        "socket_connect_timeout": STORAGE_TIMEOUT_S,
        # The client would otherwise try three more times, with pauses between.
        "retry": None,
        "wrap_exceptions": True,
    }
