"""How a run comes to be queued."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from records.ids import new_id
from records.models.claims import ACTIVE, ClaimRow, RunRow, VerdictDocumentRow
from records.outbox import post
from records.statements import in_batches, insert_into, lock_claim
from verification.errors import NotFound

ACTIVE_STATUSES = ("queued", "running")
BATCH = 500


def queue_run(session: Session, claim_id: str, *, priority: int, reason: str, now: datetime) -> str:
    """Queue a run of a claim unless one is under way; answers the id of the one there is.

    The caller holds the claim locked.
    """
    run_id: str | None = session.scalar(
        insert_into(session, RunRow)
        .values(
            id=new_id("run"),
            claim_id=claim_id,
            status="queued",
            reason=reason,
            priority=priority,
            attempt=0,
            outages=0,
            fence=0,
            # The outbox offers it now; the sweeper need not do so at once.
            offered_at=now,
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=["claim_id"], index_where=ACTIVE)
        .returning(RunRow.id)
    )
    if run_id is None:
        return _hasten(session, claim_id, priority)
    session.execute(
        update(ClaimRow)
        .where(ClaimRow.id == claim_id)
        .values(run_id=run_id, status="queued", updated_at=now)
    )
    post(session, "verify", [run_id], priority=priority, now=now)
    return run_id


def _hasten(session: Session, claim_id: str, priority: int) -> str:
    """Raise the run under way to this priority; answers its id."""
    active = (RunRow.claim_id == claim_id, RunRow.status.in_(ACTIVE_STATUSES))
    session.execute(
        update(RunRow).where(*active, RunRow.priority < priority).values(priority=priority)
    )
    return session.scalars(select(RunRow.id).where(*active)).one()


def request_recheck(session: Session, claim_id: str, *, reason: str, now: datetime) -> str:
    """Queue a new run of a claim unless one is under way; answers the run's id.

    NotFound when there is no such claim.
    """
    lock_claim(session, claim_id)
    priority = session.scalar(select(ClaimRow.priority).where(ClaimRow.id == claim_id))
    if priority is None:
        raise NotFound(f"There is no claim {claim_id}.")
    return queue_run(session, claim_id, priority=priority, reason=reason, now=now)


def claims_touched_by(session: Session, document_ids: Sequence[str]) -> list[str]:
    """Ids of the claims whose latest verdict quotes any of these documents, in a fixed order."""
    found: set[str] = set()
    for batch in in_batches(document_ids, BATCH):
        found.update(
            session.scalars(
                select(ClaimRow.id)
                .join(VerdictDocumentRow, VerdictDocumentRow.verdict_id == ClaimRow.verdict_id)
                .where(VerdictDocumentRow.document_id.in_(batch))
            )
        )
    return sorted(found)
