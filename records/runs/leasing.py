"""Who may work on a run: leases taken by compare-and-set, with a fence token.

A holder that stops giving signs of life loses its lease; the next one gets a higher fence token,
and whatever the old one still writes is refused.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from records.context import rules_of
from records.models.claims import RUN_IS_ACTIVE, ClaimRow, RunRow
from records.outbox import settle
from records.priorities import priority_word
from records.runs.ending import fail_exhausted
from records.runs.nouns import LeasedRun
from records.statements import lock_claim, rows_changed


def start_run(
    session: Session, run_id: str, *, holder: str, lease_s: float, now: datetime
) -> LeasedRun | None:
    """Take the lease of a run, or None when it is not to be had.

    It is not when somebody holds it, when it is over, or when it is not due yet. A run whose last
    attempt ended without a sign of life is failed here, for good.
    """
    found = session.execute(
        select(ClaimRow, RunRow.status)
        .join(RunRow, RunRow.claim_id == ClaimRow.id)
        .where(RunRow.id == run_id)
    ).one_or_none()
    if found is None:
        return None
    claim, status = found
    lock_claim(session, claim.id)
    free = and_(RunRow.id == run_id, _free(now))
    run = session.scalar(
        update(RunRow)
        .where(free, RunRow.attempt < rules_of(session).max_attempts)
        .values(
            status="running",
            attempt=RunRow.attempt + 1,
            fence=RunRow.fence + 1,
            holder=holder,
            lease_until=now + timedelta(seconds=lease_s),
            not_before=None,
            offered_at=None,
            started_at=now,
            again=None,
        )
        .returning(RunRow)
    )
    if run is None:
        if exhausted := session.scalar(select(RunRow).where(free)):
            fail_exhausted(session, exhausted, now=now)
        return None
    session.execute(
        update(ClaimRow).where(ClaimRow.id == claim.id).values(status="running", updated_at=now)
    )
    settle(session, "verify", [run_id])
    return _leased(run, claim, after_silence=status == "running")


def claim_next_run(
    session: Session, *, holder: str, lease_s: float, now: datetime
) -> LeasedRun | None:
    """Take the lease of the run that is next in line, or None when none is due.

    High priority goes first, then the oldest. Runs found exhausted are failed on the way.
    """
    while True:
        next_in_line = session.scalar(
            select(RunRow.id)
            .join(ClaimRow, ClaimRow.id == RunRow.claim_id)
            .where(_free(now))
            .order_by(RunRow.priority, RunRow.created_at, RunRow.id)
            .limit(1)
            .with_for_update(of=ClaimRow, key_share=True, skip_locked=True)
        )
        if next_in_line is None:
            return None
        leased = start_run(session, next_in_line, holder=holder, lease_s=lease_s, now=now)
        if leased:
            return leased


def renew_run(session: Session, run_id: str, *, fence: int, lease_s: float, now: datetime) -> bool:
    """Hold a run longer; False when the fence is stale. In a transaction of its own."""
    return bool(
        rows_changed(
            session,
            update(RunRow)
            .where(RunRow.id == run_id, RunRow.fence == fence, RunRow.status == "running")
            .values(lease_until=now + timedelta(seconds=lease_s)),
        )
    )


def due_runs(session: Session, *, now: datetime, limit: int) -> list[str]:
    """Ids of runs that somebody should take, most urgent first, marked as offered now.

    Due are runs that are queued, or whose lease ran out, and that nobody was offered within
    `Rules.offer_again_s`. It needs a writing transaction, in which no run is taken up: it locks
    runs before their claims.
    """
    lately = now - timedelta(seconds=rules_of(session).offer_again_s)
    due = session.scalars(
        select(RunRow.id)
        .where(_free(now), or_(RunRow.offered_at.is_(None), RunRow.offered_at < lately))
        .order_by(RunRow.priority, RunRow.created_at, RunRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    if due:
        session.execute(update(RunRow).where(RunRow.id.in_(due)).values(offered_at=now))
    return list(due)


def _free(now: datetime) -> ColumnElement[bool]:
    """Queued and due, or running under a lease that ran out."""
    due = or_(RunRow.not_before.is_(None), RunRow.not_before <= now)
    return and_(
        RUN_IS_ACTIVE,
        or_(
            and_(RunRow.status == "queued", due),
            and_(RunRow.status == "running", RunRow.lease_until < now),
        ),
    )


def _leased(run: RunRow, claim: ClaimRow, *, after_silence: bool) -> LeasedRun:
    assert run.lease_until is not None
    return LeasedRun(
        run_id=run.id,
        claim_id=run.claim_id,
        claim=claim.as_claim(),
        priority=priority_word(run.priority),
        attempt=run.attempt,
        outages=run.outages,
        fence=run.fence,
        lease_until=run.lease_until,
        after_silence=after_silence,
    )
