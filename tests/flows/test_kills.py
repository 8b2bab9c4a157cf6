"""Whatever is killed, frozen or emptied: each accepted claim ends with exactly one verdict."""

from __future__ import annotations

import base64
import os
import random
import signal
from collections.abc import Iterator
from itertools import count

import psycopg
import pytest
import redis
from sqlalchemy import make_url

import devservers
from tests.flows.house import (
    ASSAY,
    SETTINGS,
    ServerHouse,
    kill_tree,
    wait_for,
    write_material,
)

NUMBERS = count(1000)


def a_claim() -> str:
    return f"{next(NUMBERS)} ballistic missiles were fired into the sea."


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, postgres_server: str) -> Iterator[ServerHouse]:
    """Stores and the web, shared by the tests of this module."""
    folder = tmp_path_factory.mktemp("house")
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE kills")
    records = make_url(postgres_server).set(database="kills").render_as_string(hide_password=False)
    with devservers.start_redis() as broker:
        house = ServerHouse(
            folder,
            os.environ
            | SETTINGS
            | write_material(folder)
            | {
                "ASSAY_DATA_DIR": str(folder),
                "ASSAY_RECORDS_URL": records,
                "ASSAY_BROKER_URL": broker.url,
                "ASSAY_SECRET_KEYS": base64.b64encode(os.urandom(32)).decode(),
            },
            broker=broker,
        )
        try:
            house.run("migrate")
            house.run("ingest", str(folder / "statements.jsonl"))
            house.start_web()
            yield house
        finally:
            house.stop()


@pytest.fixture
def house(built: ServerHouse) -> Iterator[ServerHouse]:
    """The house with an empty broker, and nobody but the web in it."""
    before = len(built.processes)
    with redis.Redis.from_url(built.redis.url) as client:
        client.flushall()
    yield built
    for process in built.processes[before:]:
        kill_tree(process)
    del built.processes[before:]


@pytest.fixture
def at_work(house: ServerHouse) -> ServerHouse:
    """The house with a relay and a worker."""
    house.start_relay()
    house.start_worker()
    return house


pytestmark = [pytest.mark.redis, pytest.mark.postgres]


def test_a_pool_child_is_killed_at_work(at_work: ServerHouse) -> None:
    claim, other = at_work.accept(a_claim()), at_work.accept(a_claim())
    os.kill(at_work.wait_running(claim), signal.SIGKILL)

    assert at_work.wait_ended(claim, other) == ["done", "done"]
    assert at_work.attempts(claim) == 2
    at_work.check_history(claim, other)


def test_the_whole_worker_is_killed_at_work(house: ServerHouse) -> None:
    house.start_relay()
    worker = house.start_worker()
    claims = [house.accept(a_claim()) for _ in range(4)]
    house.wait_running(claims[0])
    kill_tree(worker)
    house.start_worker()

    assert house.wait_ended(*claims) == ["done"] * 4
    house.check_history(*claims)


def test_the_one_who_restores_messages_died_holding_the_lock(house: ServerHouse) -> None:
    """Celery's own redelivery is stopped for 300 s by this; the sweeper does not need it."""
    with redis.Redis.from_url(house.redis.url) as client:
        client.set("unacked_mutex", "a dead worker", ex=300)
        house.start_relay()
        worker = house.start_worker()
        claims = [house.accept(a_claim()) for _ in range(3)]
        house.wait_running(claims[0])
        kill_tree(worker)
        house.start_worker()

        assert house.wait_ended(*claims) == ["done"] * 3
        assert client.exists("unacked_mutex"), "the lock was there all the time"
    house.check_history(*claims)


def test_the_relay_is_killed(house: ServerHouse) -> None:
    relay = house.start_relay()
    house.start_worker()
    first = [house.accept(a_claim()) for _ in range(3)]
    house.wait_running(first[0])
    kill_tree(relay)
    second = [house.accept(a_claim()) for _ in range(3)]
    assert {house.claim(each)["status"] for each in second} == {"queued"}
    house.start_relay()

    assert house.wait_ended(*first, *second) == ["done"] * 6
    house.check_history(*first, *second)


def test_two_relays_and_two_workers_do_nothing_twice(house: ServerHouse) -> None:
    for _ in range(2):
        house.start_relay()
        house.start_worker()
    claims = [house.accept(a_claim()) for _ in range(10)]

    assert house.wait_ended(*claims) == ["done"] * 10
    house.check_history(*claims)
    assert {house.attempts(each) for each in claims} == {1}


