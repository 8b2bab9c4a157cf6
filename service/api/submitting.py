"""How a claim comes in, by whatever door: one transaction, then the bell, then perhaps a wait."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Response

from records.claims import (
    AcceptedClaim,
    ClaimRecord,
    ClaimSubmission,
    CurrentState,
    add_claim,
    get_claim,
    unfinished_claims_of,
)
from records.idempotency import RequestKey, StoredResponse, begin_request, finish_request
from records.inboxes import accept_message
from runtime.logs import logger
from service.answers import LOCATION
from service.api.wording import claim_body
from service.errors import Problem
from service.requests import JSON
from service.schemas import patterns
from service.schemas.claims import ClaimAnswer
from service.state import runtime, settings
from verification.claims import check_claim
from verification.errors import ClaimRejected, EgressFailed
from verification.types import Claim
from workers import queue

ROUTE: Final = "POST /v1/claims"
LANGUAGES: Final = ("en",)
RETRY_AFTER_S: Final = 2
SUBMITTED_HEADERS: Final[Mapping[str, Any]] = {
    **LOCATION,
    "Retry-After": {
        "description": "When it is worth looking again, in seconds.",
        "schema": {"type": "integer"},
    },
    "Preference-Applied": {
        "description": "The preference that was followed.",
        "schema": {"type": "string"},
    },
    "Idempotency-Replayed": {
        "description": "`true` where this is the answer of an earlier request.",
        "schema": {"type": "string"},
    },
}
# A request that waits holds a thread; the others must find one.
WAITING_AT_ONCE: Final = 6
_FIRST_PAUSE_S: Final = 0.02
_LONGEST_PAUSE_S: Final = 0.25
_WAIT: Final = re.compile(r'(?:^|[,;\s])wait\s*=\s*"?([0-9]{1,6})"?(?=$|[,;\s])', re.ASCII | re.I)
_waiting = threading.BoundedSemaphore(WAITING_AT_ONCE)

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Door:
    """How a claim came in: by whose key, and for a signed message its inbox and id."""

    key_id: str
    channel: str
    message: tuple[str, str] | None = None


def submit(body: Mapping[str, Any], headers: Mapping[str, Any], door: Door) -> Response:
    """Take a claim in and answer it: 202, or 200 where the verdict is there."""
    submission = read_submission(body, door)
    wish = headers.get("idempotency_key")
    key = RequestKey(door.key_id, ROUTE, wish) if wish else None
    # The corpus is asked before the transaction begins: it may take its time.
    intake = _Intake(submission, door, key, body_hash(body), runtime().current_state())
    answer = intake.store()
    if isinstance(answer, StoredResponse):
        replayed = {**answer.headers, "Idempotency-Replayed": "true"}
        return Response(answer.body, answer.status, replayed, mimetype=JSON)
    queue.wake(runtime())
    wait_s = _wait_wish(headers.get("prefer"))
    if answer.answered or not wait_s:
        return _response(_outcome(answer))
    return _after_waiting(answer, wait_s)


def take_in(body: Mapping[str, Any], door: Door) -> AcceptedClaim:
    """Take a claim in as people send it, without what only programs ask for."""
    submission = read_submission(body, door)
    intake = _Intake(submission, door, None, "", runtime().current_state())
    accepted = intake.store()
    assert isinstance(accepted, AcceptedClaim), "without a key nothing is replayed"
    queue.wake(runtime())
    return accepted


def read_submission(body: Mapping[str, Any], door: Door) -> ClaimSubmission:
    """The submission in a body; ClaimRejected or Problem where it cannot be one."""
    language = body.get("language", "en")
    if language not in LANGUAGES:
        raise ClaimRejected(
            f"Claims are checked in English only; {language[:40]} is not supported.",
            code="language_not_supported",
        )
    text = check_claim(body["text"], settings().max_claim_characters)
    if not patterns.LATIN_LETTER.search(text):
        raise ClaimRejected(
            "The claim contains no English words; send a sentence that states something.",
            code="claim_no_words",
        )
    claim = Claim(
        text=text,
        claimed_at=body.get("claimed_at"),
        speaker=body.get("speaker"),
        language=language,
        as_of=body.get("as_of"),
    )
    return ClaimSubmission(
        claim=claim,
        key_id=door.key_id,
        priority=body.get("priority") or "normal",
        channel=door.channel,
        appeared_in=_appearance(body.get("appeared_in")),
        callback_url=_checked_callback(body.get("callback_url")),
    )


@dataclass(frozen=True, slots=True)
class _Intake:
    """A claim on its way into the records."""

    submission: ClaimSubmission
    door: Door
    key: RequestKey | None
    body_hash: str
    current: CurrentState

    def store(self) -> AcceptedClaim | StoredResponse:
        """Claim, run, outbox and idempotency record in one transaction, or nothing."""
        now = runtime().now()
        with runtime().records.begin() as session:
            if self.door.message:
                inbox, message_id = self.door.message
                if not accept_message(session, inbox, message_id, now=now):
                    raise Problem("message-replayed", "A message with this webhook-id was taken.")
            if self.key:
                known = begin_request(session, self.key, body_hash=self.body_hash, now=now)
                if known:
                    return known
            unfinished = unfinished_claims_of(session, self.submission.key_id)
            if unfinished >= settings().max_active_runs_per_key:
                raise Problem(
                    "too-much-unfinished",
                    f"{unfinished:,} claims of this key are unfinished; wait for some of them.",
                    headers={"Retry-After": str(RETRY_AFTER_S)},
                )
            accepted = add_claim(session, self.submission, current=self.current, now=now)
            if self.key:
                stored = _outcome(accepted)
                finish_request(session, self.key, response=stored)
        runtime().metrics.accepted(self.submission.channel, known=not accepted.created)
        log.info("claim_accepted", claim_id=accepted.claim.id, run_id=accepted.run_id)
        return accepted


def _outcome(accepted: AcceptedClaim) -> StoredResponse:
    status = 200 if accepted.answered else 202
    return _written(accepted.claim, status, cached=accepted.answered)


def _written(record: ClaimRecord, status: int, *, cached: bool = False) -> StoredResponse:
    headers = {"Location": f"/v1/claims/{record.id}"}
    if status == 202:
        headers["Retry-After"] = str(RETRY_AFTER_S)
    dumped = ClaimAnswer().dump(claim_body(record, cached=cached))
    return StoredResponse(
        status, headers, json.dumps(dumped, ensure_ascii=False, separators=(",", ":"))
    )


def _response(written: StoredResponse, **more: str) -> Response:
    headers = {**written.headers, **{name.replace("_", "-"): value for name, value in more.items()}}
    return Response(written.body, written.status, headers, mimetype=JSON)


def _after_waiting(accepted: AcceptedClaim, wait_s: float) -> Response:
    record = await_verdict(accepted.claim.id, wait_s)
    if record is None:
        return _response(_outcome(accepted))
    status = 200 if _is_finished(record) else 202
    return _response(_written(record, status), Preference_Applied=f"wait={wait_s:g}")


def await_verdict(claim_id: str, wait_s: float) -> ClaimRecord | None:
    """The claim once it is finished, else as it is after the wait; None where too many wait."""
    if not _waiting.acquire(blocking=False):
        return None
    try:
        return _await_verdict(claim_id, wait_s)
    finally:
        _waiting.release()


def _await_verdict(claim_id: str, wait_s: float) -> ClaimRecord:
    deadline, pause = time.monotonic() + wait_s, _FIRST_PAUSE_S
    while True:
        with runtime().records.read() as session:
            record = get_claim(session, claim_id)
        left = deadline - time.monotonic()
        if _is_finished(record) or left <= 0:
            return record
        time.sleep(min(pause, left))
        pause = min(pause * 1.5, _LONGEST_PAUSE_S)


def _is_finished(record: ClaimRecord) -> bool:
    return record.status in {"done", "failed"}


def _wait_wish(preferences: str | None) -> float:
    """The seconds a `Prefer` header asks to wait, within what the settings allow."""
    found = _WAIT.search(preferences or "")
    return min(float(found[1]), settings().prefer_wait_max_s) if found else 0.0


def _checked_callback(url: str | None) -> str | None:
    if url is not None:
        check_callback(url)
    return url


def check_callback(url: str) -> None:
    """Problem `callback-refused` where no callback may ever go to an address."""
    try:
        runtime().egress.check(url)
    except EgressFailed as error:
        raise Problem("callback-refused", error.detail) from error


def _appearance(given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not given:
        return None
    day = given.get("published_at")
    return {**given, "published_at": day.isoformat() if day else None}


def body_hash(body: Mapping[str, Any]) -> str:
    """The same for bodies that mean the same."""
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
