"""A real Redis starts, freezes, crashes and comes back at the same address."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from devservers import RedisServer, ServerFailed, start_redis
from devservers.processes import free_port
from tests.devservers.waiting import exists

pytestmark = pytest.mark.redis

DURABLE = {"appendonly": "yes", "appendfsync": "always"}


@pytest.fixture
def server() -> Iterator[RedisServer]:
    with start_redis() as running:
        yield running


def client(server: RedisServer) -> "Redis":
    return Redis.from_url(server.url, socket_timeout=30)


def test_it_answers_and_stops_without_a_trace(server: RedisServer) -> None:
    with client(server) as redis:
        assert redis.set("claim", "three missiles")
        assert redis.get("claim") == b"three missiles"
    pid = server.pid
    server.stop()
    assert not exists(pid)
    assert not server.healthy()
    server.stop()


def test_it_listens_on_the_port_and_with_the_settings_it_was_given() -> None:
    port = free_port()
    config = {"maxmemory": "64mb", "maxmemory-policy": "allkeys-lru"}
    with start_redis(port=port, config=config) as server, client(server) as redis:
        assert server.url == f"redis://127.0.0.1:{port}/0"
        assert redis.config_get("maxmemory-policy") == {"maxmemory-policy": "allkeys-lru"}


def test_a_crash_keeps_what_a_durable_server_acknowledged(tmp_path: Path) -> None:
    with start_redis(tmp_path / "broker", config=DURABLE) as server:
        url, first = server.url, server.pid
        with client(server) as redis:
            redis.lpush("queue", "run 1")
        server.kill()
        assert not exists(first)
        assert not server.healthy()
        server.restart()
        assert (server.url, server.pid != first) == (url, True)
        with client(server) as redis:
            assert redis.lrange("queue", 0, -1) == [b"run 1"]
    assert (tmp_path / "broker").exists()


def test_a_paused_server_takes_connections_and_answers_only_later(server: RedisServer) -> None:
    server.pause()
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(b"PING\r\n")
        connection.settimeout(0.3)
        with pytest.raises(TimeoutError):
            connection.recv(64)
        server.resume()
        connection.settimeout(30)
        assert connection.recv(64) == b"+PONG\r\n"


def test_a_setting_that_does_not_exist_is_said(tmp_path: Path) -> None:
    with pytest.raises(ServerFailed, match=r"Redis ended with status 1(?s:.)*no-such-setting"):
        start_redis(tmp_path, config={"no-such-setting": "1"})


def test_a_server_that_is_down_cannot_be_paused(server: RedisServer) -> None:
    server.kill()
    with pytest.raises(RuntimeError, match=r"call restart\(\) first"):
        server.pause()
