"""What a review is, to those outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from records.models.desk import ReviewRow
from records.pages import After
from verification.types import Claim, Veracity

REASONS = (
    "requested",
    "changed",
    "failed",
    "conflicting",
    "refuted",
    "not_enough_evidence",
    "low_confidence",
    "high_demand",
)
SKIP_REASONS = ("for_others", "later", "not_checkable", "conflict_of_interest")


@dataclass(frozen=True, slots=True)
class ReviewSummary:
    """A claim's latest review; `state` is `waiting`, `decided` or `closed`."""

    id: str
    state: str
    reasons: tuple[str, ...]
    veracity: Veracity | None
    rationale: str | None
    decided_by: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One item of the queue with all that a reviewer needs; `verdict` is the wire JSON.

    A waiting item is in the hands of `reviewer` until `lease_until`.
    """

    id: str
    state: str
    reasons: tuple[str, ...]
    urgency: int
    claim_id: str
    claim: Claim
    priority: str
    demand: int
    verdict: Mapping[str, Any] | None
    verdict_id: str | None
    created_at: datetime
    reviewer: str | None
    lease_until: datetime | None
    veracity: Veracity | None
    rationale: str | None
    decided_by: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """Which items to list; None does not filter."""

    state: str | None = None
    reason: str | None = None
    claim_id: str | None = None
    newest_first: bool = False
    limit: int = 50
    after: After | None = None


def review_summary(row: ReviewRow) -> ReviewSummary:
    """The summary in a row."""
    return ReviewSummary(
        id=row.id,
        state=row.state,
        reasons=row.reasons,
        veracity=Veracity(row.veracity) if row.veracity else None,
        rationale=row.rationale,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
