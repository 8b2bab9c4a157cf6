"""A real PostgreSQL starts as any user, makes databases, and keeps what it is told to keep."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from devservers import PostgresServer, ServerFailed, start_postgres
from devservers.postgres import MAJOR_VERSION, _Binaries
from tests.devservers.waiting import eventually, exists

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with start_postgres() as running:
        yield running


def test_it_answers_in_the_version_that_is_promised(server: PostgresServer) -> None:
    with psycopg.connect(server.url) as connection:
        assert connection.info.server_version // 10000 == MAJOR_VERSION
        row = connection.execute("SELECT lower('ÄÖ'), current_setting('fsync')").fetchone()
    assert row == ("äö", "off")


def test_databases_are_apart(server: PostgresServer) -> None:
    first, second = server.create_database("first"), server.create_database("second")
    with psycopg.connect(first) as connection:
        connection.execute("CREATE TABLE claims (id text)")
    with psycopg.connect(second) as connection:
        assert connection.execute("SELECT to_regclass('claims')").fetchone() == (None,)


def test_a_taken_name_is_refused_unless_that_is_all_right(server: PostgresServer) -> None:
    url = server.create_database("taken")
    with pytest.raises(ServerFailed, match='"taken" already exists'):
        server.create_database("taken")
    assert server.create_database("taken", exist_ok=True) == url


def test_a_named_folder_keeps_the_data_safely(tmp_path: Path) -> None:
    # A folder only its owner can enter, as the temporary folders of tests are.
    folder = tmp_path / "closed" / "postgres"
    folder.mkdir(parents=True)
    folder.parent.chmod(0o700)
    with start_postgres(folder) as server, psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    with start_postgres(folder) as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT one FROM kept").fetchone() == (1,)
        assert connection.execute("SHOW fsync").fetchone() == ("on",)


def test_it_stops_without_a_trace() -> None:
    server = start_postgres()
    with psycopg.connect(server.url) as connection:
        backend = connection.info.backend_pid
        postmaster = connection.execute("SELECT pg_postmaster_start_time()").fetchone()
    assert postmaster is not None
    server.stop()
    assert eventually(lambda: not exists(backend))
    assert not server.healthy()
    server.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to let another user run the programs")
def test_programs_out_of_reach_are_copied_for_the_user_who_runs_them(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o700)
    binaries = _Binaries()
    (closed / "installed").symlink_to(binaries._installed)
    binaries._installed = closed / "installed"
    binaries.let_run("nobody")
    copied = Path(binaries.path("postgres"))
    assert closed not in copied.parents
    assert binaries._runs_as("nobody")
    binaries.remove_copy()
    assert not copied.exists()
