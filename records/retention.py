"""Forgetting what has served its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from records.accounts import prune_sessions
from records.context import rules_of
from records.idempotency import prune_requests
from records.inboxes import prune_messages
from records.outbox import prune


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many rows were forgotten."""

    messages: int
    requests: int
    inbox_messages: int
    desk_sessions: int


def prune_old(session: Session, *, now: datetime) -> Pruned:
    """Forget everything that the rules keep no longer."""
    rules = rules_of(session)
    return Pruned(
        messages=prune(session, before=now - timedelta(days=rules.outbox_days)),
        requests=prune_requests(session, before=now - timedelta(hours=rules.idempotency_hours)),
        inbox_messages=prune_messages(session, before=now - timedelta(days=rules.inbox_days)),
        desk_sessions=prune_sessions(session, before=now),
    )
