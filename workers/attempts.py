"""One attempt to verify a claim: the run is leased, worked on, and its end written down."""

from __future__ import annotations

import os
import random
import socket
import threading
import time
from contextlib import suppress
from datetime import timedelta

from records.runs import LeasedRun, claim_next_run, fail_run, finish_run, release_run, start_run
from runtime.logs import bound, logger
from runtime.verifying import verify_claim
from runtime.wiring import Runtime
from verification.errors import AssayError, CorpusUnavailable, RecordsUnavailable
from verification.types import Verdict
from workers.heartbeat import Heartbeat

log = logger(__name__)

RETRY_FIRST_S = 1.0
RETRY_MOST_S = 60.0
SAVE_TRIES = 5
SAVE_PAUSE_S = 1.0


def attempt_run(runtime: Runtime, run_id: str) -> bool:
    """Verify the claim of a run; False when the run is not to be had.

    A second message about the same run therefore does nothing. SettingsInvalid when this process
    cannot verify anything; then the run is left to others.
    """
    _prepare(runtime)
    with runtime.records.begin() as session:
        run = start_run(
            session,
            run_id,
            holder=_holder(),
            lease_s=runtime.settings.run_lease_s,
            now=runtime.now(),
        )
    return _attempt(runtime, run)


def attempt_next(runtime: Runtime) -> bool:
    """Verify the claim that is next in line; False when none is due. Raises as `attempt_run`."""
    _prepare(runtime)
    with runtime.records.begin() as session:
        run = claim_next_run(
            session, holder=_holder(), lease_s=runtime.settings.run_lease_s, now=runtime.now()
        )
    return _attempt(runtime, run)


def retry_wait_s(failures: int) -> float:
    """Seconds to wait after so many failures, before jitter: doubling up to a minute."""
    doublings = min(failures - 1, 16)  # an outage of days makes thousands of failures
    return min(RETRY_MOST_S, RETRY_FIRST_S * 2.0**doublings)


def _prepare(runtime: Runtime) -> None:
    """Open what is set up wrongly before a run is taken: no claim may fail for that."""
    _ = runtime.policy, runtime.judge


def _attempt(runtime: Runtime, run: LeasedRun | None) -> bool:
    if run is None:
        return False
    with bound(run_id=run.run_id, claim_id=run.claim_id, attempt=run.attempt):
        if run.after_silence:
            runtime.metrics.lease_expiries.inc()
        log.info("run_started", after_silence=run.after_silence)
        with Heartbeat(runtime, run):
            outcome = _outcome(runtime, run)
        runtime.metrics.attempt(outcome)
        log.info("run_ended", outcome=outcome)
    return True


def _outcome(runtime: Runtime, run: LeasedRun) -> str:
    """Verify and write down how it went: `verdict`, `retry`, `failed`, `crashed` or `lost`."""
    try:
        verdict, cached = verify_claim(runtime, run.claim)
        log.info("claim_verified", veracity=verdict.veracity.value, cached=cached)
        return _save(runtime, run, verdict)
    except AssayError as error:
        if isinstance(error, CorpusUnavailable):
            runtime.metrics.corpus_refusals.inc()
        log.warning("attempt_failed", exc_info=error)
        return _put_back(runtime, run, error) if error.retryable else _fail(runtime, run, error)
    except Exception as error:
        log.exception("attempt_crashed")
        crash = AssayError(f"The attempt ended in {type(error).__name__}.", code="crashed")
        return "crashed" if _put_back(runtime, run, crash) == "retry" else "lost"


def _save(runtime: Runtime, run: LeasedRun, verdict: Verdict) -> str:
    for trial in range(SAVE_TRIES):
        try:
            with runtime.records.begin() as session:
                saved = finish_run(
                    session, run.run_id, fence=run.fence, verdict=verdict, now=runtime.now()
                )
        except RecordsUnavailable:
            # The work is done and the lease still held: worth waiting for the database.
            log.warning("verdict_not_saved", trial=trial)
            time.sleep(SAVE_PAUSE_S)
            continue
        if saved:
            runtime.metrics.finished(verdict.veracity.value)
        return "verdict" if saved else "lost"
    return "lost"


def _put_back(runtime: Runtime, run: LeasedRun, error: AssayError) -> str:
    wait_s = retry_wait_s(run.attempt + run.outages)
    now = runtime.now()
    with suppress(RecordsUnavailable), runtime.records.begin() as session:
        released = release_run(
            session,
            run.run_id,
            fence=run.fence,
            code=error.code,
            detail=error.detail,
            # Jitter, so that all who met the same outage do not come back at once.
            retry_at=now + timedelta(seconds=wait_s * random.uniform(0.75, 1.25)),  # noqa: S311
            now=now,
        )
        return "retry" if released else "lost"
    return "lost"


def _fail(runtime: Runtime, run: LeasedRun, error: AssayError) -> str:
    with suppress(RecordsUnavailable), runtime.records.begin() as session:
        failed = fail_run(
            session,
            run.run_id,
            fence=run.fence,
            code=error.code,
            detail=error.detail,
            now=runtime.now(),
        )
        if failed:
            runtime.metrics.failed(error.code)
            return "failed"
    return "lost"


def _holder() -> str:
    return f"{socket.gethostname()}/{os.getpid()}/{threading.current_thread().name}"
