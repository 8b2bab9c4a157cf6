"""How a run ends: with a verdict, for good without one, or back in the queue.

Each is one compare-and-set on the fence token, and all that follows from it stands in the same
transaction: the verdict, the claim, the review, the event and its deliveries.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from records.claim_events import tell_failed, tell_verified
from records.context import rules_of
from records.documents.quotes import check_quotes, outdated_quotes
from records.ids import new_id
from records.models.claims import ClaimRow, RunRow, VerdictRow
from records.reviews.filing import file_after_failure, file_after_verdict
from records.runs.nouns import OUTAGES
from records.runs.queueing import queue_run
from records.statements import lock_claim_of
from records.verdicts import write_verdict
from verification.types import Verdict

EXHAUSTED = "attempts_exhausted"


def finish_run(
    session: Session, run_id: str, *, fence: int, verdict: Verdict, now: datetime
) -> bool:
    """Write the verdict of a run and all that follows from it; False when the fence is stale.

    CorpusInconsistent when a quotation of its evidence does not stand in the records; then
    nothing is written.
    """
    if session.scalar(select(RunRow.id).where(*_held(run_id, fence))) is None:
        return False
    # Documents are locked before claims, here as where documents change and claims are queued.
    check_quotes(session, verdict)
    verdict_id = new_id("vrd")
    run = _end(session, run_id, fence, status="done", verdict_id=verdict_id, finished_at=now)
    if run is None:
        return False
    before = session.scalars(select(ClaimRow).where(ClaimRow.id == run.claim_id)).one()
    previous = before.veracity
    row = write_verdict(session, verdict, verdict_id=verdict_id, run=run, now=now)
    claim = _settle(session, run, status="done", now=now, verdict=row)
    changed = previous is not None and previous != row.veracity
    file_after_verdict(session, claim, row, changed=changed, now=now)
    tell_verified(session, claim, row, previous=previous, now=now)
    # The index has newer versions by now, so a second look will not quote the old ones again.
    again = "document_changed" if outdated_quotes(session, verdict) else run.again
    if again:
        queue_run(session, claim, priority=claim.priority, reason=again, now=now)
    return True


def fail_run(
    session: Session, run_id: str, *, fence: int, code: str, detail: str, now: datetime
) -> bool:
    """End a run that cannot give a verdict; False when the fence is stale."""
    run = _end(
        session,
        run_id,
        fence,
        status="failed",
        error_code=code,
        error_detail=detail,
        finished_at=now,
    )
    if run is None:
        return False
    _after_failure(session, run, now=now)
    return True


def release_run(  # noqa: PLR0913 - what went wrong, and when to try again
    session: Session,
    run_id: str,
    *,
    fence: int,
    code: str,
    detail: str,
    retry_at: datetime,
    now: datetime,
) -> bool:
    """Put a run back, not to be offered before `retry_at`; False when the fence is stale.

    An outage (`OUTAGES`) costs no attempt and is waited out for `Rules.outage_patience_s`. When
    the patience or the attempts are at their end the run is failed for good.
    """
    run = session.scalar(select(RunRow).where(*_held(run_id, fence)))
    if run is None:
        return False
    outage = code in OUTAGES
    if _is_last(session, run, outage=outage, now=now):
        last = f"The last of {run.attempt} attempts ended with {code}: {detail}"
        return fail_run(session, run_id, fence=fence, code=EXHAUSTED, detail=last, now=now)
    back = _end(
        session,
        run_id,
        fence,
        status="queued",
        attempt=RunRow.attempt - 1 if outage else RunRow.attempt,
        outages=RunRow.outages + 1 if outage else RunRow.outages,
        not_before=retry_at,
        error_code=code,
        error_detail=detail,
    )
    if back is None:
        return False
    _settle(session, back, status="queued", now=now)
    return True


def fail_exhausted(session: Session, run: RunRow, *, now: datetime) -> None:
    """Fail a run whose last attempt ended without a sign of life."""
    detail = f"None of {run.attempt} attempts gave a sign of life to its end."
    ended = session.scalar(
        update(RunRow)
        .where(RunRow.id == run.id, RunRow.fence == run.fence, RunRow.attempt == run.attempt)
        .values(
            status="failed",
            fence=RunRow.fence + 1,
            error_code=EXHAUSTED,
            error_detail=detail,
            finished_at=now,
            lease_until=None,
        )
        .returning(RunRow)
    )
    if ended:
        _after_failure(session, ended, now=now)


def _is_last(session: Session, run: RunRow, *, outage: bool, now: datetime) -> bool:
    rules = rules_of(session)
    if outage:
        return now >= run.created_at + timedelta(seconds=rules.outage_patience_s)
    return run.attempt >= rules.max_attempts


def _held(run_id: str, fence: int) -> tuple[Any, ...]:
    return (RunRow.id == run_id, RunRow.fence == fence, RunRow.status == "running")


def _end(session: Session, run_id: str, fence: int, **values: object) -> RunRow | None:
    """Take a run out of its holder's hands; None when the fence is stale."""
    lock_claim_of(session, run_id)
    return session.scalar(
        update(RunRow)
        .where(*_held(run_id, fence))
        .values(holder=None, lease_until=None, offered_at=None, **values)
        .returning(RunRow)
    )


def _settle(
    session: Session, run: RunRow, *, status: str, now: datetime, verdict: VerdictRow | None = None
) -> ClaimRow:
    """Bring the claim in step with its run."""
    values: dict[str, Any] = {"status": status, "updated_at": now}
    if verdict is not None:
        values |= {"verdict_id": verdict.id, "veracity": verdict.veracity}
    return session.scalars(
        update(ClaimRow).where(ClaimRow.id == run.claim_id).values(values).returning(ClaimRow)
    ).one()


def _after_failure(session: Session, run: RunRow, *, now: datetime) -> None:
    claim = _settle(session, run, status="failed", now=now)
    file_after_failure(session, claim, now=now)
    tell_failed(session, claim, run, now=now)
