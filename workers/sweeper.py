"""Whatever fell through is found again: lost messages, dead workers, documents not indexed."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from records.deliveries import due_deliveries
from records.retention import prune_old
from records.runs import due_runs
from runtime.ingestion import index_due
from runtime.logs import logger
from runtime.wiring import Runtime
from verification.errors import AssayError

log = logger(__name__)

AT_ONCE = 500
PRUNE_EVERY_S = 600.0


@dataclass(frozen=True, slots=True)
class Offers:
    """How work is offered to whoever does it, by ids; called outside any transaction.

    `check` raises an AssayError while offering would be of no use.
    """

    check: Callable[[], None]
    runs: Callable[[Sequence[str]], None]
    deliveries: Callable[[Sequence[str]], None]


class Sweeper:
    """One look at a time; several processes may sweep the same records."""

    def __init__(self, runtime: Runtime, offers: Offers) -> None:
        self._runtime = runtime
        self._offers = offers
        self._pruned_at = float("-inf")
        self._failing: dict[str, str] = {}

    def sweep(self) -> None:
        """Offer what is due, bring the corpus up to date, forget what has served its time.

        A step that fails keeps no other from being taken.
        """
        for step in (self._offer_runs, self._offer_deliveries, self._index, self._prune):
            self._take(step.__name__.strip("_"), step)

    def _take(self, name: str, step: Callable[[], None]) -> None:
        try:
            step()
        except AssayError as error:
            if self._failing.get(name) != error.code:  # said once, not at every look
                log.warning("sweep_failed", step=name, exc_info=error)
            self._failing[name] = error.code
        else:
            if self._failing.pop(name, None):
                log.info("sweep_works_again", step=name)

    def _offer_runs(self) -> None:
        self._offers.check()
        with self._runtime.records.begin() as session:
            due = due_runs(session, now=self._runtime.now(), limit=AT_ONCE)
        if due:
            self._runtime.metrics.offered_again.inc(len(due))
            self._offers.runs(due)

    def _offer_deliveries(self) -> None:
        self._offers.check()
        with self._runtime.records.begin() as session:
            due = due_deliveries(session, now=self._runtime.now(), limit=AT_ONCE)
        if due:
            self._offers.deliveries(due)

    def _index(self) -> None:
        indexed = index_due(self._runtime)
        if indexed:
            log.info("documents_indexed", count=indexed)

    def _prune(self) -> None:
        if time.monotonic() < self._pruned_at + PRUNE_EVERY_S:
            return
        self._pruned_at = time.monotonic()
        with self._runtime.records.begin() as session:
            prune_old(session, now=self._runtime.now())
