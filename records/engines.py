"""Engines as Assay needs them: SQLite in WAL mode, PostgreSQL with bounded waits."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import sqlite_version, sqlite_version_info

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError

from verification.errors import SettingsInvalid

PATIENCE_S = 5.0
"""How long a transaction waits for a lock, or for a connection to be made."""
STATEMENT_S = 60.0
POOL = {"pool_size": 5, "max_overflow": 15, "pool_timeout": 10.0}
WRITING = "assay_writing"
OLDEST_SQLITE = (3, 35, 0)
"""The first with RETURNING."""


def parse_url(text: str) -> URL:
    """The URL with its driver; SettingsInvalid when it names no database we can use."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise SettingsInvalid(_expected("it cannot be read")) from None
    if url.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        if not url.database:
            raise SettingsInvalid(_expected("it names no database"))
        return url.set(drivername="postgresql+psycopg")
    if url.drivername in {"sqlite", "sqlite+pysqlite"}:
        if not url.database or url.database == ":memory:":
            raise SettingsInvalid(_expected("it names no file"))
        return url.set(drivername="sqlite+pysqlite")
    raise SettingsInvalid(_expected(f"`{url.drivername}` is not supported"))


def _expected(why: str) -> str:
    return (
        f"The records URL is not usable: {why}; "
        "give `sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST/NAME`."
    )


def open_engine(url: URL) -> Engine:
    """An engine for a parsed URL; it connects when it is first used."""
    to_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    if url.get_backend_name() == "sqlite":
        _check_sqlite()
        return _open_sqlite(url, to_json)
    _check_postgres()
    return _open_postgres(url, to_json)


def writing(engine: Engine) -> Engine:
    """The same engine for transactions that write."""
    return engine.execution_options(**{WRITING: True})


def reading(engine: Engine) -> Engine:
    """The same engine for transactions that only read."""
    return engine.execution_options(postgresql_readonly=True)


def _check_sqlite() -> None:
    if sqlite_version_info < OLDEST_SQLITE:
        wanted = ".".join(map(str, OLDEST_SQLITE))
        raise SettingsInvalid(f"SQLite {wanted} or newer is needed; here is {sqlite_version}.")


def _check_postgres() -> None:
    if find_spec("psycopg") is None:
        raise SettingsInvalid("PostgreSQL needs a driver: install `assay[server]`.")


def _open_sqlite(url: URL, to_json: Callable[[object], str]) -> Engine:
    engine = create_engine(
        url, json_serializer=to_json, connect_args={"timeout": PATIENCE_S}, **POOL
    )

    def prepare(connection: SqliteConnection, _record: object) -> None:
        # Transactions are begun here and not by the driver, which begins them late and never
        # for a SELECT. (`autocommit=True` says the same, but only from Python 3.12 on.)
        connection.isolation_level = None
        for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {setting}").close()

    def begin(connection: Connection) -> None:
        # A writer locks at its beginning: a reader that turns writer cannot wait for its lock,
        # because what it has read may be out of date by then.
        writes = connection.get_execution_options().get(WRITING, False)
        connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine


def _open_postgres(url: URL, to_json: Callable[[object], str]) -> Engine:
    engine = create_engine(
        url,
        json_serializer=to_json,
        pool_pre_ping=True,
        pool_recycle=1800,
        connect_args={
            "connect_timeout": int(PATIENCE_S),
            "application_name": "assay",
            "keepalives_idle": 30,
            "tcp_user_timeout": 15_000,
        },
        **POOL,
    )

    def prepare(connection: DBAPIConnection, _record: object) -> None:
        connection.cursor().execute(
            "SELECT set_config('lock_timeout', %s, false),"
            " set_config('statement_timeout', %s, false),"
            " set_config('idle_in_transaction_session_timeout', '300s', false),"
            " set_config('TimeZone', 'UTC', false)",
            (f"{PATIENCE_S:.0f}s", f"{STATEMENT_S:.0f}s"),
        )
        connection.commit()

    event.listen(engine, "connect", prepare)
    return engine


def make_room(url: URL) -> None:
    """Make the folder and the file of a SQLite database, readable by nobody else."""
    if url.get_backend_name() == "sqlite" and url.database:
        path = Path(url.database)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
