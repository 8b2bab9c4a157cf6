"""Every test of the records runs on SQLite and on a real PostgreSQL, each with a fresh database.

The schema is migrated once per database kind; each test then gets a copy of that.
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
    """The name of a PostgreSQL database with the schema and nothing in it."""
    name = "records_template"
    run_sql(postgres_server, "CREATE DATABASE {}", name)
    template = open_records(url_of(postgres_server, name))
    template.migrate()
    template.close()
    return name


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh database with the current schema."""
    if request.param == "sqlite":
        path = tmp_path / "records.db"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgres_server")
    template = request.getfixturevalue("migrated_database")
    name = f"records_{next(NUMBERS)}"
    run_sql(server, "CREATE DATABASE {} TEMPLATE {}", name, template)
    yield url_of(server, name)
    run_sql(server, "DROP DATABASE {} WITH (FORCE)", name)


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


def url_of(server: str, database: str) -> str:
    return make_url(server).set(database=database).render_as_string(hide_password=False)
