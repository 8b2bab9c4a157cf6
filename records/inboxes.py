"""Inboxes: named inbound hooks, their secrets, and the messages they have seen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from records.audit import AuditEntry, record_event
from records.context import keys_of
from records.models.hooks import InboxMessageRow, InboxRow
from records.secrets import new_signing_secret
from records.statements import insert_into, rows_changed
from records.wording import storable
from verification.errors import Conflict, NotFound, Rejected

OVERLAP = timedelta(hours=24)
"""How long the secret before a rotation stays valid."""
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
MAX_MESSAGE_ID = 256


@dataclass(frozen=True, slots=True)
class Inbox:
    """A named inbound hook."""

    name: str
    created_at: datetime
    disabled_at: datetime | None


def create_inbox(session: Session, name: str, *, actor: str, now: datetime) -> str:
    """A new inbox; answers its signing secret, which is shown this once.

    Conflict when the name is taken; Rejected when it is not 1 to 64 of a-z, 0-9, _ and -;
    SettingsInvalid when the records have no secret key.
    """
    if not NAME.fullmatch(name):
        raise Rejected(
            "The name of an inbox has 1 to 64 of the characters a-z, 0-9, _ and -.",
            code="inbox_name_invalid",
        )
    secret = new_signing_secret()
    made = session.scalar(
        insert_into(session, InboxRow)
        .values(name=name, secret=keys_of(session).encrypt(secret), created_at=now)
        .on_conflict_do_nothing(index_elements=["name"])
        .returning(InboxRow.name)
    )
    if made is None:
        raise Conflict(f"There is an inbox {name} already.", code="inbox_exists")
    record_event(session, AuditEntry(actor, "inbox.created", name), now=now)
    return secret


def list_inboxes(session: Session) -> list[Inbox]:
    """All inboxes by name."""
    rows = session.scalars(select(InboxRow).order_by(InboxRow.name))
    return [Inbox(row.name, row.created_at, row.disabled_at) for row in rows]


def inbox_secrets(session: Session, name: str, *, now: datetime) -> tuple[str, ...]:
    """The secrets a message may be signed with; NotFound when there is no such inbox."""
    row = session.scalar(
        select(InboxRow).where(InboxRow.name == name, InboxRow.disabled_at.is_(None))
    )
    if row is None:
        raise _no_inbox(name)
    stored = [row.secret]
    if row.previous_secret and row.previous_until and row.previous_until > now:
        stored.append(row.previous_secret)
    return tuple(keys_of(session).decrypt(each) for each in stored)


def inbox_callback_secret(session: Session, name: str) -> str:
    """What callbacks asked for through an inbox are signed with, even once it takes no more."""
    stored = session.scalar(select(InboxRow.secret).where(InboxRow.name == name))
    if stored is None:
        raise _no_inbox(name)
    return keys_of(session).decrypt(stored)


def rotate_inbox(session: Session, name: str, *, actor: str, now: datetime) -> str:
    """A new signing secret; the one before stays valid beside it for 24 hours."""
    secret = new_signing_secret()
    values = {
        "secret": keys_of(session).encrypt(secret),
        "previous_secret": InboxRow.secret,
        "previous_until": now + OVERLAP,
    }
    _change(session, name, values)
    record_event(session, AuditEntry(actor, "inbox.secret_rotated", name), now=now)
    return secret


def disable_inbox(session: Session, name: str, *, actor: str, now: datetime) -> None:
    """Take no more messages by this inbox; NotFound when there is none."""
    _change(session, name, {"disabled_at": now})
    record_event(session, AuditEntry(actor, "inbox.disabled", name), now=now)


def accept_message(session: Session, inbox: str, message_id: str, *, now: datetime) -> bool:
    """Note a message; False when this inbox has seen it before.

    In the transaction that acts on the message, so that neither is kept without the other.
    """
    if not 1 <= len(message_id) <= MAX_MESSAGE_ID or not storable(message_id):
        raise Rejected(
            f"The id of a message has 1 to {MAX_MESSAGE_ID} characters.", code="message_id_invalid"
        )
    noted = session.scalar(
        insert_into(session, InboxMessageRow)
        .values(inbox=inbox, message_id=message_id, received_at=now)
        .on_conflict_do_nothing(index_elements=["inbox", "message_id"])
        .returning(InboxMessageRow.message_id)
    )
    return noted is not None


def prune_messages(session: Session, *, before: datetime) -> int:
    """Forget messages received before then; answers how many."""
    old = InboxMessageRow.received_at < before
    return rows_changed(session, delete(InboxMessageRow).where(old))


def _change(session: Session, name: str, values: dict[str, Any]) -> None:
    statement = update(InboxRow).where(InboxRow.name == name, InboxRow.disabled_at.is_(None))
    if not rows_changed(session, statement.values(values)):
        raise _no_inbox(name)


def _no_inbox(name: str) -> NotFound:
    return NotFound(f"There is no inbox {name}.")
