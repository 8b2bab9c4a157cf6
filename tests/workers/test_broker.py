from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import redis

import devservers
from runtime.settings import Settings
from runtime.wiring import Runtime
from verification.errors import SettingsInvalid
from workers.app import make_app
from workers.broker import BrokerUnavailable, Publisher, Work, check_broker

pytestmark = pytest.mark.redis

THREE = [
    Work("verify_claim", "run_1", "interactive"),
    Work("verify_claim", "run_2", "bulk"),
    Work("deliver_webhook", "msg_1", "delivery"),
]


@pytest.fixture
def server() -> Iterator[devservers.RedisServer]:
    with devservers.start_redis() as server:
        yield server


@pytest.fixture
def client(server: devservers.RedisServer) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(server.url) as client:
        yield client


def publisher(server: devservers.RedisServer) -> Publisher:
    return Publisher(make_app(Runtime(Settings(broker_url=server.url))))


def bodies(client: redis.Redis, queue: str) -> list[dict[str, object]]:
    return [json.loads(message) for message in client.lrange(queue, 0, -1)]


def test_work_goes_into_its_queue_as_json_with_nothing_but_the_id(
    server: devservers.RedisServer, client: redis.Redis
) -> None:
    publisher(server).publish(THREE)

    for queue, task, subject in (
        ("interactive", "verify_claim", "run_1"),
        ("bulk", "verify_claim", "run_2"),
        ("delivery", "deliver_webhook", "msg_1"),
    ):
        (message,) = bodies(client, queue)
        headers = message["headers"]
        assert message["content-type"] == "application/json"
        assert isinstance(headers, dict)
        assert headers["task"] == task
        assert headers["argsrepr"] == f"['{subject}']"


def test_it_goes_on_after_the_broker_was_emptied_or_started_anew(
    server: devservers.RedisServer, client: redis.Redis
) -> None:
    sender = publisher(server)
    sender.publish(THREE)
    client.flushall()
    sender.publish(THREE)
    assert len(bodies(client, "interactive")) == 1
    server.kill()
    with pytest.raises(BrokerUnavailable):
        sender.publish(THREE)
    server.restart()
    sender.publish(THREE)
    assert len(bodies(client, "interactive")) == 1


def test_a_broker_that_hangs_is_given_up(server: devservers.RedisServer) -> None:
    sender = publisher(server)
    server.pause()
    with pytest.raises(BrokerUnavailable):
        sender.check()
    with pytest.raises(BrokerUnavailable):
        sender.publish(THREE)
    server.resume()
    sender.check()
    sender.publish(THREE)


@pytest.mark.parametrize("policy", ["allkeys-lru", "volatile-ttl", "allkeys-random"])
def test_a_redis_that_may_throw_messages_away_is_refused(policy: str) -> None:
    with (
        devservers.start_redis(config={"maxmemory-policy": policy}) as server,
        pytest.raises(SettingsInvalid, match=f"maxmemory-policy is {policy}; set it to noeviction"),
    ):
        check_broker(server.url)


def test_a_full_broker_refuses_and_keeps_what_it_has() -> None:
    with (
        devservers.start_redis(config={"maxmemory": "1500kb"}) as server,
        redis.Redis.from_url(server.url) as client,
    ):
        sender = publisher(server)
        sender.publish(THREE)
        with pytest.raises(redis.exceptions.OutOfMemoryError):
            for number in range(10_000):
                client.set(f"filler-{number}", "x" * 1000)
        with pytest.raises(BrokerUnavailable):
            sender.publish(THREE)
        client.delete(*client.keys("filler-*"))
        sender.publish(THREE)
        assert len(bodies(client, "interactive")) == 2


def test_another_kind_of_broker_is_not_asked_for_its_policy() -> None:
    check_broker("amqps://nobody@127.0.0.1:1//")
