"""The numbers a process counts, and the page on which Prometheus reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeAlias, cast

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    start_http_server,
    values,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from judges.options import JudgeCall
from records.backlog import Backlog
from runtime.settings import share_metrics

# What waits, or None when the records do not answer, and the instant.
Look: TypeAlias = Callable[[], tuple[Backlog | None, datetime]]

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
LAG_SECONDS = (1, 5, 30, 60, 300, 1800, 7200, 36_000, 90_000)


def empty_metrics(directory: str) -> None:
    """Forget what an earlier server left in a folder of shared metrics."""
    for file in Path(directory).glob("*.db"):
        file.unlink(missing_ok=True)


class Metrics:
    """Counters and histograms of this process, or with a folder, of all that share it."""

    def __init__(self, directory: str = "") -> None:
        self._directory = directory
        if directory:
            Path(directory).mkdir(parents=True, exist_ok=True)
            share_metrics(directory)
            # The client decides at import where values live; decide again, now that it may know.
            values.ValueClass = values.get_value_class()
        self._registry = CollectorRegistry()
        self._claims = self._counter("claims_accepted", "Claims accepted.", "channel", "known")
        self._finished = self._counter("runs_finished", "Runs with a verdict.", "veracity")
        self._failed = self._counter("runs_failed", "Runs failed for good.", "code")
        self._attempts = self._counter("run_attempts", "Attempts to verify, by end.", "outcome")
        self._cache = self._counter("cache_lookups", "Looks into the verdict cache.", "outcome")
        self._callbacks = self._counter("callbacks", "Attempts to deliver.", "outcome")
        self._judge = self._counter("judge_requests", "Requests to the judge's server.", "outcome")
        self._tokens = self._counter("judge_tokens", "Tokens the judge's server charged.", "kind")
        self._cost = self._counter("judge_cost", "What they cost, at the prices set.")
        self.lease_expiries = self._counter("lease_expiries", "Leases that ran out.")
        self.offered_again = self._counter("runs_offered_again", "Runs the sweeper offered.")
        self.published = self._counter("messages_published", "Messages given to the broker.")
        self.corpus_refusals = self._counter(
            "corpus_refusals", "Answers refused because the corpus was not complete."
        )
        self.verification_seconds = self._histogram(
            "verification_seconds", "Time of one verification.", SECONDS
        )
        self.callback_lag_seconds = self._histogram(
            "callback_lag_seconds", "From an event to its delivery.", LAG_SECONDS
        )

    def accepted(self, channel: str, *, known: bool) -> None:
        """A claim was accepted; `known` when it had been asked before."""
        self._claims.labels(channel.partition(":")[0], "yes" if known else "no").inc()

    def finished(self, veracity: str) -> None:
        """A run gave a verdict."""
        self._finished.labels(veracity).inc()

    def failed(self, code: str) -> None:
        """A run failed for good; `poison` when it ran out of attempts."""
        self._failed.labels(code).inc()

    def attempt(self, outcome: str) -> None:
        """An attempt ended: `verdict`, `retry`, `failed`, `lost` (its lease) or `crashed`."""
        self._attempts.labels(outcome).inc()

    def cache(self, outcome: str) -> None:
        """The cache was asked: `hit`, `miss` or `error`."""
        self._cache.labels(outcome).inc()

    def callback(self, outcome: str) -> None:
        """A callback was tried: `success`, `failed` or `dead`."""
        self._callbacks.labels(outcome).inc()

    def judged(self, call: JudgeCall, cost: float) -> None:
        """The judge's server was asked: `answered`, `invalid`, `refused` or `failed`."""
        self._judge.labels(call.outcome).inc()
        self._tokens.labels("input").inc(call.tokens_in)
        self._tokens.labels("output").inc(call.tokens_out)
        self._cost.inc(cost)

    def page(self, waiting: Backlog | None, now: datetime) -> bytes:
        """Everything in the text format; `waiting` is None when the records do not answer."""
        return generate_latest(self._live(lambda: (waiting, now)))

    @contextmanager
    def serve(self, host: str, port: int, look: Look) -> Iterator[int]:
        """Show the page on a port of its own while the block runs; 0 takes any that is free."""
        server, thread = start_http_server(port, host, self._live(look))
        try:
            yield server.server_port
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def collect(self) -> Iterable[Metric]:
        """What was counted, here or in all processes that share the folder."""
        if self._directory:
            shared = MultiProcessCollector(None, self._directory)
            return cast("Iterable[Metric]", shared.collect())
        return self._registry.collect()

    def _live(self, look: Look) -> CollectorRegistry:
        registry = CollectorRegistry()
        registry.register(_Live(self, look))
        return registry

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(f"assay_{name}", meaning, labels, registry=self._registry)

    def _histogram(self, name: str, meaning: str, buckets: Iterable[float]) -> Histogram:
        return Histogram(f"assay_{name}", meaning, buckets=tuple(buckets), registry=self._registry)


class _Live(Collector):
    """What was counted, and what waits in the records, whenever somebody looks."""

    def __init__(self, metrics: Metrics, look: Look) -> None:
        self._metrics = metrics
        self._look = look

    def collect(self) -> Iterable[Metric]:
        yield from self._metrics.collect()
        waiting, now = self._look()
        yield _gauge("records_up", "Whether the records answer.", 1 if waiting else 0)
        if waiting:
            yield from _waiting(waiting, now)


def _waiting(waiting: Backlog, now: datetime) -> Iterator[Metric]:
    yield _gauge(
        "oldest_unfinished_claim_seconds",
        "Age of the oldest claim without an end; 0 when there is none.",
        _age(waiting.oldest_unfinished_at, now),
    )
    yield _gauge("runs_queued", "Runs that nobody works on.", waiting.runs_queued)
    yield _gauge("runs_running", "Runs under way.", waiting.runs_running)
    yield _gauge("outbox_messages", "Messages not published.", waiting.messages_pending)
    yield _gauge(
        "oldest_message_seconds",
        "Age of the oldest message not published; 0 when there is none.",
        _age(waiting.oldest_message_at, now),
    )
    yield _gauge("reviews_waiting", "Items on the desk.", waiting.reviews_waiting)
    yield _gauge(
        "oldest_review_seconds",
        "Age of the oldest item on the desk; 0 when there is none.",
        _age(waiting.oldest_review_at, now),
    )
    yield _gauge("callbacks_pending", "Deliveries on their way.", waiting.deliveries_pending)
    yield _gauge(
        "oldest_callback_seconds",
        "Age of the oldest delivery on its way; 0 when there is none.",
        _age(waiting.oldest_delivery_at, now),
    )
    yield _gauge("documents_to_index", "Documents the corpus lacks.", waiting.documents_to_index)


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(f"assay_{name}", meaning, value=value)
