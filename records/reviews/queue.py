"""Reading the review queue: by age, or by how urgent it is that somebody looks.

Urgency counts the claim's priority, its demand, how unsure the verdict is and whether sources
disagree; within one urgency the oldest goes first. Whatever waited a day goes before all else.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Text, case, func, select, type_coerce
from sqlalchemy.orm import Session

from records.models.claims import ClaimRow, VerdictRow
from records.models.desk import ReviewRow
from records.pages import Listing, Page
from records.priorities import priority_word
from records.reviews.nouns import ReviewFilter, ReviewItem
from records.statements import AnyRow, AnySelect
from verification.errors import NotFound
from verification.types import Veracity

STARVING_AFTER = timedelta(hours=24)

_demand = case((ClaimRow.demand >= 10, 3), (ClaimRow.demand >= 3, 1), else_=0)
_unsure = case((func.coalesce(VerdictRow.confidence, 0.0) < 0.6, 1), else_=0)
_disagreement = case(
    (VerdictRow.veracity == "conflicting", 2), (VerdictRow.veracity == "refuted", 1), else_=0
)
URGENCY = (2 - ClaimRow.priority) * 2 + _demand + _unsure + _disagreement
"""How urgent an item is, as an expression over reviews, claims and verdicts."""


def most_urgent_first(query: AnySelect, now: datetime) -> AnySelect:
    """Order a query over `joined` reviews by urgency."""
    starving = case((ReviewRow.created_at < now - STARVING_AFTER, 1), else_=0)
    return query.order_by(starving.desc(), URGENCY.desc(), ReviewRow.created_at, ReviewRow.id)


def list_reviews(session: Session, wanted: ReviewFilter) -> Page[ReviewItem]:
    """Items by age."""
    listing = Listing(ReviewRow, wanted.limit, wanted.after, newest_first=wanted.newest_first)
    query = listing.of(items())
    if wanted.state:
        query = query.where(ReviewRow.state == wanted.state)
    if wanted.reason:
        reasons = type_coerce(ReviewRow.reasons, Text)
        query = query.where(reasons.contains(f" {wanted.reason} ", autoescape=True))
    if wanted.claim_id:
        query = query.where(ReviewRow.claim_id == wanted.claim_id)
    return listing.page([item_of(row) for row in session.execute(query)])


def urgent_reviews(session: Session, *, limit: int, now: datetime) -> list[ReviewItem]:
    """The waiting items, leased or not, most urgent first."""
    query = most_urgent_first(items().where(ReviewRow.state == "waiting"), now).limit(limit)
    return [item_of(row) for row in session.execute(query)]


def get_review(session: Session, review_id: str) -> ReviewItem:
    """One item; NotFound when there is none."""
    row = session.execute(items().where(ReviewRow.id == review_id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no review {review_id}.")
    return item_of(row)


def items() -> AnySelect:
    """Reviews with their claims, verdicts and urgency."""
    return joined(select(ReviewRow, ClaimRow, VerdictRow, URGENCY))


def joined(query: AnySelect) -> AnySelect:
    """Add the claim and the verdict, if any, of each review to a query."""
    return (
        query.select_from(ReviewRow)
        .join(ClaimRow, ClaimRow.id == ReviewRow.claim_id)
        .outerjoin(VerdictRow, VerdictRow.id == ReviewRow.verdict_id)
    )


def item_of(row: AnyRow) -> ReviewItem:
    """The item in a row of `items`."""
    review, claim, verdict, urgent = row
    return ReviewItem(
        id=review.id,
        state=review.state,
        reasons=review.reasons,
        urgency=urgent,
        claim_id=claim.id,
        claim=claim.as_claim(),
        priority=priority_word(claim.priority),
        demand=claim.demand,
        verdict=verdict.body if verdict else None,
        verdict_id=review.verdict_id,
        created_at=review.created_at,
        reviewer=review.reviewer,
        lease_until=review.lease_until,
        veracity=Veracity(review.veracity) if review.veracity else None,
        rationale=review.rationale,
        decided_by=review.decided_by,
        decided_at=review.decided_at,
    )
