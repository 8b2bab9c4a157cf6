"""One process's parts, put together from its settings; the only caller of `open_*`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeVar

from indices import CorpusOptions, open_corpus
from judges import open_judge
from records import Records, open_records
from records.backlog import Backlog, backlog
from records.claims import CurrentState
from records.rules import Rules
from runtime.cache import CacheOptions, VerdictCache, open_cache
from runtime.egress import Egress
from runtime.judging import judge_options
from runtime.metrics import Metrics
from runtime.parts import Parts
from runtime.quoting import QuoteBook
from runtime.secret_keys import secret_keys
from runtime.settings import Settings
from verification.errors import CorpusUnavailable, JudgeUnavailable, RecordsUnavailable
from verification.policy import Policy, fitted_policy
from verification.ports import Judge, WritableCorpus

GENERATION_WAIT_S = 0.25
CACHE_LOCK_S = 30.0
# The version of a judge that does not say its own.
JUDGE_UNAVAILABLE = "unavailable"

T = TypeVar("T")


def utc_now() -> datetime:
    """The instant, with its time zone."""
    return datetime.now(UTC)


class Runtime:
    """Settings, records, corpus, judge, policy, cache, egress, metrics and a clock.

    Every part is opened at first use, in the process that uses it, so that a process may fork
    between making a Runtime and using it. Safe to share between threads.
    """

    def __init__(self, settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> None:
        self.settings = settings
        self._clock = clock
        self._parts = Parts()

    def now(self) -> datetime:
        """The instant, by this runtime's clock."""
        return self._clock()

    @cached_property
    def code_version(self) -> str:
        """The version of the installed package."""
        try:
            return version("assay")
        except PackageNotFoundError:
            return "unknown"

    @cached_property
    def secret_keys(self) -> tuple[str, ...]:
        """The key ring for stored secrets, newest first."""
        return secret_keys(self.settings)

    @property
    def records(self) -> Records:
        """The database of record."""
        return self._parts.get("records", self._open_records)

    @property
    def corpus(self) -> WritableCorpus:
        """The passages that can be searched."""
        return self._parts.get("corpus", self._open_corpus)

    @property
    def judge(self) -> Judge:
        """The stance judge."""
        return self._parts.get("judge", self._open_judge)

    def check_judge(self) -> None:
        """Open the judge now; SettingsInvalid when it is set up wrongly.

        One that is only away is none of it: claims are taken, and wait for it.
        """
        with suppress(JudgeUnavailable):
            _ = self.judge

    @cached_property
    def policy(self) -> Policy:
        """The rules and weights of scoring."""
        chosen = self.settings.policy
        return Policy.load(Path(chosen) if chosen else fitted_policy(self.settings.judge_url))

    @property
    def cache(self) -> VerdictCache:
        """The verdicts already known."""
        return self._parts.get("cache", self._open_cache)

    @property
    def egress(self) -> Egress:
        """The one way out to other people's servers."""
        return self._parts.get("egress", lambda: Egress(self.settings))

    @property
    def quote_book(self) -> QuoteBook:
        """What this process knows of quotations in the corpus."""
        return self._parts.get("quotations", QuoteBook)

    @cached_property
    def metrics(self) -> Metrics:
        """The numbers this process counts."""
        return Metrics(self.settings.metrics_dir)

    @contextmanager
    def serving_metrics(self) -> Iterator[None]:
        """Show the metrics on a port of their own, where one is set, while the block runs."""
        if not self.settings.metrics_port:
            yield
            return
        with self.metrics.serve(self.settings.host, self.settings.metrics_port, self._look):
            yield

    def current_state(self) -> CurrentState:
        """What a verdict must have been made with to be valid now.

        The generation is None when the corpus does not answer within 250 ms, and the judge
        `unavailable` when it does not, so that accepting a claim never depends on them.
        """
        generation = self._asked(lambda: self.corpus.generation())  # noqa: PLW0108 - opening waits too
        return CurrentState(generation, self._judge_version(), self.policy.version)

    def corpus_size(self) -> int | None:
        """How many passages can be searched; None when the corpus does not say within 250 ms."""
        return self._asked(lambda: self.corpus.count())  # noqa: PLW0108 - opening waits too

    def close(self) -> None:
        """Give back whatever this process opened."""
        self._parts.close()

    def _look(self) -> tuple[Backlog | None, datetime]:
        try:
            with self.records.read() as session:
                return backlog(session), self.now()
        except RecordsUnavailable:
            return None, self.now()

    def _asked(self, question: Callable[[], T], threads: str = "asking") -> T | None:
        pool = self._parts.get(threads, lambda: _Asking(max_workers=4))
        asked = pool.submit(question)
        try:
            return asked.result(timeout=GENERATION_WAIT_S)
        except (CorpusUnavailable, JudgeUnavailable, TimeoutError):
            asked.cancel()
            return None

    def _open_records(self) -> Records:
        settings = self.settings
        rules = Rules(
            max_attempts=settings.run_attempts,
            offer_again_s=settings.offer_again_s,
            review_confidence_below=settings.review_confidence_below,
            webhook_schedule_s=settings.webhook_schedule_s,
            idempotency_hours=settings.idempotency_hours,
        )
        self._make_data_dir()
        return open_records(settings.records_url, secret_keys=self.secret_keys, rules=rules)

    def _open_corpus(self) -> WritableCorpus:
        self._make_data_dir()
        settings = self.settings
        ca_file = settings.elasticsearch_ca_file
        options = CorpusOptions(
            ca_file=Path(ca_file) if ca_file else None,
            api_key=settings.elasticsearch_api_key or None,
            username=settings.elasticsearch_username or None,
            password=settings.elasticsearch_password or None,
            request_timeout_s=settings.elasticsearch_timeout_s,
        )
        return open_corpus(settings.corpus_url, options)

    def _open_judge(self) -> Judge:
        options = judge_options(self.settings, self.metrics)
        return open_judge(self.settings.judge_url, options)

    def _judge_version(self) -> str:
        try:
            judge = self.judge
        except JudgeUnavailable:
            return JUDGE_UNAVAILABLE
        # Threads of its own: a judge that hangs must not keep the corpus from being asked.
        return self._asked(lambda: judge.version, "asking the judge") or JUDGE_UNAVAILABLE

    def _open_cache(self) -> VerdictCache:
        options = CacheOptions(
            signing_key=self.secret_keys[0],
            timeout_s=self.settings.cache_timeout_s,
            lock_s=min(self.settings.run_limit_s, CACHE_LOCK_S),
            count=self.metrics.cache,
        )
        return open_cache(self.settings.cache_url, options)

    def _make_data_dir(self) -> None:
        self.settings.data_dir.mkdir(parents=True, exist_ok=True)


class _Asking(ThreadPoolExecutor):
    """Threads for questions that may stay unanswered."""

    def close(self) -> None:
        self.shutdown(wait=False, cancel_futures=True)


def open_runtime(settings: Settings) -> Runtime:
    """A Runtime for these settings; nothing is opened before it is used."""
    return Runtime(settings)
