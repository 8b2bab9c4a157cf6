"""What a claim of record is, to those outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from records.pages import After
from records.reviews.nouns import ReviewSummary
from records.runs.nouns import RunRecord
from verification.types import Claim, Veracity


@dataclass(frozen=True, slots=True)
class ClaimSubmission:
    """Somebody asks about a claim.

    `priority` is `low`, `normal` or `high`; `channel` is `api`, `inbound:NAME`, `desk`, `cli` or
    `article`; `appeared_in` may have `url`, `title`, `published_at`.
    """

    claim: Claim
    key_id: str
    priority: str = "normal"
    channel: str = "api"
    appeared_in: Mapping[str, Any] | None = None
    callback_url: str | None = None


@dataclass(frozen=True, slots=True)
class CurrentState:
    """What a verdict must have been made with to be valid still.

    `corpus_generation` is None when the corpus does not say; then no verdict counts as valid.
    """

    corpus_generation: str | None
    judge: str
    policy: str


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A claim with its latest verdict (wire JSON), run and review.

    `status` is `queued`, `running`, `done` or `failed`; `demand` counts how often it was asked.
    """

    id: str
    status: str
    claim: Claim
    priority: str
    created_at: datetime
    updated_at: datetime
    verdict: Mapping[str, Any] | None
    verdict_id: str | None
    run: RunRecord | None
    review: ReviewSummary | None
    demand: int


@dataclass(frozen=True, slots=True)
class AcceptedClaim:
    """What became of a submission.

    `answered` when a verdict was there that is still valid; otherwise `run_id` will bring one.
    """

    claim: ClaimRecord
    run_id: str | None
    created: bool
    answered: bool


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims to list; None does not filter. `text` is looked for as it stands, but for case.

    `review_state` is the state of the claim's latest review, see `ReviewSummary`.
    """

    status: str | None = None
    veracity: Veracity | None = None
    text: str | None = None
    review_state: str | None = None
    limit: int = 50
    after: After | None = None


@dataclass(frozen=True, slots=True)
class ClaimRequest:
    """One time somebody asked about a claim."""

    id: str
    claim_id: str
    key_id: str
    channel: str
    priority: str
    appeared_in: Mapping[str, Any] | None
    created_at: datetime
