"""How a run comes to be queued."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from records.ids import new_id
from records.models.claims import ClaimRow, RunRow, VerdictDocumentRow, VerdictRow
from records.outbox import post
from records.priorities import priority_number
from records.runs.nouns import StandingClaim
from records.statements import execute_many, in_batches, lock_claim
from verification.errors import NotFound

ACTIVE_STATUSES = ("queued", "running")
BATCH = 500


def queue_run(
    session: Session, claim: ClaimRow, *, priority: int, reason: str, now: datetime
) -> str:
    """Queue a run of a claim unless one is under way; answers the id of the one there is.

    The caller holds the claim locked and has read it since, so what it says of its run is true; a
    unique index stands behind that.
    """
    if claim.run_id and claim.status in ACTIVE_STATUSES:
        session.execute(
            update(RunRow)
            .where(RunRow.id == claim.run_id, RunRow.priority > priority)
            .values(priority=priority)
        )
        return claim.run_id
    run_id = new_id("run")
    run = {
        "id": run_id,
        "claim_id": claim.id,
        "status": "queued",
        "reason": reason,
        "priority": priority,
        "attempt": 0,
        "outages": 0,
        "fence": 0,
        # The outbox offers it now; the sweeper need not do so at once.
        "offered_at": now,
        "created_at": now,
    }
    execute_many(session, insert(RunRow), [run])
    session.execute(
        update(ClaimRow)
        .where(ClaimRow.id == claim.id)
        .values(run_id=run_id, status="queued", updated_at=now)
    )
    post(session, "verify", [run_id], priority=priority, now=now)
    return run_id


def request_recheck(
    session: Session, claim_id: str, *, reason: str, now: datetime, at_most: str = "high"
) -> str:
    """Queue a new run of a claim unless one waits already; answers the id of the one there is.

    One that has begun may have looked too early: another follows it. The run has the claim's
    priority, or `at_most` where that is lower. NotFound when there is no such claim.
    """
    lock_claim(session, claim_id)
    claim = session.scalar(select(ClaimRow).where(ClaimRow.id == claim_id))
    if claim is None:
        raise NotFound(f"There is no claim {claim_id}.")
    if claim.run_id and claim.status == "running":
        session.execute(update(RunRow).where(RunRow.id == claim.run_id).values(again=reason))
        return claim.run_id
    priority = max(claim.priority, priority_number(at_most))
    return queue_run(session, claim, priority=priority, reason=reason, now=now)


def standing_claims(session: Session, limit: int) -> list[StandingClaim]:
    """Claims with an answer or about to have one, newest first."""
    # One status at a time: then the index has them in this order, and no more is read.
    rows = [
        row
        for status in ("done", "running")
        for row in session.scalars(
            select(ClaimRow)
            .where(ClaimRow.status == status)
            .order_by(ClaimRow.created_at.desc(), ClaimRow.id.desc())
            .limit(limit)
        )
    ]
    rows.sort(key=lambda row: (row.created_at, row.id), reverse=True)
    return [StandingClaim(row.id, row.as_claim()) for row in rows[:limit]]


def claims_touched_by(session: Session, document_ids: Sequence[str]) -> list[str]:
    """Ids of the claims whose latest verdict quotes any of these documents, in a fixed order."""
    found: set[str] = set()
    for batch in in_batches(document_ids, BATCH):
        found.update(
            session.scalars(
                select(ClaimRow.id)
                .join(VerdictRow, VerdictRow.claim_id == ClaimRow.id)
                .join(VerdictDocumentRow, VerdictDocumentRow.verdict_id == VerdictRow.id)
                .where(
                    VerdictDocumentRow.document_id.in_(batch),
                    ClaimRow.verdict_id == VerdictRow.id,
                )
            )
        )
    return sorted(found)
