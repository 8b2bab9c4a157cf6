from __future__ import annotations

import pickle
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import redis

import devservers
from runtime.cache import CacheOptions, Entry, VerdictCache, open_cache, verdict_key
from verification.errors import CacheUnavailable, SettingsInvalid
from verification.types import Claim

VALUE = {"veracity": "refuted", "rationale": "“Zwei”, nicht drei.", "confidence": 0.93}


@dataclass
class Opened:
    """A cache, what it counted, and how to open another one like it."""

    url: str
    key: str = "secret"
    lock_s: float = 30.0
    counted: Counter[str] = field(default_factory=Counter)
    caches: list[VerdictCache] = field(default_factory=list)

    def cache(self) -> VerdictCache:
        options = CacheOptions(
            signing_key=self.key, timeout_s=0.5, lock_s=self.lock_s, count=self._count
        )
        self.caches.append(open_cache(self.url, options))
        return self.caches[-1]

    def close(self) -> None:
        for cache in self.caches:
            cache.close()

    def _count(self, outcome: str) -> None:
        self.counted[outcome] += 1


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.redis)])
def opened(request: pytest.FixtureRequest) -> Iterator[Opened]:
    url = "memory:" if request.param == "memory" else request.getfixturevalue("redis_url")
    with closing(Opened(url)) as opened:
        yield opened


@pytest.fixture
def on_redis(redis_url: str) -> Iterator[Opened]:
    with closing(Opened(redis_url)) as opened:
        yield opened


