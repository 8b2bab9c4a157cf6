"""Messages to the broker, in bounded time, and whether a Redis is fit to be one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import redis
from celery import Celery
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from verification.errors import SettingsInvalid, Unavailable

ANSWER_S = 2.0
FAILURES = (KombuError, RedisError, OSError)


@dataclass(frozen=True, slots=True)
class Work:
    """One task to be done by whoever takes it from a queue."""

    task: str
    subject_id: str
    queue: str


class BrokerUnavailable(Unavailable):
    """The broker did not answer; what it should know stays in the records."""

    code = "broker_unavailable"


def check_broker(url: str) -> None:
    """Refuse a Redis that may throw messages away when it is full.

    Raises SettingsInvalid, or BrokerUnavailable when it does not answer.
    """
    if not url.startswith(("redis://", "rediss://")):
        return
    client = redis.Redis.from_url(url, socket_timeout=ANSWER_S, socket_connect_timeout=ANSWER_S)
    try:
        memory = client.info("memory")
    except RedisError as error:
        raise BrokerUnavailable("The broker does not answer.") from error
    finally:
        client.close()
    policy = memory.get("maxmemory_policy", "noeviction")
    if policy != "noeviction":
        raise SettingsInvalid(
            f"The broker's Redis may throw messages away: its maxmemory-policy is {policy}; "
            "set it to noeviction and keep the cache in another Redis."
        )


class Publisher:
    """Hands work to the broker; a failed connection is dropped and made anew the next time."""

    def __init__(self, app: Celery) -> None:
        self._app = app

    def check(self) -> None:
        """Raise BrokerUnavailable or SettingsInvalid where publishing would be of no use."""
        check_broker(self._app.conf.broker_url)

    def publish(self, work: Iterable[Work]) -> None:
        """Put work into its queues, all or raise BrokerUnavailable; some may have gone out then."""
        self.check()  # a broker that hangs is found out in two seconds here, and in ten below
        connection = self._app.connection_for_write()
        try:
            connection.connect()  # once: what publishes on demand would try for many seconds
            with self._app.amqp.Producer(connection, auto_declare=False) as producer:
                for item in work:
                    self._app.send_task(
                        item.task,
                        [item.subject_id],
                        queue=item.queue,
                        producer=producer,
                        retry=False,
                    )
        except FAILURES as error:
            raise BrokerUnavailable("The broker does not take messages.") from error
        finally:
            connection.release()
