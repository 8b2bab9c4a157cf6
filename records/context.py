"""What a session carries beside its connection: rules, the ring of keys, unwritten events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from records.rules import Rules
from records.secrets import KeyRing

_SLOT = "assay"
_UNWRITTEN = "assay_unwritten"


@dataclass(frozen=True, slots=True)
class Context:
    """What was given to `open_records`."""

    keys: KeyRing
    rules: Rules


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """An audit event to be written: who did what to which thing, its state before and after."""

    actor: str
    kind: str
    subject: str
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


def give_context(session: Session, context: Context) -> None:
    """Hang the context on a session."""
    session.info[_SLOT] = context
    session.info[_UNWRITTEN] = []


def rules_of(session: Session) -> Rules:
    """The rules of the records this session belongs to."""
    return _context_of(session).rules


def keys_of(session: Session) -> KeyRing:
    """The ring of keys of the records this session belongs to."""
    return _context_of(session).keys


def unwritten_of(session: Session) -> list[tuple[AuditEntry, datetime]]:
    """The audit events recorded in this session and not written yet."""
    unwritten = session.info[_UNWRITTEN]
    assert isinstance(unwritten, list)
    return unwritten


def on_postgres(session: Session) -> bool:
    """Whether this session speaks to PostgreSQL."""
    return session.get_bind().dialect.name == "postgresql"


def _context_of(session: Session) -> Context:
    context = session.info[_SLOT]
    assert isinstance(context, Context)
    return context
