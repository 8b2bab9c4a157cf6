"""The work of a whole server profile in threads of one process, over the same leases."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from runtime.logs import logger
from runtime.wiring import Runtime
from verification.errors import AssayError
from workers.attempts import attempt_next
from workers.bell import Bell
from workers.delivery import deliver_next
from workers.sweeper import Offers, Sweeper

log = logger(__name__)


class Dispatcher:
    """Threads that verify, deliver and sweep until they are stopped.

    Killing the process at any moment loses nothing: leases run out and somebody else goes on.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._bell = Bell()
        self._stopping = threading.Event()
        offers = Offers(
            check=lambda: None,
            runs=lambda _ids: self.wake(),
            deliveries=lambda _ids: self.wake(),
        )
        self._sweeper = Sweeper(runtime, offers)
        settings = runtime.settings
        self._threads = [
            *self._team("verify", settings.dispatcher_threads, self._verify),
            *self._team("deliver", settings.delivery_threads, lambda: deliver_next(runtime)),
            *self._team("sweep", 1, self._sweep),
        ]

    def start(self) -> None:
        """Begin to work."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Look for work now instead of a moment later."""
        self._bell.ring()

    def stop(self, timeout_s: float = 30.0) -> bool:
        """Finish what is under way and end; False when something was still going on after that."""
        self._stopping.set()
        self._bell.ring()
        end = time.monotonic() + timeout_s
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _team(self, name: str, size: int, work: Callable[[], bool]) -> list[threading.Thread]:
        return [
            threading.Thread(target=self._loop, args=(work,), name=f"{name}-{number}", daemon=True)
            for number in range(size)
        ]

    def _loop(self, work: Callable[[], bool]) -> None:
        while not self._stopping.is_set():
            heard = self._bell.rings
            if not self._done_something(work):
                self._bell.wait(heard, self._runtime.settings.sweep_interval_s)

    def _done_something(self, work: Callable[[], bool]) -> bool:
        try:
            return work()
        except AssayError as error:
            log.warning("work_failed", exc_info=error)
        except Exception:
            log.exception("work_crashed")
        return False

    def _verify(self) -> bool:
        worked = attempt_next(self._runtime)
        if worked:
            self._bell.ring()  # its end may have callbacks
        return worked

    def _sweep(self) -> bool:
        self._sweeper.sweep()
        return False
