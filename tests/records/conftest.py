"""Every test of the records runs on SQLite and on a real PostgreSQL, each on an empty database.

The schema is migrated once for each. On SQLite every test then gets a copy of that file; on
PostgreSQL the rows of the test before are deleted.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from records import Records, Rules, open_records
from records.models import Base
from records.secrets import new_secret_key

NUMBERS = count(1)
SECRET_KEY = new_secret_key()
OpenRecords = Callable[[Rules | None], Records]


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema and nothing in it."""
    path = tmp_path_factory.mktemp("records") / "template.db"
    template = open_records(f"sqlite:///{path}")
    template.migrate()
    template.close()
    return path


@pytest.fixture(scope="session")
def migrated_database(postgres_server: str) -> str:
    """The URL of a PostgreSQL database with the schema."""
    name = "records_tested"
    run_sql(postgres_server, "CREATE DATABASE {}", name)
    url = url_of(postgres_server, name)
    migrated = open_records(url)
    migrated.migrate()
    migrated.close()
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with the current schema and nothing in it."""
    if request.param == "sqlite":
        path = tmp_path / "records.db"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        return f"sqlite:///{path}"
    url: str = request.getfixturevalue("migrated_database")
    empty(url)
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any schema."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new' / 'records.db'}"
        return
    server = request.getfixturevalue("postgres_server")
    name = f"records_{next(NUMBERS)}"
    run_sql(server, "CREATE DATABASE {}", name)
    yield url_of(server, name)
    run_sql(server, "DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture
def opened(database_url: str) -> Iterator[OpenRecords]:
    """Opens the same fresh database, with rules of the test's own."""
    made: list[Records] = []

    def open_with(rules: Rules | None = None) -> Records:
        made.append(open_records(database_url, secret_keys=[SECRET_KEY], rules=rules))
        return made[-1]

    yield open_with
    for each in made:
        each.close()


@pytest.fixture
def records(opened: OpenRecords) -> Records:
    """Fresh records with the rules as they come."""
    return opened(None)


def run_sql(server: str, statement: str, *names: str) -> None:
    query = sql.SQL(statement).format(*map(sql.Identifier, names))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(query)


def empty(url: str) -> None:
    """Delete every row, the unchangeable ones too; quicker than a new database."""
    tables = [sql.Identifier(name) for name in Base.metadata.tables]
    with psycopg.connect(url) as connection:
        # A replica trusts its origin: no triggers, no foreign keys.
        connection.execute("SET session_replication_role = replica")
        for table in tables:
            connection.execute(sql.SQL("DELETE FROM {}").format(table))


def url_of(server: str, database: str) -> str:
    return make_url(server).set(database=database).render_as_string(hide_password=False)
