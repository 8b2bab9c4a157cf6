"""Signs of life of a run under way."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Self

from records.runs import LeasedRun, renew_run
from runtime.logs import logger
from runtime.wiring import Runtime
from verification.errors import RecordsUnavailable

log = logger(__name__)


class Heartbeat:
    """Renews the lease of a run while its block runs, from a thread of its own.

    It stops when the lease is lost, and after `run_limit_s`: a verification that hangs must not
    hold its run for ever.
    """

    def __init__(self, runtime: Runtime, run: LeasedRun) -> None:
        self._runtime = runtime
        self._run = run
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        places: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        settings = self._runtime.settings
        end = time.monotonic() + settings.run_limit_s
        while not self._over.wait(settings.run_lease_s / 3):
            if time.monotonic() > end:
                log.warning("run_over_limit", run_id=self._run.run_id)
                return
            try:
                if not self._renew():
                    # Ended a moment ago, or taken by somebody else; saving its end will tell.
                    log.info("lease_over", run_id=self._run.run_id)
                    return
            except RecordsUnavailable:
                log.warning("lease_not_renewed", run_id=self._run.run_id)

    def _renew(self) -> bool:
        runtime, run = self._runtime, self._run
        with runtime.records.begin() as session:
            return renew_run(
                session,
                run.run_id,
                fence=run.fence,
                lease_s=runtime.settings.run_lease_s,
                now=runtime.now(),
            )
