"""Idempotency keys: the same request twice takes effect once and gets the same answer.

Semantics of draft-ietf-httpapi-idempotency-key-header-07: another body is refused (422), a request
still under way is a conflict (409), a finished one is answered from the store. A request may begin
and finish in one transaction; a second one that comes meanwhile gets its conflict at once on
PostgreSQL, and waits for its turn to write on SQLite. It may also finish in a later transaction;
until then, but for at most `PATIENCE`, it counts as under way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.orm import Session

from records.models.ledger import IdempotencyRow
from records.statements import insert_into, rows_changed, try_lock_word
from records.wording import storable
from verification.errors import Conflict, Rejected

MAX_KEY = 255
PATIENCE = timedelta(seconds=60)
"""After this a request that was begun and not finished counts as lost, and may be begun anew."""


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """An answer to give again."""

    status: int
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class RequestKey:
    """What an `Idempotency-Key` stands for: who sent it, where to, and the key itself."""

    key_id: str
    route: str
    key: str


def begin_request(
    session: Session, request: RequestKey, *, body_hash: str, now: datetime
) -> StoredResponse | None:
    """None when the request is new; else the answer it got.

    Conflict `idempotency_in_progress` while the first one is under way, Rejected
    `idempotency_mismatch` when it had another body, Rejected `idempotency_key_invalid` for a key
    that cannot be kept.
    """
    if not 1 <= len(request.key) <= MAX_KEY or not storable(request.key):
        raise Rejected(
            f"An Idempotency-Key has 1 to {MAX_KEY} characters.", code="idempotency_key_invalid"
        )
    # The row of a transaction that is not over cannot be seen, and inserting it again would wait
    # for its end. The lock can be tried.
    words = "\x1f".join(("idempotency", request.key_id, request.route, request.key))
    if not try_lock_word(session, words):
        raise _in_progress()
    row = session.scalar(select(IdempotencyRow).where(_is(request)))
    lost = row is not None and row.status is None and row.created_at < now - PATIENCE
    if row is None or lost:
        _begin(session, request, body_hash, now)
        return None
    if row.body_hash != body_hash:
        raise Rejected(
            "This Idempotency-Key was used with another body; use a new key for a new request.",
            code="idempotency_mismatch",
        )
    if row.status is None:
        raise _in_progress()
    return StoredResponse(row.status, row.headers or {}, row.body or "")


def finish_request(session: Session, request: RequestKey, *, response: StoredResponse) -> None:
    """Keep the answer of a request that was begun."""
    session.execute(
        update(IdempotencyRow)
        .where(_is(request))
        .values(status=response.status, headers=dict(response.headers), body=response.body)
    )


def forget_request(session: Session, request: RequestKey) -> None:
    """Let the key be used anew, after a request that came to nothing."""
    session.execute(delete(IdempotencyRow).where(_is(request), IdempotencyRow.status.is_(None)))


def prune_requests(session: Session, *, before: datetime) -> int:
    """Forget requests begun before then; answers how many."""
    return rows_changed(session, delete(IdempotencyRow).where(IdempotencyRow.created_at < before))


def _begin(session: Session, request: RequestKey, body_hash: str, now: datetime) -> None:
    values = {"body_hash": body_hash, "created_at": now}
    session.execute(
        insert_into(session, IdempotencyRow)
        .values(key_id=request.key_id, route=request.route, key=request.key, **values)
        .on_conflict_do_update(index_elements=["key_id", "route", "key"], set_=values)
    )


def _is(request: RequestKey) -> ColumnElement[bool]:
    return and_(
        IdempotencyRow.key_id == request.key_id,
        IdempotencyRow.route == request.route,
        IdempotencyRow.key == request.key,
    )


def _in_progress() -> Conflict:
    return Conflict(
        "A request with this Idempotency-Key is still under way; ask again in a moment.",
        code="idempotency_in_progress",
    )
