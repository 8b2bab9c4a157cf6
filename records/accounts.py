"""Accounts of the desk and their sign-ins.

Passwords are kept as Argon2id hashes (RFC 9106, the library's low-memory profile), the tokens of
sign-ins, which are random, as SHA-256.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from records.audit import AuditEntry, record_event
from records.ids import new_id
from records.models.desk import AccountRow, DeskSessionRow
from records.statements import insert_into, rows_changed
from records.wording import storable
from verification.errors import Conflict, NotFound, Rejected

ROLES = ("reviewer", "senior", "admin")
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 1000
LONGEST_LOGIN = 200


@dataclass(frozen=True, slots=True)
class Account:
    """A person of the desk, without the password."""

    id: str
    login: str
    display_name: str
    role: str
    created_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeskSession:
    """A sign-in that is valid."""

    account: Account
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AccountInput:
    """A person to take in; `role` is reviewer, senior or admin."""

    login: str
    password: str
    display_name: str = ""
    role: str = "reviewer"


def create_account(
    session: Session, account: AccountInput, *, actor: str, now: datetime
) -> Account:
    """A new account; Conflict when the login is taken, Rejected for what cannot be one."""
    login = _login(account.login)
    if not 1 <= len(login) <= LONGEST_LOGIN or not storable(login + account.display_name):
        raise Rejected(f"A login has 1 to {LONGEST_LOGIN} characters.", code="login_invalid")
    if account.role not in ROLES:
        raise Rejected(f"A role is one of {', '.join(ROLES)}.", code="unknown_role")
    row = session.scalar(
        insert_into(session, AccountRow)
        .values(
            id=new_id("acc"),
            login=login,
            display_name=account.display_name.strip() or account.login.strip(),
            role=account.role,
            password_hash=_hash_password(account.password),
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=["login"])
        .returning(AccountRow)
    )
    if row is None:
        raise Conflict(f"There is an account {login} already.", code="login_taken")
    entry = AuditEntry(actor, "account.created", login, after={"role": account.role})
    record_event(session, entry, now=now)
    return _account(row)


def list_accounts(session: Session) -> list[Account]:
    """All accounts by login."""
    return [_account(row) for row in session.scalars(select(AccountRow).order_by(AccountRow.login))]


def check_password(session: Session, login: str, password: str) -> Account | None:
    """The account with this login and password, in the same time for any wrong answer."""
    row = None
    if storable(login):
        row = session.scalar(select(AccountRow).where(AccountRow.login == _login(login)))
    stored = row.password_hash if row else _nobodys_hash()
    try:
        _hasher().verify(stored, password[:LONGEST_PASSWORD].encode("utf-8", "surrogatepass"))
    except (VerifyMismatchError, InvalidHashError):
        return None
    return _account(row) if row and row.disabled_at is None else None


def set_password(
    session: Session, login: str, password: str, *, actor: str, now: datetime
) -> Account:
    """Change a password and end every sign-in of the account; NotFound when there is none."""
    row = _change(session, login, password_hash=_hash_password(password))
    _end_sessions(session, row.id)
    record_event(session, AuditEntry(actor, "account.password_set", row.login), now=now)
    return _account(row)


def disable_account(session: Session, login: str, *, actor: str, now: datetime) -> Account:
    """Let an account sign in no more and end its sign-ins; NotFound when there is none."""
    row = _change(session, login, disabled_at=now)
    _end_sessions(session, row.id)
    record_event(session, AuditEntry(actor, "account.disabled", row.login), now=now)
    return _account(row)


def open_session(session: Session, account_id: str, *, lasts_s: float, now: datetime) -> str:
    """Sign an account in; answers the token, of which only a hash is kept."""
    return _open(session, account_id, now=now, expires_at=now + timedelta(seconds=lasts_s))


def find_session(session: Session, token: str, *, now: datetime) -> DeskSession | None:
    """The sign-in of a token; None when it is unknown, over, or its account is disabled."""
    row = session.execute(
        select(DeskSessionRow, AccountRow)
        .join(AccountRow, AccountRow.id == DeskSessionRow.account_id)
        .where(
            DeskSessionRow.token_hash == _hash_token(token),
            DeskSessionRow.expires_at > now,
            AccountRow.disabled_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        return None
    signed_in, account = row
    return DeskSession(_account(account), signed_in.created_at, signed_in.expires_at)


def rotate_session(session: Session, token: str, *, now: datetime) -> str | None:
    """A new token for the same sign-in; the old one ends. None when it was not valid."""
    found = find_session(session, token, now=now)
    if found is None:
        return None
    close_session(session, token)
    return _open(session, found.account.id, now=now, expires_at=found.expires_at)


def close_session(session: Session, token: str) -> None:
    """Sign out; an unknown token is no error."""
    session.execute(delete(DeskSessionRow).where(DeskSessionRow.token_hash == _hash_token(token)))


def prune_sessions(session: Session, *, before: datetime) -> int:
    """Forget sign-ins that ended before then; answers how many."""
    return rows_changed(session, delete(DeskSessionRow).where(DeskSessionRow.expires_at < before))


def _open(session: Session, account_id: str, *, now: datetime, expires_at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    session.execute(
        insert(DeskSessionRow).values(
            token_hash=_hash_token(token),
            account_id=account_id,
            created_at=now,
            expires_at=expires_at,
        )
    )
    return token


def _change(session: Session, login: str, **values: object) -> AccountRow:
    row: AccountRow | None = session.scalar(
        update(AccountRow)
        .where(AccountRow.login == _login(login))
        .values(**values)
        .returning(AccountRow)
    )
    if row is None:
        raise NotFound(f"There is no account {_login(login)}.")
    return row


def _end_sessions(session: Session, account_id: str) -> None:
    session.execute(delete(DeskSessionRow).where(DeskSessionRow.account_id == account_id))


def _login(text: str) -> str:
    return text.strip().casefold()


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


@cache
def _nobodys_hash() -> str:
    return _hasher().hash(secrets.token_bytes(16))


def _hash_password(password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Rejected(
            f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.",
            code="password_invalid",
        )
    return _hasher().hash(password.encode("utf-8", "surrogatepass"))


def _hash_token(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _account(row: AccountRow) -> Account:
    return Account(
        id=row.id,
        login=row.login,
        display_name=row.display_name,
        role=row.role,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
    )