def test_the_broker_hangs(at_work: ServerHouse) -> None:
    at_work.redis.pause()
    try:
        claims = [at_work.accept(a_claim()) for _ in range(3)]
    finally:
        at_work.redis.resume()

    assert at_work.wait_ended(*claims) == ["done"] * 3
    at_work.check_history(*claims)


def test_the_broker_is_killed_and_comes_back_empty(at_work: ServerHouse) -> None:
    claims = [at_work.accept(a_claim()) for _ in range(4)]
    at_work.wait_running(claims[0])
    at_work.redis.kill()
    claims.append(at_work.accept(a_claim()))
    at_work.redis.restart()

    assert at_work.wait_ended(*claims) == ["done"] * 5
    at_work.check_history(*claims)


def test_the_broker_is_emptied_at_work(at_work: ServerHouse) -> None:
    claims = [at_work.accept(a_claim()) for _ in range(6)]
    at_work.wait_running(claims[0])
    with redis.Redis.from_url(at_work.redis.url) as client:
        client.flushall()

    assert at_work.wait_ended(*claims) == ["done"] * 6
    at_work.check_history(*claims)


def test_one_who_was_frozen_past_the_lease_comes_back(at_work: ServerHouse) -> None:
    claim = at_work.accept(a_claim())
    frozen = at_work.wait_running(claim)
    os.kill(frozen, signal.SIGSTOP)
    try:
        at_work.wait_running(claim, besides=frozen)
        assert at_work.wait_ended(claim) == ["done"]
    finally:
        os.kill(frozen, signal.SIGCONT)
    log = at_work.folder / "worker.log"
    wait_for(
        lambda: any(
            '"outcome": "lost"' in line and claim in line for line in log.read_text().splitlines()
        ),
        "the one that was frozen learns that it came too late",
    )
    at_work.check_history(claim)
    assert at_work.attempts(claim) == 2


def test_a_claim_that_kills_its_worker_is_given_up_and_the_others_go_on(
    at_work: ServerHouse,
) -> None:
    poison = at_work.accept(a_claim())
    killed = None
    for _ in range(3):
        killed = at_work.wait_running(poison, besides=killed)
        os.kill(killed, signal.SIGKILL)
    others = [at_work.accept(a_claim()) for _ in range(3)]

    assert at_work.wait_ended(poison, *others) == ["failed", "done", "done", "done"]
    at_work.check_history(*others)
    failed = at_work.claim(poison)
    assert failed["verdict"] is None
    assert failed["review"]["state"] == "waiting"


def test_anything_is_killed_at_any_time(house: ServerHouse) -> None:
    """Twelve blows at random under load; the history is checked afterwards."""
    chance = random.Random(20210325)
    relay, workers = house.start_relay(), [house.start_worker(ASSAY_RUN_ATTEMPTS="20")]
    claims = []
    for _ in range(12):
        latest = house.accept(a_claim())
        claims += [house.accept(a_claim()), latest]
        if chance.random() < 0.5:
            house.wait_begun(latest)
        blow = chance.choice(["child", "worker", "relay", "restart", "flush"])
        if blow == "child" and (holder := house.holder(latest)):
            os.kill(holder, signal.SIGKILL)
        elif blow == "worker":
            kill_tree(workers.pop())
            workers.append(house.start_worker(ASSAY_RUN_ATTEMPTS="20"))
        elif blow == "relay":
            kill_tree(relay)
            relay = house.start_relay()
        elif blow == "restart":
            house.redis.kill()
            house.redis.restart()
        elif blow == "flush":
            with redis.Redis.from_url(house.redis.url) as client:
                client.flushall()

    house.wait_ended(*claims)
    assert house.failures(*claims) == []
    house.check_history(*claims)


def test_a_relay_refuses_a_broker_that_may_throw_messages_away(house: ServerHouse) -> None:
    with devservers.start_redis(config={"maxmemory-policy": "allkeys-lru"}) as evicting:
        relay = house.start("refusing", ASSAY, "relay", ASSAY_BROKER_URL=evicting.url)
        assert relay.wait(60) == 1
    assert "maxmemory-policy is allkeys-lru" in (house.folder / "refusing.log").read_text()
