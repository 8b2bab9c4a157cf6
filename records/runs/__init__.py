"""Runs: attempts to verify a claim, held by lease and fence token."""

from records.runs.ending import fail_run, finish_run, release_run
from records.runs.leasing import claim_next_run, due_runs, renew_run, start_run
from records.runs.nouns import OUTAGES, LeasedRun, RunRecord, StandingClaim
from records.runs.queueing import (
    claims_touched_by,
    queue_run,
    request_recheck,
    standing_claims,
)

__all__ = [
    "OUTAGES",
    "LeasedRun",
    "RunRecord",
    "StandingClaim",
    "claim_next_run",
    "claims_touched_by",
    "due_runs",
    "fail_run",
    "finish_run",
    "queue_run",
    "release_run",
    "renew_run",
    "request_recheck",
    "standing_claims",
    "start_run",
]
