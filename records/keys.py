"""API keys: shown once, kept as a hash, scoped, expiring, revocable.

A token is `assay_<26 characters of the key's id>_<43 random ones><6 of checksum>`. The checksum
(CRC-32 in base 62) lets a scanner tell a leaked token from noise without asking anybody.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import Session

from records.audit import AuditEntry, record_event
from records.context import keys_of
from records.ids import new_id
from records.inboxes import inbox_callback_secret
from records.models.ledger import KeyRow
from records.secrets import new_signing_secret
from records.statements import insert_into
from verification.errors import NotFound, Rejected

SCOPES = (
    "claims:read",
    "claims:write",
    "corpus:write",
    "review:write",
    "webhooks:manage",
    "admin",
)
LOCAL_KEY_ID = "local"
INBOX_PREFIX = "inbox:"
PREFIX = "key_"
USED_TO = timedelta(minutes=5)
TOKEN = re.compile(r"assay_([0-9a-z]{26})_([A-Za-z0-9_-]{43})([0-9A-Za-z]{6})")
BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """An API key without its secret."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


def create_key(
    session: Session,
    *,
    name: str,
    scopes: Sequence[str],
    expires_at: datetime | None,
    now: datetime,
    actor: str = "cli",
) -> tuple[KeyRecord, str, str]:
    """A new key, its token and the secret that signs its callbacks, both shown this once.

    Rejected for an unknown scope; SettingsInvalid when no secret key was given to the records.
    """
    if unknown := sorted(set(scopes) - set(SCOPES)):
        raise Rejected(
            f"Unknown scopes: {', '.join(unknown)}; there are {', '.join(SCOPES)}.",
            code="unknown_scope",
        )
    key_id, signing = new_id(PREFIX.rstrip("_")), new_signing_secret()
    token = _new_token(key_id)
    row = session.scalars(
        insert(KeyRow).returning(KeyRow),
        [
            {
                "id": key_id,
                "name": name,
                "scopes": tuple(word for word in SCOPES if word in scopes),
                "token_hash": _hash(token),
                "callback_secret": keys_of(session).encrypt(signing),
                "created_at": now,
                "expires_at": expires_at,
            }
        ],
    ).one()
    entry = AuditEntry(actor, "key.created", key_id, after={"name": name, "scopes": list(scopes)})
    record_event(session, entry, now=now)
    return _record(row), token, signing


def local_key(session: Session, *, now: datetime) -> KeyRecord:
    """The key of callers that need none, with every scope, made on demand; it has no token."""
    session.execute(
        insert_into(session, KeyRow)
        .values(id=LOCAL_KEY_ID, name="callers on this machine", scopes=SCOPES, created_at=now)
        .on_conflict_do_nothing(index_elements=["id"])
    )
    return get_key(session, LOCAL_KEY_ID)


def find_key(session: Session, token: str, *, now: datetime) -> KeyRecord | None:
    """The key of a token; None when it is malformed, unknown, expired or revoked."""
    parts = TOKEN.fullmatch(token)
    if parts is None or parts[3] != _checksum(parts[2]):
        return None
    row = session.scalar(select(KeyRow).where(KeyRow.id == PREFIX + parts[1]))
    stored = (row.token_hash if row else None) or ""
    if not hmac.compare_digest(stored, _hash(token)) or row is None:
        return None
    over = row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= now)
    return None if over else _record(row)


def get_key(session: Session, key_id: str) -> KeyRecord:
    """One key; NotFound when there is none."""
    return _record(_row(session, key_id))


def list_keys(session: Session) -> list[KeyRecord]:
    """All keys, oldest first."""
    return [_record(row) for row in session.scalars(select(KeyRow).order_by(KeyRow.created_at))]


def note_key_used(session: Session, key_id: str, *, now: datetime) -> None:
    """Remember that a key was used, to five minutes."""
    session.execute(
        update(KeyRow)
        .where(
            KeyRow.id == key_id,
            or_(KeyRow.last_used_at.is_(None), KeyRow.last_used_at < now - USED_TO),
        )
        .values(last_used_at=now)
    )


def revoke_key(session: Session, key_id: str, *, actor: str, now: datetime) -> KeyRecord:
    """End a key's life; NotFound when there is none; revoking twice changes nothing."""
    if _row(session, key_id).revoked_at is None:
        session.execute(update(KeyRow).where(KeyRow.id == key_id).values(revoked_at=now))
        record_event(session, AuditEntry(actor, "key.revoked", key_id), now=now)
    return get_key(session, key_id)


def callback_secret(session: Session, key_id: str, *, now: datetime) -> str:
    """The secret that signs callbacks asked for by a key, made when it has none yet.

    `inbox:NAME` stands for an inbox, which has one from the start. NotFound when there is no such
    key; it writes only when it makes the secret.
    """
    if key_id.startswith(INBOX_PREFIX):
        return inbox_callback_secret(session, key_id.removeprefix(INBOX_PREFIX))
    if key_id == LOCAL_KEY_ID:
        local_key(session, now=now)
    stored = _row(session, key_id).callback_secret
    if stored is None:
        signing = new_signing_secret()
        session.execute(
            update(KeyRow)
            .where(KeyRow.id == key_id, KeyRow.callback_secret.is_(None))
            .values(callback_secret=keys_of(session).encrypt(signing))
        )
        # Another caller may have been first; what is stored counts.
        stored = _row(session, key_id).callback_secret or ""
    return keys_of(session).decrypt(stored)


def _new_token(key_id: str) -> str:
    secret = secrets.token_urlsafe(32)
    return f"assay_{key_id.removeprefix(PREFIX)}_{secret}{_checksum(secret)}"


def _checksum(secret: str) -> str:
    number, letters = zlib.crc32(secret.encode("ascii")), ""
    for _ in range(6):
        number, rest = divmod(number, 62)
        letters = BASE62[rest] + letters
    return letters


def _hash(token: str) -> str:
    # A token has 256 random bits, so a plain hash is as good as a slow one.
    return hashlib.sha256(token.encode("ascii")).hexdigest()


def _row(session: Session, key_id: str) -> KeyRow:
    row = session.scalar(select(KeyRow).where(KeyRow.id == key_id))
    if row is None:
        raise NotFound(f"There is no key {key_id}.")
    return row


def _record(row: KeyRow) -> KeyRecord:
    return KeyRecord(
        id=row.id,
        name=row.name,
        scopes=row.scopes,
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )
