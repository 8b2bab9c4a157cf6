"""Reading claims, each with its latest verdict, run and review in one query."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records.claims.nouns import ClaimFilter, ClaimRecord, ClaimRequest
from records.models.claims import ClaimRequestRow, ClaimRow, RunRow, VerdictRow
from records.models.desk import ReviewRow
from records.pages import Listing, Page
from records.priorities import priority_word
from records.reviews.nouns import review_summary
from records.runs.nouns import RunRecord, run_record
from records.statements import AnyRow, AnySelect, in_batches
from records.wording import folded
from verification.errors import NotFound

BATCH = 500


def get_claim(session: Session, claim_id: str) -> ClaimRecord:
    """One claim; NotFound when there is none."""
    row = session.execute(_claims().where(ClaimRow.id == claim_id)).one_or_none()
    if row is None:
        raise _no_claim(claim_id)
    return _record(row)


def get_claims(session: Session, claim_ids: Collection[str]) -> dict[str, ClaimRecord]:
    """The claims with these ids, by id; those that do not exist are left out."""
    found: dict[str, ClaimRecord] = {}
    for batch in in_batches(sorted(claim_ids), BATCH):
        rows = session.execute(_claims().where(ClaimRow.id.in_(batch)))
        found.update((record.id, record) for record in map(_record, rows))
    return found


def list_claims(session: Session, wanted: ClaimFilter) -> Page[ClaimRecord]:
    """Claims, newest first."""
    listing = Listing(ClaimRow, wanted.limit, wanted.after)
    query = listing.of(_claims())
    if wanted.status:
        query = query.where(ClaimRow.status == wanted.status)
    if wanted.veracity:
        query = query.where(ClaimRow.veracity == wanted.veracity.value)
    if wanted.review_state:
        query = query.where(ReviewRow.state == wanted.review_state)
    if wanted.text:
        query = query.where(ClaimRow.text_folded.contains(folded(wanted.text), autoescape=True))
    return listing.page([_record(row) for row in session.execute(query)])


def claim_history(session: Session, claim_id: str) -> list[RunRecord]:
    """The runs of a claim, newest first; NotFound when there is no such claim."""
    rows = session.scalars(
        select(RunRow)
        .where(RunRow.claim_id == claim_id)
        .order_by(RunRow.created_at.desc(), RunRow.id.desc())
    ).all()
    if not rows and session.get(ClaimRow, claim_id) is None:
        raise _no_claim(claim_id)
    return [run_record(row) for row in rows]


def claim_requests(session: Session, claim_id: str, *, limit: int = 50) -> list[ClaimRequest]:
    """Who asked about a claim and where it appeared, newest first."""
    rows = session.scalars(
        select(ClaimRequestRow)
        .where(ClaimRequestRow.claim_id == claim_id)
        .order_by(ClaimRequestRow.created_at.desc(), ClaimRequestRow.id.desc())
        .limit(limit)
    )
    return [
        ClaimRequest(
            id=row.id,
            claim_id=row.claim_id,
            key_id=row.key_id,
            channel=row.channel,
            priority=priority_word(row.priority),
            appeared_in=row.appeared_in,
            created_at=row.created_at,
        )
        for row in rows
    ]


def unfinished_claims_of(session: Session, key_id: str) -> int:
    """How many claims this key asked for are queued or running."""
    query = (
        select(func.count(ClaimRequestRow.claim_id.distinct()))
        .join(ClaimRow, ClaimRow.id == ClaimRequestRow.claim_id)
        .where(ClaimRequestRow.key_id == key_id, ClaimRow.status.in_(("queued", "running")))
    )
    return session.scalar(query) or 0


def _claims() -> AnySelect:
    return (
        select(ClaimRow, VerdictRow, RunRow, ReviewRow)
        .outerjoin(VerdictRow, VerdictRow.id == ClaimRow.verdict_id)
        .outerjoin(RunRow, RunRow.id == ClaimRow.run_id)
        .outerjoin(ReviewRow, ReviewRow.id == ClaimRow.review_id)
    )


def _record(row: AnyRow) -> ClaimRecord:
    claim, verdict, run, review = row
    return ClaimRecord(
        id=claim.id,
        status=claim.status,
        claim=claim.as_claim(),
        priority=priority_word(claim.priority),
        created_at=claim.created_at,
        updated_at=claim.updated_at,
        verdict=verdict.body if verdict else None,
        verdict_id=claim.verdict_id,
        run=run_record(run) if run else None,
        review=review_summary(review) if review else None,
        demand=claim.demand,
    )


def _no_claim(claim_id: str) -> NotFound:
    return NotFound(f"There is no claim {claim_id}.")
