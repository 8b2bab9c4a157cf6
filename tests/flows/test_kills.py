"""Whatever is killed, frozen or emptied: each accepted claim ends with exactly one verdict."""

from __future__ import annotations

import base64
import os
import random
import signal
import urllib.request
from collections.abc import Iterator

import psycopg
import pytest
import redis
from sqlalchemy import make_url

import devservers
from tests.flows.house import (
    ASSAY,
    SETTINGS,
    House,
    ServerHouse,
    a_claim,
    free_port,
    kill_tree,
    wait_for,
    write_material,
)

pytestmark = [pytest.mark.redis, pytest.mark.postgres]

POSTS = 3
PROMISED_S = 0.3
NO_WAIT_S = 2.0


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, postgres_server: str) -> Iterator[ServerHouse]:
    """Stores and the web, shared by the tests of this module."""
    folder = tmp_path_factory.mktemp("house")
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE kills")
    records = make_url(postgres_server).set(database="kills").render_as_string(hide_password=False)
    with devservers.start_redis() as broker:
        environ = {
            **os.environ,
            **SETTINGS,
            **write_material(folder),
            "ASSAY_DATA_DIR": str(folder),
            "ASSAY_RECORDS_URL": records,
            "ASSAY_BROKER_URL": broker.url,
            "ASSAY_SECRET_KEYS": base64.b64encode(os.urandom(32)).decode(),
        }
        house = ServerHouse(folder, environ, broker=broker)
        try:
            house.run("migrate")
            house.run("ingest", str(folder / "statements.jsonl"))
            house.start_web()
            yield house
        finally:
            house.stop()


@pytest.fixture
def client(built: ServerHouse) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(built.redis.url) as client:
        yield client


@pytest.fixture
def house(built: ServerHouse) -> ServerHouse:
    """The house with a relay and a worker at work."""
    built.ensure("relay", "worker")
    return built


def test_a_pool_child_is_killed_at_work(house: ServerHouse) -> None:
    claim, child = house.catch()
    other = house.accept(a_claim())
    os.kill(child, signal.SIGKILL)

    assert house.wait_ended(claim, other) == ["done", "done"]
    assert house.attempts(claim) == 2
    house.check_history(claim, other)


def test_the_whole_worker_is_killed_at_work(house: ServerHouse) -> None:
    claim, _ = house.catch()
    claims = [claim, *(house.accept(a_claim()) for _ in range(3))]
    house.kill("worker")
    house.ensure("worker")

    assert house.wait_ended(*claims) == ["done"] * 4
    assert house.attempts(claim) == 2
    house.check_history(*claims)


def test_a_worker_that_is_told_to_stop_ends_its_work_first(house: ServerHouse) -> None:
    claim, child = house.catch()
    worker = house.standing.pop("worker")
    worker.send_signal(signal.SIGTERM)
    os.kill(child, signal.SIGCONT)

    assert worker.wait(60) == 0
    assert house.claim(claim)["status"] == "done"
    assert house.attempts(claim) == 1
    house.check_history(claim)


def test_a_relay_that_is_told_to_stop_stops(house: ServerHouse) -> None:
    assert house.wait_ended(house.accept(a_claim())) == ["done"]  # so the relay is at work
    relay = house.standing.pop("relay")
    relay.send_signal(signal.SIGTERM)
    assert relay.wait(60) == 0


def test_the_one_who_restores_messages_died_holding_the_lock(
    house: ServerHouse, client: redis.Redis
) -> None:
    """Celery's own redelivery is stopped for 300 s by this; the sweeper does not need it."""
    client.set("unacked_mutex", "a dead worker", ex=300)
    claim, _ = house.catch()
    house.kill("worker")
    house.ensure("worker")

    assert house.wait_ended(claim) == ["done"]
    assert client.get("unacked_mutex") == b"a dead worker", "it was in the way all the time"
    house.check_history(claim)
    client.delete("unacked_mutex")


def test_the_relay_is_killed(house: ServerHouse) -> None:
    first = [house.accept(a_claim()) for _ in range(3)]
    house.kill("relay")
    second = [house.accept(a_claim()) for _ in range(3)]
    assert {house.claim(each)["status"] for each in second} == {"queued"}
    house.ensure("relay")

    assert house.wait_ended(*first, *second) == ["done"] * 6
    house.check_history(*first, *second)


def test_two_relays_and_two_workers_do_nothing_twice(house: ServerHouse) -> None:
    more = [house.start(name, ASSAY, name) for name in ("relay", "worker")]
    claims = [house.accept(a_claim()) for _ in range(10)]

    assert house.wait_ended(*claims) == ["done"] * 10
    house.check_history(*claims)
    assert {house.attempts(each) for each in claims} == {1}
    for process in more:
        kill_tree(process)


def taken_at_once(house: House) -> list[str]:
    """The ids of claims that were posted and answered as promised, whatever hangs.

    The promise is the bound; only the best of several is held to it, because the machine that
    runs the tests may be at something else, and each to one that no waiting would keep.
    """
    posts = [house.post_timed(a_claim()) for _ in range(POSTS)]
    assert [status for _, status, _ in posts] == [202] * POSTS
    took = [seconds for _, _, seconds in posts]
    assert min(took) < PROMISED_S, took
    assert max(took) < NO_WAIT_S, took
    return [claim_id for claim_id, _, _ in posts]


def test_the_broker_hangs(house: ServerHouse) -> None:
    claims = [house.accept(a_claim())]  # so the web has opened its parts
    house.redis.pause()
    try:
        claims += taken_at_once(house)
    finally:
        house.redis.resume()

    assert house.wait_ended(*claims) == ["done"] * (1 + POSTS)
    house.check_history(*claims)


