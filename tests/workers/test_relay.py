from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import redis

import devservers
from records.documents import put_document
from records.outbox import pending_messages
from runtime.wiring import Runtime
from tests.runtime.material import statement
from tests.workers.conftest import OpenRuntime
from tests.workers.material import accept, wait_for
from verification.errors import SettingsInvalid
from workers.relay import Relay

pytestmark = pytest.mark.redis


@pytest.fixture
def server() -> Iterator[devservers.RedisServer]:
    with devservers.start_redis() as server:
        yield server


@contextmanager
def relaying(runtime: Runtime) -> Iterator[None]:
    relay = Relay(runtime)
    thread = threading.Thread(target=relay.run)
    thread.start()
    try:
        yield
    finally:
        relay.stop()
        thread.join(60)
        assert not thread.is_alive()


def waiting(runtime: Runtime) -> int:
    with runtime.records.begin() as session:
        return len(pending_messages(session))


def subjects(server: devservers.RedisServer, queue: str) -> list[str]:
    with redis.Redis.from_url(server.url) as client:
        messages = client.lrange(queue, 0, -1)
    return [json.loads(message)["headers"]["argsrepr"][2:-2] for message in messages]


def test_every_message_goes_where_it_belongs(
    open_runtime: OpenRuntime, runtime: Runtime, server: devservers.RedisServer
) -> None:
    quiet = open_runtime(broker_url=server.url, offer_again_s=3600.0)
    normal, low = accept(quiet), accept(quiet, "Two missiles.", priority="low")
    with relaying(quiet):
        wait_for(lambda: waiting(quiet) == 0, "everything is published")
    assert subjects(server, "interactive") == [normal.run_id]
    assert subjects(server, "bulk") == [low.run_id]


def test_many_documents_to_index_are_one_task(
    open_runtime: OpenRuntime, runtime: Runtime, server: devservers.RedisServer
) -> None:
    # A corpus where nobody answers, so that they stay to be indexed.
    quiet = open_runtime(
        broker_url=server.url,
        corpus_url="http://127.0.0.1:9/none",
        elasticsearch_timeout_s=0.2,
    )
    with quiet.records.begin() as session:
        for number in range(90):
            put_document(session, statement(f"n{number}"), actor="test", now=quiet.now())
    with relaying(quiet):
        wait_for(lambda: waiting(quiet) == 0, "everything is published")
    assert len(subjects(server, "bulk")) == 1


def test_it_waits_for_its_broker_and_loses_nothing(
    open_runtime: OpenRuntime, runtime: Runtime, server: devservers.RedisServer
) -> None:
    quiet = open_runtime(broker_url=server.url, offer_again_s=3600.0)
    server.kill()
    with relaying(quiet):
        accepted = accept(quiet)
        server.restart()
        wait_for(lambda: waiting(quiet) == 0, "everything is published")
        assert subjects(server, "interactive") == [accepted.run_id]
        server.pause()
        second = accept(quiet, "Two missiles.")
        server.resume()
        wait_for(lambda: waiting(quiet) == 0, "everything is published")
    assert second.run_id in subjects(server, "interactive")


def test_it_can_be_stopped_while_it_waits(
    open_runtime: OpenRuntime, runtime: Runtime, server: devservers.RedisServer
) -> None:
    server.kill()
    with relaying(open_runtime(broker_url=server.url)):
        pass


def test_it_does_not_work_with_a_broker_that_may_throw_messages_away(
    open_runtime: OpenRuntime,
) -> None:
    with devservers.start_redis(config={"maxmemory-policy": "allkeys-lru"}) as evicting:
        relay = Relay(open_runtime(broker_url=evicting.url))
        with pytest.raises(SettingsInvalid, match="noeviction"):
            relay.run()
