"""What a run is, to those outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from records.models.claims import RunRow
from verification.types import Claim

OUTAGES = frozenset(
    {"corpus_unavailable", "judge_unavailable", "records_unavailable", "cache_unavailable"}
)
"""Error codes that say nothing against the claim: they cost a run no attempt."""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run of a claim, as its history shows it.

    `reason` is `submitted`, `document_changed`, `document_added` or what a re-check was asked for.
    """

    id: str
    claim_id: str
    status: str
    reason: str
    attempt: int
    error_code: str | None
    error_detail: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    verdict_id: str | None


@dataclass(frozen=True, slots=True)
class LeasedRun:
    """A run that its holder may work on; every later write must carry `fence`.

    `attempt` counts from 1; `outages` how often the run was put back for an outage. With
    `after_silence`, whoever held it before gave no sign of life until the lease ran out.
    """

    run_id: str
    claim_id: str
    claim: Claim
    priority: str
    attempt: int
    outages: int
    fence: int
    lease_until: datetime
    after_silence: bool = False


@dataclass(frozen=True, slots=True)
class StandingClaim:
    """A claim whose answer new evidence may change."""

    id: str
    claim: Claim


def run_record(row: RunRow) -> RunRecord:
    """The record in a row."""
    return RunRecord(
        id=row.id,
        claim_id=row.claim_id,
        status=row.status,
        reason=row.reason,
        attempt=row.attempt,
        error_code=row.error_code,
        error_detail=row.error_detail,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        verdict_id=row.verdict_id,
    )