@pytest.fixture
def cached(built: ServerHouse) -> Iterator[tuple[House, devservers.RedisServer]]:
    """A second web over the same records, whose cache is a Redis, and that Redis."""
    with devservers.start_redis() as cache:
        house = House(built.folder, {**built.environ, "ASSAY_CACHE_URL": cache.url})
        try:
            house.start_web()
            yield house, cache
        finally:
            house.stop()


def test_the_cache_hangs_and_dies(
    house: ServerHouse, cached: tuple[House, devservers.RedisServer]
) -> None:
    web, cache = cached
    claims = [web.accept(a_claim())]
    cache.pause()
    claims += taken_at_once(web)
    cache.kill()
    claims += taken_at_once(web)

    assert house.wait_ended(*claims) == ["done"] * (1 + 2 * POSTS)
    house.check_history(*claims)


def test_the_broker_is_killed_and_comes_back_empty(house: ServerHouse) -> None:
    claim, child = house.catch()
    claims = [claim, *(house.accept(a_claim()) for _ in range(3))]
    house.redis.kill()
    claims += taken_at_once(house)
    os.kill(child, signal.SIGCONT)
    house.redis.restart()

    assert house.wait_ended(*claims) == ["done"] * (4 + POSTS)
    house.check_history(*claims)


def test_the_broker_is_emptied_at_work(house: ServerHouse, client: redis.Redis) -> None:
    claim, child = house.catch()
    claims = [claim, *(house.accept(a_claim()) for _ in range(5))]
    client.flushall()
    os.kill(child, signal.SIGKILL)

    assert house.wait_ended(*claims) == ["done"] * 6
    house.check_history(*claims)


def test_one_who_was_frozen_past_the_lease_comes_back(house: ServerHouse) -> None:
    claim, frozen = house.catch()
    try:
        assert house.wait_ended(claim) == ["done"]
    finally:
        os.kill(frozen, signal.SIGCONT)
    log = house.folder / "worker.log"
    wait_for(
        lambda: any(
            '"outcome": "lost"' in line and claim in line for line in log.read_text().splitlines()
        ),
        "the one that was frozen learns that it came too late",
    )
    house.check_history(claim)
    assert house.attempts(claim) == 2


def test_a_claim_that_kills_its_worker_is_given_up_and_the_others_go_on(
    house: ServerHouse,
) -> None:
    def killed_three_times() -> str | None:
        poison, killed = house.accept(a_claim()), None
        for _ in range(3):
            killed = house.freeze(poison, besides=killed)
            if killed is None:
                return None
            os.kill(killed, signal.SIGKILL)
        return poison

    poison = wait_for(killed_three_times, "a claim whose worker was killed three times")
    others = [house.accept(a_claim()) for _ in range(3)]

    assert house.wait_ended(poison, *others) == ["failed", "done", "done", "done"]
    house.check_history(*others)
    failed = house.claim(poison)
    assert failed["verdict"] is None
    assert failed["review"]["state"] == "waiting"


def test_anything_is_killed_at_any_time(house: ServerHouse, client: redis.Redis) -> None:
    """Ten blows at random under load; the history is checked afterwards."""
    chance = random.Random(20210325)
    house.kill("worker")
    patient = {**house.environ, "ASSAY_RUN_ATTEMPTS": "20"}
    house.environ, before = patient, house.environ
    claims = []
    for _ in range(10):
        house.ensure("relay", "worker")
        latest = house.accept(a_claim())
        claims += [house.accept(a_claim()), latest]
        blow = chance.choice(["child", "worker", "relay", "restart", "flush"])
        if blow == "child" and (child := house.freeze(latest)):
            os.kill(child, signal.SIGKILL)
        elif blow in {"worker", "relay"}:
            house.kill(blow)
        elif blow == "restart":
            house.redis.kill()
            house.redis.restart()
        elif blow == "flush":
            client.flushall()
    house.ensure("relay", "worker")

    house.wait_ended(*claims)
    assert house.failures(*claims) == []
    house.check_history(*claims)
    house.kill("worker")
    house.environ = before


def test_what_the_children_count_is_shown_on_one_port(house: ServerHouse) -> None:
    house.kill("worker")
    port = free_port()
    worker = house.start("worker", ASSAY, "worker", ASSAY_METRICS_PORT=str(port))
    assert house.wait_ended(*(house.accept(a_claim()) for _ in range(4))) == ["done"] * 4
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
        page = answer.read().decode()
    assert 'assay_run_attempts_total{outcome="verdict"} 4.0' in page
    assert "assay_oldest_unfinished_claim_seconds 0.0" in page
    kill_tree(worker)


def test_no_log_has_a_word_of_a_claim_or_a_secret(house: ServerHouse) -> None:
    house.wait_ended(house.accept(a_claim()))
    logs = {path.name: path.read_text() for path in house.folder.glob("*.log")}
    assert {"web.log", "worker.log", "relay.log"} <= set(logs)
    assert "run_ended" in logs["worker.log"]
    for name, log in logs.items():
        assert "ballistic" not in log, name
        assert house.environ["ASSAY_SECRET_KEYS"] not in log, name


def test_a_relay_refuses_a_broker_that_may_throw_messages_away(built: ServerHouse) -> None:
    with devservers.start_redis(config={"maxmemory-policy": "allkeys-lru"}) as evicting:
        relay = built.start("refusing", ASSAY, "relay", ASSAY_BROKER_URL=evicting.url)
        assert relay.wait(60) == 1
    assert "maxmemory-policy is allkeys-lru" in (built.folder / "refusing.log").read_text()
