"""The audit trail cannot be changed unnoticed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from records import Records
from records.audit import AuditEntry, list_events, record_event, verify_chain
from tests.records.material import NOW, later


def write(records: Records, count: int) -> None:
    with records.begin() as session:
        for number in range(count):
            entry = AuditEntry(
                "ana", "thing.done", f"thing-{number % 3}", {"n": number / 3}, {"ü": [None, True]}
            )
            record_event(session, entry, now=later(microseconds=number))


def tamper(records: Records, statement: str) -> None:
    """What somebody with all rights over the database can do."""
    with records.begin() as session:
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text("DROP TRIGGER audit_events_no_update"))
            session.execute(text("DROP TRIGGER audit_events_no_delete"))
        else:
            session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(text(statement))


def test_events_come_back_as_they_were_written(records: Records) -> None:
    with records.begin() as session:
        entry = AuditEntry("ana", "review.decided", "rev_1", None, {"veracity": "refuted"})
        record_event(session, entry, now=NOW)
        assert list_events(session) == [], "it is written at the very end"
    with records.read() as session:
        [event] = list_events(session)
    assert (event.seq, event.at, event.actor, event.kind) == (1, NOW, "ana", "review.decided")
    assert (event.before, event.after) == (None, {"veracity": "refuted"})


def test_the_chain_holds(records: Records) -> None:
    with records.read() as session:
        empty = verify_chain(session)
    assert (empty.intact, empty.events) == (True, 0)
    write(records, 1100)

    with records.read() as session:
        report = verify_chain(session)
        newest = list_events(session, limit=1)[0]

    assert (report.intact, report.events, report.head) == (True, 1100, newest.hash)


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE audit_events SET actor = 'ben' WHERE seq = 3", 3),
        ("UPDATE audit_events SET after = '{}' WHERE seq = 4", 4),
        ("UPDATE audit_events SET subject = 'x' WHERE seq = 1", 1),
        ("UPDATE audit_events SET hash = previous_hash WHERE seq = 5", 5),
        ("DELETE FROM audit_events WHERE seq = 2", 3),
        ("DELETE FROM audit_events WHERE seq = 1", 2),
    ],
)
def test_tampering_shows(records: Records, statement: str, broken_at: int) -> None:
    write(records, 6)
    tamper(records, statement)

    with records.read() as session:
        report = verify_chain(session)

    assert not report.intact
    assert report.broken_at == broken_at


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_events SET actor = 'ben'", "DELETE FROM audit_events"],
)
def test_the_database_itself_refuses(records: Records, statement: str) -> None:
    write(records, 1)
    with pytest.raises(DBAPIError, match="never changed"), records.begin() as session:
        session.execute(text(statement))


def test_many_at_once_make_one_chain(records: Records) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: write(records, 5), range(8)))

    with records.read() as session:
        report = verify_chain(session)
    assert (report.intact, report.events) == (True, 40)


def test_lists_are_by_subject_newest_first(records: Records) -> None:
    write(records, 7)
    with records.read() as session:
        assert [each.seq for each in list_events(session, subject="thing-0")] == [7, 4, 1]
        assert [each.seq for each in list_events(session, limit=2)] == [7, 6]
        assert [each.seq for each in list_events(session, limit=2, before_seq=6)] == [5, 4]


def test_an_event_of_a_failed_transaction_leaves_no_gap(records: Records) -> None:
    write(records, 2)
    with pytest.raises(KeyError), records.begin() as session:
        record_event(session, AuditEntry("a", "b", "c"), now=NOW)
        raise KeyError
    write(records, 1)
    with records.read() as session:
        assert [each.seq for each in list_events(session)] == [3, 2, 1]
        assert verify_chain(session).intact