@pytest.fixture
def client(redis_url: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture
def own_redis() -> Iterator[devservers.RedisServer]:
    with devservers.start_redis() as server:
        yield server


@pytest.fixture
def on_own_redis(own_redis: devservers.RedisServer) -> Iterator[Opened]:
    with closing(Opened(own_redis.url)) as opened:
        yield opened


def a_key() -> str:
    return f"v1|g1|jlexical|p1|{uuid4().hex}"


def never() -> Entry:
    raise AssertionError("worked out again")


def test_a_value_is_worked_out_once_and_comes_back_the_same(opened: Opened) -> None:
    cache, key = opened.cache(), a_key()

    assert cache.get_or_create(key, lambda: Entry(VALUE, 60)) == (VALUE, False)
    assert cache.get_or_create(key, never) == (VALUE, True)
    assert opened.counted == {"miss": 1, "hit": 1}


def test_what_must_not_be_kept_is_not(opened: Opened) -> None:
    cache, key = opened.cache(), a_key()
    assert cache.get_or_create(key, lambda: Entry({"n": 1}, 0)) == ({"n": 1}, False)
    assert cache.get_or_create(key, lambda: Entry({"n": 2}, 60)) == ({"n": 2}, False)


def test_a_failure_is_not_kept(opened: Opened) -> None:
    cache, key = opened.cache(), a_key()

    def fail() -> Entry:
        raise LookupError("no answer")

    with pytest.raises(LookupError):
        cache.get_or_create(key, fail)
    assert cache.get_or_create(key, lambda: Entry(VALUE, 60)) == (VALUE, False)


def test_a_value_ends_with_its_time(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    cache, short, long = opened.cache(), a_key(), a_key()
    cache.get_or_create(short, lambda: Entry(VALUE, 100))
    cache.get_or_create(long, lambda: Entry(VALUE, 1000))

    now = time.time()
    monkeypatch.setattr("runtime.cache_backends.time.time", lambda: now + 200)

    assert cache.get_or_create(short, lambda: Entry({"n": 2}, 100)) == ({"n": 2}, False)
    assert cache.get_or_create(long, never) == (VALUE, True)


def test_a_dropped_value_is_gone(opened: Opened) -> None:
    cache, key = opened.cache(), a_key()
    cache.get_or_create(key, lambda: Entry(VALUE, 60))
    cache.drop(key)
    assert cache.get_or_create(key, lambda: Entry(VALUE, 60)) == (VALUE, False)


def test_two_hundred_at_once_cause_one_verification(opened: Opened) -> None:
    cache, key = opened.cache(), a_key()
    start = threading.Barrier(200)
    created: list[int] = []

    def create() -> Entry:
        created.append(1)
        return Entry(VALUE, 60)

    def ask() -> tuple[Mapping[str, Any], bool]:
        start.wait()
        return cache.get_or_create(key, create)

    with ThreadPoolExecutor(200) as pool:
        answers = [answer.result() for answer in [pool.submit(ask) for _ in range(200)]]

    assert len(created) == 1
    assert {str(value) for value, _ in answers} == {str(VALUE)}
    assert Counter(cached for _, cached in answers) == {True: 199, False: 1}


@pytest.mark.redis
def test_processes_that_share_a_redis_wait_for_each_other(on_redis: Opened) -> None:
    first, second, key = on_redis.cache(), on_redis.cache(), a_key()
    begun, finish = threading.Event(), threading.Event()

    def slowly() -> Entry:
        begun.set()
        assert finish.wait(30)
        return Entry(VALUE, 60)

    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(first.get_or_create, key, slowly)
        assert begun.wait(30)
        waiting = pool.submit(second.get_or_create, key, never)
        finish.set()
        assert slow.result() == (VALUE, False)
        assert waiting.result() == (VALUE, True)


@pytest.mark.redis
def test_when_who_works_it_out_dies_the_next_one_takes_over(
    on_redis: Opened, client: redis.Redis
) -> None:
    on_redis.lock_s = 0.3
    cache, key = on_redis.cache(), a_key()
    client.set(f"lock|{key}", "a dead process")

    assert cache.get_or_create(key, lambda: Entry(VALUE, 60)) == (VALUE, False)
    assert cache.get_or_create(key, never) == (VALUE, True)


def test_whoever_waited_too_long_works_it_out_too(opened: Opened) -> None:
    opened.lock_s = 0.2
    cache, key = opened.cache(), a_key()
    begun, finish = threading.Event(), threading.Event()

    def slowly() -> Entry:
        begun.set()
        assert finish.wait(30)
        return Entry({"n": 1}, 60)

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(cache.get_or_create, key, slowly)
        assert begun.wait(30)
        assert cache.get_or_create(key, lambda: Entry({"n": 2}, 60)) == ({"n": 2}, False)
        finish.set()
        assert slow.result() == ({"n": 1}, False)


@pytest.mark.redis
@pytest.mark.parametrize(
    "planted",
    [
        b"",
        b"garbage",
        b"|",
        b'{"v": 2, "ct": 9999999999.0}|60|{"veracity": "supported"}',
        b"\x00" * 500,
        pickle.dumps(VALUE),
        b"[" * 100_000,
    ],
    ids=["empty", "garbage", "bar", "dogpile", "zeros", "pickle", "nesting"],
)
def test_what_somebody_planted_in_redis_is_a_miss(
    on_redis: Opened, client: redis.Redis, planted: bytes
) -> None:
    cache, key = on_redis.cache(), a_key()
    client.set(key, planted)

    assert cache.get_or_create(key, lambda: Entry(VALUE, 60)) == (VALUE, False)
    assert on_redis.counted["error"] == (2 if planted else 0)  # looked before and after the lock


@pytest.mark.redis
def test_a_value_under_another_key_or_of_another_house_is_a_miss(
    on_redis: Opened, client: redis.Redis
) -> None:
    cache, key, other = on_redis.cache(), a_key(), a_key()
    cache.get_or_create(key, lambda: Entry(VALUE, 60))
    client.set(other, client.get(key) or b"")

    assert cache.get_or_create(other, lambda: Entry({"n": 2}, 60)) == ({"n": 2}, False)
    on_redis.key = "another secret"
    assert on_redis.cache().get_or_create(key, lambda: Entry({"n": 3}, 60)) == ({"n": 3}, False)


@pytest.mark.redis
def test_the_wrong_kind_of_value_in_redis_is_a_miss(on_redis: Opened, client: redis.Redis) -> None:
    cache, key = on_redis.cache(), a_key()
    client.lpush(key, "a list")
    assert cache.get_or_create(key, lambda: Entry(VALUE, 60)) == (VALUE, False)
    assert on_redis.counted["error"] == 1


@pytest.mark.redis
def test_redis_keeps_a_value_no_longer_than_it_is_good(
    on_redis: Opened, client: redis.Redis
) -> None:
    cache, key = on_redis.cache(), a_key()
    cache.get_or_create(key, lambda: Entry(VALUE, 60))
    assert 0 < int(str(client.ttl(key))) <= 60


@pytest.mark.redis
def test_a_redis_that_stops_hangs_or_comes_back_empty_costs_only_misses(
    own_redis: devservers.RedisServer, on_own_redis: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runtime.cache_redis.REST_S", 0.0)
    cache, key = on_own_redis.cache(), a_key()
    cache.get_or_create(key, lambda: Entry(VALUE, 60))

    own_redis.pause()
    assert cache.get_or_create(key, lambda: Entry({"n": 2}, 60)) == ({"n": 2}, False)
    with pytest.raises(CacheUnavailable):
        cache.check()
    own_redis.resume()
    cache.check()
    own_redis.kill()
    assert cache.get_or_create(key, lambda: Entry({"n": 3}, 60)) == ({"n": 3}, False)
    own_redis.restart()
    assert cache.get_or_create(key, lambda: Entry({"n": 4}, 60)) == ({"n": 4}, False)
    assert cache.get_or_create(key, never) == ({"n": 4}, True)


@pytest.mark.redis
def test_a_redis_that_failed_is_left_alone_for_a_while(
    own_redis: devservers.RedisServer, on_own_redis: Opened
) -> None:
    cache = on_own_redis.cache()
    own_redis.kill()
    for _ in range(20):
        cache.get_or_create(a_key(), lambda: Entry(VALUE, 60))
    assert on_own_redis.counted == {"error": 1, "miss": 20}


def test_memory_forgets_the_longest_unused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runtime.cache_backends.MEMORY_ENTRIES", 2)
    cache = Opened("memory:").cache()
    for key in ("a", "b", "a", "c"):
        cache.get_or_create(key, lambda: Entry(VALUE, 60))

    assert cache.get_or_create("a", never) == (VALUE, True)
    assert cache.get_or_create("c", never) == (VALUE, True)
    assert cache.get_or_create("b", lambda: Entry({"n": 2}, 60)) == ({"n": 2}, False)


@pytest.mark.parametrize("url", ["", "memory", "http://cache/", "redis://cache:port/0"])
def test_an_address_no_cache_can_have_is_refused(url: str) -> None:
    with pytest.raises(SettingsInvalid, match="ASSAY_CACHE_URL"):
        Opened(url).cache()


def test_everything_that_may_change_a_verdict_changes_its_key() -> None:
    claim = Claim("Two missiles were fired.", claimed_at=date(2021, 3, 25), speaker="A minister")
    now = {"generation": "g1", "judge": "lexical-1", "policy": "p1"}
    keys = {
        verdict_key(claim, **now),
        *(verdict_key(claim, **{**now, part: "other"}) for part in now),
        verdict_key(Claim("Three missiles were fired."), **now),
        verdict_key(Claim(claim.text, claimed_at=date(2021, 3, 26), speaker=claim.speaker), **now),
        verdict_key(Claim(claim.text, claimed_at=claim.claimed_at), **now),
        verdict_key(Claim(claim.text, claim.claimed_at, claim.speaker, "de"), **now),
        verdict_key(
            Claim(claim.text, claim.claimed_at, claim.speaker, as_of=date(2022, 1, 1)), **now
        ),
    }
    assert len(keys) == 9
    assert (
        verdict_key(Claim("  two missiles were FIRED ", claim.claimed_at, claim.speaker), **now)
        in keys
    )
