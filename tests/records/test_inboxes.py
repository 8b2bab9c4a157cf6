"""Inbound hooks: named, secret, and none hears the same message twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from records import Records
from records.inboxes import (
    accept_message,
    create_inbox,
    disable_inbox,
    inbox_secrets,
    list_inboxes,
    rotate_inbox,
)
from records.models.hooks import InboxRow
from tests.records.material import NOW, later
from verification.errors import Conflict, NotFound, Rejected


def create(records: Records, name: str = "newsroom") -> str:
    with records.begin() as session:
        return create_inbox(session, name, actor="admin", now=NOW)


def accepted(records: Records, message_id: str, inbox: str = "newsroom") -> bool:
    with records.begin() as session:
        return accept_message(session, inbox, message_id, now=NOW)


def test_an_inbox_gives_its_secret_back_to_who_checks(records: Records) -> None:
    secret = create(records)
    with records.read() as session:
        assert inbox_secrets(session, "newsroom", now=NOW) == (secret,)
        assert [each.name for each in list_inboxes(session)] == ["newsroom"]
        assert secret not in session.scalars(select(InboxRow.secret)).one()
        with pytest.raises(NotFound):
            inbox_secrets(session, "other", now=NOW)


def test_a_rotation_leaves_a_day_for_the_change(records: Records) -> None:
    old = create(records)
    with records.begin() as session:
        new = rotate_inbox(session, "newsroom", actor="admin", now=NOW)
        assert inbox_secrets(session, "newsroom", now=later(hours=23)) == (new, old)
        assert inbox_secrets(session, "newsroom", now=later(hours=24)) == (new,)
        with pytest.raises(NotFound):
            rotate_inbox(session, "other", actor="admin", now=NOW)


def test_a_disabled_inbox_is_closed(records: Records) -> None:
    create(records)
    with records.begin() as session:
        disable_inbox(session, "newsroom", actor="admin", now=NOW)
        with pytest.raises(NotFound):
            inbox_secrets(session, "newsroom", now=NOW)
        [inbox] = list_inboxes(session)
    assert inbox.disabled_at == NOW


@pytest.mark.parametrize("name", ["", "Upper", "with space", "a/b", "x" * 65, "-a", "ü", "a\n"])
def test_a_name_that_cannot_stand_in_an_address_is_refused(records: Records, name: str) -> None:
    with pytest.raises(Rejected):
        create(records, name)


def test_a_name_is_given_once(records: Records) -> None:
    create(records)
    with pytest.raises(Conflict):
        create(records)


def test_a_message_is_taken_once(records: Records) -> None:
    create(records)
    create(records, "other")
    assert accepted(records, "msg_1")
    assert not accepted(records, "msg_1")
    assert accepted(records, "msg_2")
    assert accepted(records, "msg_1", "other")

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: accepted(records, "msg_3"), range(20)))
    assert taken.count(True) == 1


def test_a_message_whose_transaction_failed_may_come_again(records: Records) -> None:
    create(records)
    with pytest.raises(KeyError), records.begin() as session:
        accept_message(session, "newsroom", "msg_1", now=NOW)
        raise KeyError
    assert accepted(records, "msg_1")


@pytest.mark.parametrize("message_id", ["", "x" * 257, "a\x00b", "\ud800"])
def test_an_id_that_cannot_be_kept_is_refused(records: Records, message_id: str) -> None:
    create(records)
    with pytest.raises(Rejected):
        accepted(records, message_id)
