"""Claims accepted into a runtime, and what became of them."""

from __future__ import annotations

import time
from collections.abc import Callable

from records.claims import AcceptedClaim, ClaimRecord, ClaimSubmission, add_claim, get_claim
from records.runs import RunRecord
from runtime.wiring import Runtime
from tests.runtime.material import CLAIM
from verification.types import Claim

PATIENCE_S = 60.0


def accept(runtime: Runtime, text: str = CLAIM.text, **parts: object) -> AcceptedClaim:
    submission = ClaimSubmission(Claim(text, CLAIM.claimed_at), **({"key_id": "local"} | parts))  # type: ignore[arg-type]
    with runtime.records.begin() as session:
        return add_claim(session, submission, current=runtime.current_state(), now=runtime.now())


def claim_of(runtime: Runtime, claim_id: str) -> ClaimRecord:
    with runtime.records.read() as session:
        return get_claim(session, claim_id)


def run_of(runtime: Runtime, claim_id: str) -> RunRecord:
    run = claim_of(runtime, claim_id).run
    assert run is not None
    return run


def wait_for(condition: Callable[[], bool], what: str) -> None:
    """Return as soon as it is so; fail when it does not come about."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.02)


def wait_done(runtime: Runtime, *claim_ids: str) -> None:
    for claim_id in claim_ids:
        wait_for(lambda: claim_of(runtime, claim_id).status == "done", f"{claim_id} done")  # noqa: B023
