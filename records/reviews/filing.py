"""What goes to the desk, and why.

| what happened | reason |
|---|---|
| the verdict is refuted, conflicting or not enough evidence, where the rules name it | that word |
| its confidence is below the rule | `low_confidence` |
| as many asked as the rule says | `high_demand` |
| no verdict came about | `failed` |
| the verdict differs from the one before, and a person had decided | `changed` |
| somebody asked for a review | `requested` |

One item waits for each claim at most. A new verdict replaces the reasons that came of the old one;
reasons that came of people stay. When it differs, a reviewer at work on the old one loses the
lease: the decision would rest on evidence that no longer counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from records.context import rules_of
from records.ids import new_id
from records.models.claims import ClaimRow, VerdictRow
from records.models.desk import ReviewRow
from records.reviews.nouns import REASONS
from records.rules import Rules
from verification.types import Veracity

FROM_PEOPLE = ("requested", "changed")


def reasons_for(veracity: str, confidence: float, demand: int, rules: Rules) -> tuple[str, ...]:
    """Why a verdict should be looked at; () when nobody need look."""
    found = []
    if Veracity(veracity) in rules.review_veracities and veracity in REASONS:
        found.append(veracity)
    if confidence < rules.review_confidence_below:
        found.append("low_confidence")
    if demand >= rules.high_demand:
        found.append("high_demand")
    return tuple(found)


def file_after_verdict(
    session: Session, claim: ClaimRow, verdict: VerdictRow, *, changed: bool, now: datetime
) -> None:
    """Bring the queue in step with a new verdict."""
    rules = rules_of(session)
    reasons = reasons_for(verdict.veracity, verdict.confidence, claim.demand, rules)
    latest = latest_review(session, claim)
    if latest is not None and latest.state == "waiting":
        kept = [word for word in latest.reasons if word in FROM_PEOPLE]
        _refresh(session, latest, verdict, [*kept, *reasons], changed=changed, now=now)
        return
    settled = latest is not None and latest.decided_by is not None
    if settled and not changed:
        return
    if settled:
        reasons = ("changed", *reasons)
    if reasons:
        open_review(session, claim, reasons, now=now)


def file_after_failure(session: Session, claim: ClaimRow, *, now: datetime) -> None:
    """Put a claim that could not be verified into the queue."""
    add_reason(session, claim, "failed", now=now)


def file_for_demand(session: Session, claim: ClaimRow, *, now: datetime) -> None:
    """Put a claim into the queue once as many asked as the rule says, unless a person decided."""
    if claim.demand != rules_of(session).high_demand or claim.verdict_id is None:
        return
    latest = latest_review(session, claim)
    if latest is None or latest.state == "waiting" or latest.decided_by is None:
        add_reason(session, claim, "high_demand", now=now)


def add_reason(session: Session, claim: ClaimRow, reason: str, *, now: datetime) -> str:
    """Have a claim wait for review, for this reason too; answers the id of the review."""
    latest = latest_review(session, claim)
    if latest is None or latest.state != "waiting":
        return open_review(session, claim, [reason], now=now)
    _update(session, latest, now, reasons=in_order([*latest.reasons, reason]))
    return latest.id


def open_review(session: Session, claim: ClaimRow, reasons: Iterable[str], *, now: datetime) -> str:
    """A new item about the claim's latest verdict; answers its id."""
    review_id = new_id("rev")
    session.execute(
        insert(ReviewRow).values(
            id=review_id,
            claim_id=claim.id,
            verdict_id=claim.verdict_id,
            state="waiting",
            reasons=in_order(reasons),
            created_at=now,
            updated_at=now,
        )
    )
    session.execute(update(ClaimRow).where(ClaimRow.id == claim.id).values(review_id=review_id))
    return review_id


def latest_review(session: Session, claim: ClaimRow) -> ReviewRow | None:
    """The latest review of a claim, open or not."""
    if claim.review_id is None:
        return None
    return session.scalar(select(ReviewRow).where(ReviewRow.id == claim.review_id))


def in_order(reasons: Iterable[str]) -> tuple[str, ...]:
    """Reasons without repetition, weightiest first."""
    return tuple(sorted(set(reasons), key=REASONS.index))


def _refresh(
    session: Session,
    review: ReviewRow,
    verdict: VerdictRow,
    reasons: list[str],
    *,
    changed: bool,
    now: datetime,
) -> None:
    values: dict[str, Any] = {"verdict_id": verdict.id, "reasons": in_order(reasons)}
    if not reasons:
        values = {"verdict_id": verdict.id, "state": "closed"}
    if changed or not reasons:
        values |= {"reviewer": None, "lease_until": None}
    _update(session, review, now, **values)


def _update(session: Session, review: ReviewRow, now: datetime, **values: object) -> None:
    session.execute(
        update(ReviewRow).where(ReviewRow.id == review.id).values(updated_at=now, **values)
    )
