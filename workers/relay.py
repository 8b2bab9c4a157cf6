"""The relay: from the outbox to the broker, and the sweeper beside it.

At least once by design: a message is noted as published after it was, never before.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from records.outbox import Message, mark_published, pending_messages
from runtime.logs import logger
from runtime.wiring import Runtime
from verification.errors import AssayError
from workers.app import BULK, DELIVERY, INTERACTIVE, make_app
from workers.broker import BrokerUnavailable, Publisher, Work
from workers.sweeper import Offers, Sweeper
from workers.tasks import DELIVER, INDEX, VERIFY

log = logger(__name__)

AT_ONCE = 100
REST_FIRST_S = 0.5
REST_MOST_S = 5.0


class Relay:
    """Two threads, so that a broker that hangs does not keep the rest from being swept."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        app = make_app(runtime)
        self._publisher = Publisher(app)
        self._sweeper = Sweeper(runtime, _offers_to(Publisher(app)))
        self._stopping = threading.Event()
        settings = runtime.settings
        self._threads = [
            self._thread("publish", self._publish, settings.relay_interval_s),
            self._thread("sweep", self._sweeper.sweep, settings.sweep_interval_s),
        ]

    def run(self) -> None:
        """Work until `stop`; raises SettingsInvalid when the broker may throw messages away.

        While the broker does not answer, it is asked again; nothing is lost meanwhile.
        """
        rest_s = REST_FIRST_S
        while not self._stopping.is_set():
            try:
                self._publisher.check()
                break
            except BrokerUnavailable as error:
                log.warning("broker_unavailable", exc_info=error)
                self._stopping.wait(rest_s)
                rest_s = min(REST_MOST_S, 2 * rest_s)
        for thread in self._threads:
            thread.start()
        for thread in self._threads:
            thread.join()

    def stop(self) -> None:
        """End after what is under way."""
        self._stopping.set()

    def _publish(self) -> None:
        """Bring every pending message to the broker, a batch at a time."""
        while not self._stopping.is_set():
            with self._runtime.records.begin() as session:
                pending = pending_messages(session, AT_ONCE)
            if not pending:
                return
            # No transaction is open meanwhile: a broker that hangs must not hold up the database.
            self._publisher.publish(_work(pending))
            with self._runtime.records.begin() as session:
                mark_published(
                    session, [message.id for message in pending], now=self._runtime.now()
                )
            self._runtime.metrics.published.inc(len(pending))

    def _thread(self, name: str, work: Callable[[], None], pause_s: float) -> threading.Thread:
        return threading.Thread(target=self._loop, args=(work, pause_s), name=name, daemon=True)

    def _loop(self, work: Callable[[], None], pause_s: float) -> None:
        rest_s = max(pause_s, REST_FIRST_S)
        while not self._stopping.is_set():
            try:
                work()
                rest_s = max(pause_s, REST_FIRST_S)
                self._stopping.wait(pause_s)
            except AssayError as error:
                log.warning("relay_waits", exc_info=error, rest_s=rest_s)
                self._stopping.wait(rest_s)
                rest_s = min(REST_MOST_S, 2 * rest_s)
            except Exception:
                log.exception("relay_crashed")
                self._stopping.wait(rest_s)


def _offers_to(publisher: Publisher) -> Offers:
    return Offers(
        check=publisher.check,
        runs=lambda ids: publisher.publish(Work(VERIFY, each, INTERACTIVE) for each in ids),
        deliveries=lambda ids: publisher.publish(Work(DELIVER, each, DELIVERY) for each in ids),
    )


def _work(messages: Sequence[Message]) -> list[Work]:
    """The tasks these messages ask for; one is enough for any number of documents to index."""
    work = [_task(message) for message in messages if message.topic != "index"]
    to_index = next((message for message in messages if message.topic == "index"), None)
    return [*work, Work(INDEX, to_index.subject_id, BULK)] if to_index else work


def _task(message: Message) -> Work:
    if message.topic == "deliver":
        return Work(DELIVER, message.subject_id, DELIVERY)
    queue = BULK if message.priority == "low" else INTERACTIVE
    return Work(VERIFY, message.subject_id, queue)
