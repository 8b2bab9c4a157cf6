"""Failed attempts are counted, in the cache where there is one, by the process where not."""

from __future__ import annotations

import pytest

import devservers
from service.throttle import Throttle

ALLOWED = {"login": 2, "address": 3}


def fail(throttle: Throttle, times: int, **who: str) -> None:
    for _ in range(times):
        throttle.failed(**who)


def test_whoever_fails_too_often_waits() -> None:
    throttle = Throttle("memory:", ALLOWED)
    fail(throttle, 1, login="jo", address="a")
    assert throttle.wait_s(login="jo", address="a") == 0
    fail(throttle, 1, login="jo", address="a")
    assert 890 < throttle.wait_s(login="jo", address="a") <= 900
    assert throttle.wait_s(login="mo", address="a") == 0
    fail(throttle, 1, login="mo", address="a")
    assert throttle.wait_s(login="ana", address="a") > 890
    assert throttle.wait_s(login="ana", address="b") == 0


def test_failures_beyond_the_limit_do_not_make_the_wait_longer() -> None:
    throttle = Throttle("memory:", ALLOWED)
    fail(throttle, 20, login="jo")
    assert throttle.wait_s(login="jo") <= 900


@pytest.mark.redis
def test_processes_share_one_count(redis_url: str) -> None:
    one, other = Throttle(redis_url, ALLOWED), Throttle(redis_url, ALLOWED)
    fail(one, 1, login="shared")
    fail(other, 1, login="shared")
    assert one.wait_s(login="shared") > 0
    assert other.wait_s(login="shared") > 0


@pytest.mark.redis
@pytest.mark.parametrize("trouble", ["hangs", "is gone"])
def test_guessing_is_stopped_while_the_cache_is_in_trouble(trouble: str) -> None:
    with devservers.start_redis() as redis:
        throttle = Throttle(redis.url, ALLOWED)
        redis.pause() if trouble == "hangs" else redis.kill()
        assert throttle.wait_s(login="jo") == 0
        fail(throttle, 2, login="jo")
        assert throttle.wait_s(login="jo") > 0
        if trouble == "hangs":
            redis.resume()
