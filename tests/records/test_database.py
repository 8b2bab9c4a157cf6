"""Transactions, migrations, and what happens when the database does not play along."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event, func, insert, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from records import Records, open_records
from records.claims import ClaimFilter, claim_history, list_claims
from records.deliveries import DeliveryFilter, list_deliveries
from records.documents import DocumentFilter, list_documents
from records.engines import make_room, parse_url
from records.keys import list_keys, local_key
from records.migrating import NEWEST, SCRIPTS, configuration
from records.models import Base
from records.models.claims import ClaimRow
from records.models.ledger import KeyRow
from records.reviews import ReviewFilter, list_reviews, urgent_reviews
from records.webhooks import EVENT_TYPES, create_endpoint
from tests.records.material import (
    NOW,
    accept,
    document,
    evidence,
    store,
    submission,
    verdict,
    verified,
)
from verification.errors import NotFound, RecordsUnavailable, SettingsInvalid
from verification.types import Veracity

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ONLY_POSTGRES = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


def on_sqlite(url: str) -> bool:
    return url.startswith("sqlite")


def test_the_newest_revision_is_the_head_of_the_scripts() -> None:
    assert ScriptDirectory(str(SCRIPTS)).get_heads() == [NEWEST]


def test_the_migrated_schema_is_the_one_of_the_models(empty_database_url: str) -> None:
    records = open_records(empty_database_url)
    records.migrate()
    records.check()
    records.close()

    engine = create_engine(parse_url(empty_database_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_migrating_at_once_and_again_does_no_harm(empty_database_url: str) -> None:
    several = [open_records(empty_database_url) for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(Records.migrate, several))

    several[0].migrate()
    for each in several:
        each.check()
        each.close()


def test_a_new_database_is_not_ready(empty_database_url: str, tmp_path: Path) -> None:
    records = open_records(empty_database_url)
    if on_sqlite(empty_database_url):
        with pytest.raises(RecordsUnavailable):
            records.check()
        (tmp_path / "new").mkdir()
    with pytest.raises(RecordsUnavailable, match="assay migrate"):
        records.check()
    with pytest.raises(RecordsUnavailable, match="assay migrate"):
        accept(records)
    records.close()


def test_claims_from_before_are_found_in_any_case_too(empty_database_url: str) -> None:
    records = open_records(empty_database_url)
    engine = create_engine(parse_url(empty_database_url))
    if on_sqlite(empty_database_url):
        make_room(parse_url(empty_database_url))
    with engine.begin() as connection:
        command.upgrade(configuration(connection), "0002")
        connection.execute(
            text(
                "INSERT INTO claims (id, fingerprint, text, language, priority, demand, status,"
                " created_at, updated_at) VALUES (:id, :id, :text, 'en', 1, 1, 'failed',"
                " '2021-03-25', '2021-03-25')"
            ),
            [{"id": f"c{n}", "text": f"Die Straße {n}."} for n in range(1500)],
        )
    engine.dispose()
    records.migrate()
    with records.read() as session:
        assert len(list_claims(session, ClaimFilter(text="STRASSE", limit=2000)).items) == 1500
    records.close()


def test_a_schema_of_the_future_is_not_ours(database_url: str, records: Records) -> None:
    with records.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(RecordsUnavailable, match="newer"):
            records.check()
    finally:
        with records.begin() as session:
            session.execute(text(f"UPDATE alembic_version SET version_num = '{NEWEST}'"))
    records.check()


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "mysql://h/d", "sqlite://", "sqlite:///:memory:", "postgresql://host"],
)
def test_a_url_that_cannot_be_used_is_refused_in_one_sentence(url: str) -> None:
    with pytest.raises(SettingsInvalid, match=r"sqlite:///PATH"):
        open_records(url)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_is_taken(scheme: str) -> None:
    url = parse_url(f"{scheme}://u:p@host:5432/name?sslmode=require")
    assert url.drivername == "postgresql+psycopg"
    assert (url.host, url.query["sslmode"]) == ("host", "require")


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    nobody = open_records("postgresql://postgres@127.0.0.1:1/records")
    with pytest.raises(RecordsUnavailable) as caught:
        nobody.check()
    assert "127.0.0.1" not in caught.value.detail
    with pytest.raises(RecordsUnavailable):
        accept(nobody)

    no_folder = open_records(f"sqlite:///{tmp_path}/none/records.db")
    with pytest.raises(RecordsUnavailable), no_folder.read() as session:
        session.execute(text("SELECT 1"))


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    path.write_text("This is a letter to my aunt. " * 100)
    with pytest.raises(RecordsUnavailable, match="not a database"):
        open_records(f"sqlite:///{path}").check()


@ONLY_POSTGRES
def test_a_connection_that_is_cut_is_replaced(database_url: str, records: Records) -> None:
    accept(records)
    with pytest.raises(RecordsUnavailable), records.begin() as session:
        pid = session.scalar(text("SELECT pg_backend_pid()"))
        with psycopg.connect(database_url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", (pid,))
        session.execute(text("SELECT 1"))

    accept(records)


def test_waiting_for_a_lock_has_an_end(
    database_url: str, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(records)
    locked, over = threading.Event(), threading.Event()

    def hold() -> None:
        with records.begin() as session:
            session.execute(text("UPDATE claims SET demand = demand"))
            locked.set()
            over.wait(60)

    monkeypatch.setattr("records.database.PATIENCE_S", 0.2)
    with ThreadPoolExecutor(1) as pool:
        holder = pool.submit(hold)
        assert locked.wait(10)
        try:
            with pytest.raises(RecordsUnavailable, match="busy"), records.begin() as session:
                if not on_sqlite(database_url):
                    session.execute(text("SET LOCAL lock_timeout = '200ms'"))
                session.execute(text("UPDATE claims SET demand = demand"))
        finally:
            over.set()
        holder.result()


@ONLY_SQLITE
def test_another_process_that_writes_is_waited_for(
    database_url: str, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("records.engines.PATIENCE_S", 0.2)
    other = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(RecordsUnavailable, match="busy"):
        accept(records)
    other.execute("COMMIT")
    other.close()

    accept(records)


def test_who_reads_cannot_write_and_is_not_held_up_by_who_writes(records: Records) -> None:
    accept(records)
    with records.begin() as writing:
        writing.execute(text("UPDATE claims SET demand = 77"))
        with records.read() as reading:
            assert reading.scalar(select(ClaimRow.demand)) == 1
            with pytest.raises(DBAPIError):
                reading.execute(text("UPDATE claims SET demand = 99"))
    with records.read() as reading:
        assert reading.scalar(select(ClaimRow.demand)) == 77


@ONLY_SQLITE
def test_writers_take_turns_in_the_order_they_came(records: Records) -> None:
    order: list[int] = []

    def write(number: int) -> None:
        with records.begin():
            order.append(number)

    with ThreadPoolExecutor(8) as pool, records.begin():
        turns = records._opened.turns  # type: ignore[union-attr]
        assert turns is not None
        waiting = []
        for number in range(8):
            waiting.append(pool.submit(write, number))
            while len(turns._waiting) <= number:
                threading.Event().wait(0.001)

    for each in waiting:
        each.result()
    assert order == list(range(8))


def test_a_forked_child_has_connections_of_its_own(records: Records) -> None:
    accept(records)
    parent_read, child_write = os.pipe()

    with records.read() as session:
        assert session.scalar(select(func.count()).select_from(ClaimRow)) == 1
        child = os.fork()
        if child == 0:
            answer = b"failed"
            try:
                accept(records, submission("From the child."))
                answer = b"stored"
            finally:
                os.write(child_write, answer)
                os._exit(0)
        os.waitpid(child, 0)
        assert os.read(parent_read, 10) == b"stored"
        assert session.scalar(text("SELECT 1")) == 1, "the parent's connection still works"

    with records.read() as session:
        assert session.scalar(select(func.count()).select_from(ClaimRow)) == 2
    os.close(parent_read)
    os.close(child_write)


def test_closed_records_open_again(records: Records) -> None:
    accept(records)
    records.close()
    records.close()
    with records.read() as session:
        assert session.scalar(select(func.count()).select_from(ClaimRow)) == 1


@ONLY_SQLITE
def test_sqlite_is_set_up_to_lose_nothing(records: Records) -> None:
    with records.begin() as session:
        pragma = {
            name: session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    full = 2
    assert pragma == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "synchronous": full,
        "busy_timeout": 5000,
    }


def test_a_new_sqlite_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "down" / "records.db"
    records = open_records(f"sqlite:///{path}")
    records.migrate()
    records.close()
    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_rows_of_verdicts_are_never_changed(records: Records) -> None:
    stored = store(records)
    verified(records, verdict(Veracity.REFUTED, 0.9, evidence(stored)))
    for statement in (
        "UPDATE verdicts SET confidence = 1",
        "DELETE FROM verdicts",
        "UPDATE verdict_documents SET version = 7",
        "DELETE FROM verdict_documents",
    ):
        with pytest.raises(DBAPIError, match="never changed"), records.begin() as session:
            session.execute(text(statement))


def test_rows_must_refer_to_something(records: Records) -> None:
    with pytest.raises(DBAPIError, match=r"(?i)foreign key"), records.begin() as session:
        session.execute(
            text(
                "INSERT INTO callbacks (id, claim_id, key_id, url, created_at)"
                " VALUES ('c', 'none', 'k', 'u', '2021-01-01 00:00:00')"
            )
        )


def test_a_naive_time_is_refused(records: Records) -> None:
    naive = datetime(2021, 3, 25)
    with pytest.raises(StatementError, match="naive"), records.begin() as session:
        local_key(session, now=naive)


def test_times_come_back_aware_and_to_the_microsecond(records: Records) -> None:
    exact = NOW.replace(microsecond=123_456).astimezone(tz=None)
    with records.begin() as session:
        key = local_key(session, now=exact)
    assert key.created_at == exact
    assert key.created_at.utcoffset() == NOW.utcoffset()


def test_other_errors_pass_as_they_are(records: Records) -> None:
    with pytest.raises(NotFound), records.begin():
        raise NotFound("x")
    with pytest.raises(DBAPIError), records.begin() as session:
        values = {"id": "local", "name": "", "scopes": (), "created_at": NOW}
        session.execute(insert(KeyRow), [values])
        session.execute(insert(KeyRow), [values])
    with records.read() as session:
        assert list_keys(session) == []


def test_lists_take_one_query_however_long_they_are(records: Records) -> None:
    stored = store(records)
    with records.begin() as session:
        create_endpoint(
            session,
            key_id="k",
            url="https://e.example",
            events=EVENT_TYPES,
            description="",
            now=NOW,
        )
    for number in range(12):
        store(records, document(f"more-{number}", publisher=f"P{number}"))
        verified(
            records,
            verdict(Veracity.REFUTED, 0.9, evidence(stored)),
            submission(f"Claim {number}."),
        )
    engine = records._opened.engine  # type: ignore[union-attr]
    seen: list[str] = []
    event.listen(
        engine,
        "before_cursor_execute",
        lambda *args: None if args[2].startswith(("PRAGMA", "BEGIN")) else seen.append(args[2]),
    )

    with records.read() as session:
        claims = list_claims(session, ClaimFilter())
        assert len(claims.items) == 12
        assert claims.items[0].verdict is not None
        assert claims.items[0].review is not None
        assert len(list_reviews(session, ReviewFilter()).items) == 12
        assert len(urgent_reviews(session, limit=50, now=NOW)) == 12
        assert len(list_documents(session, DocumentFilter()).items) == 13
        assert len(list_deliveries(session, DeliveryFilter()).items) == 12
        assert len(claim_history(session, claims.items[0].id)) == 1

    assert len(seen) == 6, "\n".join(seen)


def test_postgresql_without_its_driver_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("records.engines.find_spec", lambda _: None)
    with pytest.raises(SettingsInvalid, match=r"assay\[server\]"):
        open_records("postgresql://u@h/d").check()


def test_a_sqlite_too_old_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("records.engines.sqlite_version_info", (3, 34, 1))
    with pytest.raises(SettingsInvalid, match=r"SQLite 3\.35\.0 or newer"):
        open_records(f"sqlite:///{tmp_path}/r.db").check()
