"""Who looks at an item: leased to one reviewer, given back, or passed over with a reason."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, insert, or_, select, update
from sqlalchemy.orm import Session

from records.audit import AuditEntry, record_event
from records.models.desk import ReviewRow, ReviewSkipRow
from records.reviews.nouns import SKIP_REASONS, ReviewItem
from records.reviews.queue import get_review, joined, most_urgent_first
from verification.errors import Conflict, NotAllowed, Rejected

LATER = timedelta(hours=4)
"""How long an item skipped for `later` stays out of the queue."""


def lease_next(
    session: Session, *, reviewer: str, lease_s: float, now: datetime
) -> ReviewItem | None:
    """Lease the most urgent item that is free for this reviewer, or None."""
    query = joined(select(ReviewRow.id)).where(
        _free(now),
        or_(ReviewRow.not_before.is_(None), ReviewRow.not_before <= now),
        ~_passed_over(reviewer, ("for_others", "conflict_of_interest")),
    )
    query = most_urgent_first(query, now).limit(1)
    review_id = session.scalar(query.with_for_update(of=ReviewRow, skip_locked=True))
    if review_id is None:
        return None
    return lease_review(session, review_id, reviewer=reviewer, lease_s=lease_s, now=now)


def lease_review(
    session: Session, review_id: str, *, reviewer: str, lease_s: float, now: datetime
) -> ReviewItem:
    """Lease one item, or hold on to it.

    NotFound without such an item, Conflict when somebody else holds it or it is closed, NotAllowed
    for a reviewer with a conflict of interest.
    """
    item = get_review(session, review_id)
    conflicted = select(_passed_over(reviewer, ("conflict_of_interest",))).where(
        ReviewRow.id == review_id
    )
    if session.scalar(conflicted.select_from(ReviewRow)):
        raise NotAllowed("You declared a conflict of interest about this item.")
    free = or_(_free(now), and_(ReviewRow.state == "waiting", ReviewRow.reviewer == reviewer))
    if not _take(session, review_id, free, reviewer, now + timedelta(seconds=lease_s), now):
        if item.state != "waiting":
            raise Conflict("This item is closed already.", code="review_closed")
        raise Conflict("Somebody else is at work on this item.", code="review_leased")
    return get_review(session, review_id)


def renew(
    session: Session, review_id: str, *, reviewer: str, lease_s: float, now: datetime
) -> ReviewItem:
    """Hold an item longer; Conflict when the lease is lost."""
    held = held_by(review_id, reviewer, now)
    if not _take(session, review_id, held, reviewer, now + timedelta(seconds=lease_s), now):
        raise lease_lost(session, review_id)
    return get_review(session, review_id)


def release(session: Session, review_id: str, *, reviewer: str, now: datetime) -> None:
    """Give an item back undecided; nothing happens when the lease is lost already."""
    session.execute(
        update(ReviewRow)
        .where(held_by(review_id, reviewer, now))
        .values(reviewer=None, lease_until=None, updated_at=now)
    )


def skip(
    session: Session, review_id: str, *, reviewer: str, reason: str, now: datetime
) -> ReviewItem:
    """Pass a leased item over; Conflict when the lease is lost.

    `for_others` leaves it to others, `conflict_of_interest` keeps it from this reviewer for good,
    `later` brings it back after four hours, `not_checkable` closes it.
    """
    if reason not in SKIP_REASONS:
        raise Rejected(f"A reason to skip is one of {', '.join(SKIP_REASONS)}.")
    values: dict[str, Any] = {"reviewer": None, "lease_until": None, "updated_at": now}
    if reason == "later":
        values["not_before"] = now + LATER
    if reason == "not_checkable":
        values |= {
            "state": "closed",
            "rationale": reason,
            "decided_by": reviewer,
            "decided_at": now,
        }
    skipped = session.scalar(
        update(ReviewRow)
        .where(held_by(review_id, reviewer, now))
        .values(values)
        .returning(ReviewRow.id)
    )
    if skipped is None:
        raise lease_lost(session, review_id)
    session.execute(
        insert(ReviewSkipRow).values(
            review_id=review_id, reviewer=reviewer, reason=reason, created_at=now
        )
    )
    entry = AuditEntry(reviewer, "review.skipped", review_id, after={"reason": reason})
    record_event(session, entry, now=now)
    return get_review(session, review_id)


def held_by(review_id: str, reviewer: str, now: datetime) -> ColumnElement[bool]:
    """The item waits and is in the hands of this reviewer."""
    return and_(
        ReviewRow.id == review_id,
        ReviewRow.state == "waiting",
        ReviewRow.reviewer == reviewer,
        ReviewRow.lease_until >= now,
    )


def lease_lost(session: Session, review_id: str) -> Conflict:
    """What to say to a reviewer who no longer holds an item; NotFound when there is none."""
    if get_review(session, review_id).state != "waiting":
        return Conflict("This item is closed already.", code="review_closed")
    return Conflict(
        "Your lease of this item has ended; take it again and look whether anything changed.",
        code="lease_lost",
    )


def _free(now: datetime) -> ColumnElement[bool]:
    return and_(
        ReviewRow.state == "waiting",
        or_(ReviewRow.lease_until.is_(None), ReviewRow.lease_until < now),
    )


def _passed_over(reviewer: str, reasons: tuple[str, ...]) -> ColumnElement[bool]:
    return exists().where(
        ReviewSkipRow.review_id == ReviewRow.id,
        ReviewSkipRow.reviewer == reviewer,
        ReviewSkipRow.reason.in_(reasons),
    )


def _take(
    session: Session,
    review_id: str,
    allowed: ColumnElement[bool],
    reviewer: str,
    until: datetime,
    now: datetime,
) -> bool:
    taken = session.scalar(
        update(ReviewRow)
        .where(ReviewRow.id == review_id, allowed)
        .values(reviewer=reviewer, lease_until=until, updated_at=now)
        .returning(ReviewRow.id)
    )
    return taken is not None
