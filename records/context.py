"""What a session carries beside its connection: the rules and the ring of keys."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from records.rules import Rules
from records.secrets import KeyRing

_SLOT = "assay"


@dataclass(frozen=True, slots=True)
class Context:
    """What was given to `open_records`."""

    keys: KeyRing
    rules: Rules


def give_context(session: Session, context: Context) -> None:
    """Hang the context on a session."""
    session.info[_SLOT] = context


def rules_of(session: Session) -> Rules:
    """The rules of the records this session belongs to."""
    return _context_of(session).rules


def keys_of(session: Session) -> KeyRing:
    """The ring of keys of the records this session belongs to."""
    return _context_of(session).keys


def on_postgres(session: Session) -> bool:
    """Whether this session speaks to PostgreSQL."""
    return session.get_bind().dialect.name == "postgresql"


def _context_of(session: Session) -> Context:
    context = session.info[_SLOT]
    assert isinstance(context, Context)
    return context
