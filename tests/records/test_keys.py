"""API keys: shown once, kept as a hash, scoped, expiring, revocable."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from records import Records, open_records
from records.audit import list_events
from records.keys import (
    LOCAL_KEY_ID,
    SCOPES,
    KeyRecord,
    callback_secret,
    create_key,
    find_key,
    get_key,
    list_keys,
    local_key,
    note_key_used,
    revoke_key,
)
from records.models.ledger import KeyRow
from tests.records.material import NOW, audited, later
from verification.errors import NotFound, Rejected, SettingsInvalid


def create(records: Records, **parts: object) -> tuple[KeyRecord, str, str]:
    given = {"name": "Newsroom", "scopes": ["claims:write", "claims:read"], "expires_at": None}
    with records.begin() as session:
        return create_key(session, **(given | parts), now=NOW)  # type: ignore[arg-type]


def find(records: Records, token: str, **at: float) -> KeyRecord | None:
    with records.read() as session:
        return find_key(session, token, now=later(**at))


def test_a_token_finds_its_key(records: Records) -> None:
    key, token, _ = create(records)
    other, other_token, _ = create(records)

    assert re.fullmatch(r"assay_[0-9a-z]{26}_[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}", token)
    assert find(records, token) == key
    assert find(records, other_token) == other
    assert key.id.startswith("key_")
    assert key.scopes == ("claims:read", "claims:write")


def test_a_token_that_is_not_quite_right_finds_nothing(records: Records) -> None:
    _, token, _ = create(records)
    _, other, _ = create(records)
    swapped = token[:33] + other[33:]
    flipped = token[:40] + ("A" if token[40] != "A" else "B") + token[41:]
    for wrong in ("", "x", token[:-1], token + "a", token.upper(), swapped, flipped, "ü" * 80):
        assert find(records, wrong) is None


def test_neither_the_token_nor_the_secret_is_stored(records: Records) -> None:
    _, token, secret = create(records)
    with records.read() as session:
        row = session.scalars(select(KeyRow)).one()
        stored = " ".join(str(getattr(row, column.key)) for column in KeyRow.__table__.columns)
        audited = repr(list_events(session))
    for hidden in (token, token[33:76], secret, secret[6:]):
        assert hidden not in stored
        assert hidden not in audited


def test_a_key_ends(records: Records) -> None:
    _, token, _ = create(records, expires_at=later(days=1))
    assert find(records, token, hours=23) is not None
    assert find(records, token, days=1) is None

    key, token, _ = create(records)
    with records.begin() as session:
        revoked = revoke_key(session, key.id, actor="admin", now=later(hours=1))
        assert revoke_key(session, key.id, actor="admin", now=later(hours=2)) == revoked
        with pytest.raises(NotFound):
            revoke_key(session, "key_none", actor="admin", now=NOW)
    assert revoked.revoked_at == later(hours=1)
    assert find(records, token) is None
    assert [each.kind for each in audited(records, key.id)] == ["key.revoked", "key.created"]


def test_unknown_scopes_are_refused(records: Records) -> None:
    with pytest.raises(Rejected, match="everything"):
        create(records, scopes=["everything"])


def test_use_is_noted_to_five_minutes(records: Records) -> None:
    key, _, _ = create(records)

    def used(minutes: int) -> object:
        with records.begin() as session:
            note_key_used(session, key.id, now=later(minutes=minutes))
            return get_key(session, key.id).last_used_at

    assert [used(minutes) for minutes in (0, 4, 6)] == [NOW, NOW, later(minutes=6)]


def test_the_key_of_callers_without_one_is_made_once(records: Records) -> None:
    with records.begin() as session:
        first = local_key(session, now=NOW)
        again = local_key(session, now=later(days=1))
        assert [each.id for each in list_keys(session)] == [LOCAL_KEY_ID]
    assert first == again
    assert first.scopes == SCOPES
    assert find(records, "assay_local") is None


def test_a_callback_secret_is_made_when_it_is_needed_and_stays(records: Records) -> None:
    key, _, secret = create(records)
    with records.begin() as session:
        local = callback_secret(session, LOCAL_KEY_ID, now=NOW)
        assert callback_secret(session, key.id, now=NOW) == secret
        with pytest.raises(NotFound):
            callback_secret(session, "key_none", now=NOW)
    with records.begin() as session:
        assert callback_secret(session, LOCAL_KEY_ID, now=NOW) == local
    assert local.startswith("whsec_")


def test_without_secret_keys_there_are_no_secrets(database_url: str) -> None:
    bare = open_records(database_url)
    with pytest.raises(SettingsInvalid, match="secret key"):
        create(bare)
    with bare.begin() as session:
        assert list_keys(session) == []
        assert local_key(session, now=NOW).id == LOCAL_KEY_ID
    bare.close()
