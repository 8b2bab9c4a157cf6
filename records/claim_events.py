"""What is told of a claim: that it was verified, that it failed, that a person decided.

Bodies stay under 20 kB, as Standard Webhooks asks: evidence beyond that is left out whole, never
cut, and `evidence_left_out` counts it; the claim itself has all of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from records.events import Event, callbacks_of, emit, mark_told
from records.models.claims import CallbackRow, ClaimRow, RunRow, VerdictRow
from records.models.desk import ReviewRow

ROOM_BYTES = 16_000
TOLD_OF_VERDICT = (
    "veracity",
    "confidence",
    "probabilities",
    "rationale",
    "missing",
    "notes",
    "independent_sources",
    "provenance",
)


def tell_verified(
    session: Session, claim: ClaimRow, verdict: VerdictRow, *, previous: str | None, now: datetime
) -> None:
    """Tell of a new verdict: every endpoint, and callers who know none or another one."""
    changed = previous is not None and previous != verdict.veracity
    callbacks = callbacks_of(session, claim.id, untold=not changed)
    event = _verified(claim, verdict.body, previous=previous)
    emit(session, event, callbacks=callbacks, now=now)
    mark_told(session, callbacks, now=now)


def tell_answer(
    session: Session, claim: ClaimRow, verdict: VerdictRow, *, callback: CallbackRow, now: datetime
) -> None:
    """Tell one caller of a verdict that was there already."""
    event = _verified(claim, verdict.body, previous=verdict.veracity)
    emit(session, event, callbacks=[callback], endpoints=False, now=now)
    mark_told(session, [callback], now=now)


def tell_failed(session: Session, claim: ClaimRow, run: RunRow, *, now: datetime) -> None:
    """Tell that a claim could not be verified."""
    data = {
        "claim": claim_data(claim),
        "error": {"code": run.error_code, "detail": run.error_detail},
    }
    event = Event("claim.failed", claim.id, data)
    emit(session, event, callbacks=callbacks_of(session, claim.id, untold=False), now=now)


def tell_decided(session: Session, claim: ClaimRow, review: ReviewRow, *, now: datetime) -> None:
    """Tell that a person has decided."""
    data = {
        "claim": claim_data(claim),
        "review": {
            "id": review.id,
            "state": review.state,
            "veracity": review.veracity,
            "rationale": review.rationale,
        },
        "machine_veracity": claim.veracity,
    }
    event = Event("review.decided", claim.id, data)
    emit(session, event, callbacks=callbacks_of(session, claim.id, untold=False), now=now)


def claim_data(claim: ClaimRow) -> dict[str, Any]:
    """A claim as events show it."""
    return {
        "id": claim.id,
        "status": claim.status,
        "text": claim.text,
        "claimed_at": claim.claimed_at.isoformat() if claim.claimed_at else None,
        "speaker": claim.speaker,
        "language": claim.language,
    }


def _verified(claim: ClaimRow, verdict: Mapping[str, Any], *, previous: str | None) -> Event:
    veracity = verdict["veracity"]
    data = {
        "claim": claim_data(claim),
        "changed": previous is not None and previous != veracity,
        "previous_veracity": previous,
        "verdict": _trimmed(verdict),
    }
    return Event("claim.verified", claim.id, data)


def _trimmed(verdict: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: verdict[key] for key in TOLD_OF_VERDICT}
    room = ROOM_BYTES - _bytes_of(kept)
    evidence: list[Mapping[str, Any]] = []
    for item in verdict["evidence"]:
        room -= _bytes_of(item)
        if room < 0:
            break
        evidence.append(item)
    left_out = len(verdict["evidence"]) - len(evidence)
    return kept | {"evidence": evidence, "evidence_left_out": left_out}


def _bytes_of(value: object) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
