"""People decide: a decision closes an item, is audited, and is told to whoever asked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from records.audit import AuditEntry, record_event
from records.claim_events import tell_decided
from records.models.claims import ClaimRow
from records.models.desk import ReviewRow
from records.reviews.filing import add_reason
from records.reviews.leasing import held_by, lease_lost
from records.reviews.nouns import ReviewItem
from records.reviews.queue import get_review
from records.statements import lock_claim
from verification.errors import NotFound, Rejected
from verification.types import Veracity


def decide(
    session: Session,
    review_id: str,
    *,
    reviewer: str,
    veracity: Veracity,
    rationale: str,
    now: datetime,
) -> ReviewItem:
    """Decide a leased item.

    Conflict when the lease is lost, somebody was first, or the verdict has changed meanwhile;
    Rejected without a rationale; NotFound without such an item.
    """
    if not rationale.strip():
        raise Rejected("A decision needs a rationale.", code="rationale_missing")
    lock_claim(session, get_review(session, review_id).claim_id)
    review = session.scalar(
        update(ReviewRow)
        .where(held_by(review_id, reviewer, now))
        .values(
            state="decided",
            reviewer=None,
            lease_until=None,
            veracity=Veracity(veracity).value,
            rationale=rationale.strip(),
            decided_by=reviewer,
            decided_at=now,
            updated_at=now,
        )
        .returning(ReviewRow)
    )
    if review is None:
        raise lease_lost(session, review_id)
    claim = session.scalars(
        update(ClaimRow)
        .where(ClaimRow.id == review.claim_id)
        .values(updated_at=now)
        .returning(ClaimRow)
    ).one()
    tell_decided(session, claim, review, now=now)
    record_event(session, _decision(review, claim), now=now)
    return get_review(session, review_id)


def request_review(session: Session, claim_id: str, *, actor: str, now: datetime) -> ReviewItem:
    """Put a claim into the queue because somebody asked for it; NotFound without such a claim."""
    lock_claim(session, claim_id)
    claim = session.scalar(select(ClaimRow).where(ClaimRow.id == claim_id))
    if claim is None:
        raise NotFound(f"There is no claim {claim_id}.")
    review_id = add_reason(session, claim, "requested", now=now)
    entry = AuditEntry(actor, "review.requested", review_id, after={"claim_id": claim_id})
    record_event(session, entry, now=now)
    return get_review(session, review_id)


def _decision(review: ReviewRow, claim: ClaimRow) -> AuditEntry:
    return AuditEntry(
        actor=review.decided_by or "",
        kind="review.decided",
        subject=review.id,
        before={"claim_id": claim.id, "verdict_id": review.verdict_id, "veracity": claim.veracity},
        after={"veracity": review.veracity, "rationale": review.rationale},
    )
