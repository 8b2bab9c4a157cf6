"""Accounts of the desk and their sign-ins."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from records import Records
from records.accounts import (
    Account,
    AccountInput,
    check_password,
    close_session,
    create_account,
    disable_account,
    find_session,
    list_accounts,
    open_session,
    rotate_session,
    set_password,
)
from records.models.desk import AccountRow, DeskSessionRow
from tests.records.material import NOW, audited, later
from verification.errors import Conflict, NotFound, Rejected

PASSWORD = "correct horse, Ünïcode"


def create(records: Records, login: str = "Ana", **parts: str) -> Account:
    with records.begin() as session:
        given = AccountInput(login, **({"password": PASSWORD} | parts))
        return create_account(session, given, actor="admin", now=NOW)


def sign_in(records: Records, account: Account) -> str:
    with records.begin() as session:
        return open_session(session, account.id, lasts_s=3600, now=NOW)


def signed_in(records: Records, token: str, **at: float) -> str | None:
    with records.read() as session:
        found = find_session(session, token, now=later(**at))
    return found.account.login if found else None


def test_the_right_password_opens(records: Records) -> None:
    account = create(records, display_name="Ana P.")

    with records.read() as session:
        assert check_password(session, " ANA ", PASSWORD) == account
        for login, password in (
            ("ana", PASSWORD + " "),
            ("ana", ""),
            ("ana", "x" * 100_000),
            ("ben", PASSWORD),
            ("ana\x00", PASSWORD),
            ("", ""),
            ("\ud800", "\ud800"),
        ):
            assert check_password(session, login, password) is None
        stored = session.scalars(select(AccountRow.password_hash)).one()
    assert stored.startswith("$argon2id$")
    assert (account.login, account.display_name, account.role) == ("ana", "Ana P.", "reviewer")


def test_what_cannot_be_an_account_is_refused(records: Records) -> None:
    create(records)
    with pytest.raises(Conflict):
        create(records, " aNA")
    with pytest.raises(Rejected, match="password"):
        create(records, "ben", password="short")
    with pytest.raises(Rejected, match="role"):
        create(records, "ben", role="king")
    with pytest.raises(Rejected, match="login"):
        create(records, " ")
    with pytest.raises(Rejected, match="login"):
        create(records, "b\x00n")
    with records.read() as session:
        assert [each.login for each in list_accounts(session)] == ["ana"]


def test_a_sign_in_lasts_until_its_end(records: Records) -> None:
    token = sign_in(records, create(records))

    assert signed_in(records, token, minutes=59) == "ana"
    assert signed_in(records, token, minutes=60) is None
    assert signed_in(records, token + "x") is None
    assert signed_in(records, "\ud800") is None
    with records.read() as session:
        assert token not in session.scalars(select(DeskSessionRow.token_hash)).one()


def test_a_sign_in_is_closed(records: Records) -> None:
    token = sign_in(records, create(records))
    with records.begin() as session:
        close_session(session, token)
        close_session(session, "unknown")
    assert signed_in(records, token) is None


def test_a_token_is_exchanged_without_a_longer_life(records: Records) -> None:
    old = sign_in(records, create(records))
    with records.begin() as session:
        new = rotate_session(session, old, now=later(minutes=30))
        assert rotate_session(session, old, now=later(minutes=30)) is None
    assert new is not None
    assert signed_in(records, old) is None
    assert signed_in(records, new, minutes=59) == "ana"
    assert signed_in(records, new, minutes=61) is None


def test_a_new_password_ends_every_sign_in(records: Records) -> None:
    token = sign_in(records, create(records))
    with records.begin() as session:
        set_password(session, "Ana", "another password", actor="ana", now=NOW)
        assert check_password(session, "ana", PASSWORD) is None
        assert check_password(session, "ana", "another password") is not None
        with pytest.raises(NotFound):
            set_password(session, "ben", "another password", actor="ana", now=NOW)
    assert signed_in(records, token) is None


def test_a_disabled_account_is_out_at_once(records: Records) -> None:
    account = create(records)
    token = sign_in(records, account)
    with records.begin() as session:
        disable_account(session, "ana", actor="admin", now=NOW)
        assert check_password(session, "ana", PASSWORD) is None
    assert signed_in(records, token) is None
    assert signed_in(records, sign_in(records, account)) is None
    assert [each.kind for each in audited(records, "ana")] == [
        "account.disabled",
        "account.created",
    ]
