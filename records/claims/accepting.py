"""How a claim is accepted: all of it in one transaction, or none.

The claim is one row by its fingerprint, however many ask at once: the first insert makes it, every
other counts itself on it and, holding the row, sees whether a run is under way.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from datetime import datetime
from functools import cache

from sqlalchemy import case, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from records.claim_events import tell_answer
from records.claims.known import note_stems
from records.claims.nouns import AcceptedClaim, ClaimSubmission, CurrentState
from records.claims.reading import get_claim
from records.context import on_postgres
from records.ids import new_id
from records.keys import callback_secret
from records.models.claims import CallbackRow, ClaimRequestRow, ClaimRow, VerdictRow
from records.priorities import priority_number
from records.reviews.filing import file_for_demand
from records.runs.queueing import queue_run
from records.statements import execute_many, insert_into
from records.wording import folded, storable
from verification.errors import ClaimRejected, Rejected
from verification.types import Claim

MAX_URL = 2000


def add_claim(
    session: Session, submission: ClaimSubmission, *, current: CurrentState, now: datetime
) -> AcceptedClaim:
    """Accept a claim: store it once, count who asks, queue a run unless the answer is known.

    A callback to a claim that is answered already becomes due at once. ClaimRejected or Rejected
    for what cannot be stored.
    """
    _check(submission)
    claim, created = _store(session, submission, now)
    if created:
        note_stems(session, claim.id, claim.text)
    _note_request(session, submission, claim, now)
    callback = _note_callback(session, submission, claim, now)
    file_for_demand(session, claim, now=now)
    verdict = _valid_verdict(session, claim, current)
    run_id = None
    if verdict is None:
        run_id = queue_run(session, claim, priority=claim.priority, reason="submitted", now=now)
    elif callback:
        tell_answer(session, claim, verdict, callback=callback, now=now)
    return AcceptedClaim(
        claim=get_claim(session, claim.id),
        run_id=run_id,
        created=created,
        answered=verdict is not None,
    )


def fingerprint(claim: Claim) -> str:
    """The same for claims that differ in white space or the spelling of characters only.

    Case stays: "US troops" and "us troops" are different words. NFC is that of Unicode Annex 15.
    """
    parts = [
        _plain(claim.text),
        claim.claimed_at.isoformat() if claim.claimed_at else "",
        _plain(claim.speaker or ""),
        claim.language,
        claim.as_of.isoformat() if claim.as_of else "",
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _check(submission: ClaimSubmission) -> None:
    claim = submission.claim
    if not claim.text.strip():
        raise ClaimRejected("A claim needs a text.")
    if not storable(claim.text) or not storable(claim.speaker or ""):
        raise ClaimRejected("A claim cannot contain the character U+0000 or half a surrogate pair.")
    if len(submission.callback_url or "") > MAX_URL:
        raise Rejected(f"A callback URL has at most {MAX_URL} characters.", code="url_too_long")


def _store(session: Session, submission: ClaimSubmission, now: datetime) -> tuple[ClaimRow, bool]:
    """The claim's row, locked, and whether it is new."""
    claim_id = new_id("clm")
    claim = submission.claim
    values = {
        "id": claim_id,
        "fingerprint": fingerprint(claim),
        "text": claim.text,
        "text_folded": folded(claim.text),
        "claimed_at": claim.claimed_at,
        "speaker": claim.speaker,
        "language": claim.language,
        "as_of": claim.as_of,
        "priority": priority_number(submission.priority),
        "demand": 1,
        "status": "queued",
        "created_at": now,
        "updated_at": now,
    }
    row = session.scalars(_insert_or_count(on_postgres(session)), values).one()
    return row, row.id == claim_id


@cache
def _insert_or_count(postgres: bool) -> ReturningInsert[ClaimRow]:  # noqa: FBT001 - one of two
    """Made once: building it takes longer than running it."""
    new = postgresql.insert(ClaimRow) if postgres else sqlite.insert(ClaimRow)
    given = new.excluded
    higher = case((given.priority < ClaimRow.priority, given.priority), else_=ClaimRow.priority)
    counted = {
        "demand": ClaimRow.demand + 1,
        "priority": higher,
        "updated_at": given.updated_at,
    }
    upsert = new.on_conflict_do_update(index_elements=["fingerprint"], set_=counted)
    return upsert.returning(ClaimRow)


def _note_request(
    session: Session, submission: ClaimSubmission, claim: ClaimRow, now: datetime
) -> None:
    request = {
        "id": new_id("req"),
        "claim_id": claim.id,
        "key_id": submission.key_id,
        "channel": submission.channel,
        "priority": priority_number(submission.priority),
        "appeared_in": dict(submission.appeared_in) if submission.appeared_in else None,
        "created_at": now,
    }
    execute_many(session, insert(ClaimRequestRow), [request])


def _note_callback(
    session: Session, submission: ClaimSubmission, claim: ClaimRow, now: datetime
) -> CallbackRow | None:
    if submission.callback_url is None:
        return None
    # Made now if need be, so that an unusable ring of keys shows to the caller and not later.
    callback_secret(session, submission.key_id, now=now)
    new = insert_into(session, CallbackRow).values(
        id=new_id("cbk"),
        claim_id=claim.id,
        key_id=submission.key_id,
        url=submission.callback_url,
        created_at=now,
    )
    upsert = new.on_conflict_do_update(
        index_elements=["claim_id", "key_id", "url"], set_={"ended_at": None, "told_at": None}
    )
    return session.scalars(upsert.returning(CallbackRow)).one()


def _valid_verdict(session: Session, claim: ClaimRow, current: CurrentState) -> VerdictRow | None:
    """The latest verdict, if it was made with the corpus, judge and policy of now."""
    if claim.verdict_id is None or current.corpus_generation is None:
        return None
    return session.scalar(
        select(VerdictRow).where(
            VerdictRow.id == claim.verdict_id,
            VerdictRow.corpus_generation == current.corpus_generation,
            VerdictRow.judge == current.judge,
            VerdictRow.policy == current.policy,
        )
    )
