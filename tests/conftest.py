"""Which servers the tests run against, and the fixtures that start them.

Strategy: SQLite, PostgreSQL, Redis, Elasticsearch and Chromium are real. A test that needs a
server says so with a marker (`postgres`, `redis`, `elasticsearch`, `chromium`) and takes its
fixture; the server starts once, when the first such test runs. A server that cannot be had is a
failure. `ASSAY_TEST_BACKENDS=embedded` leaves those tests out, and the closing lines say so.
`ASSAY_TEST_POSTGRES_URL`, `ASSAY_TEST_REDIS_URL` and `ASSAY_TEST_ELASTICSEARCH_URL` name servers
of the developer's own; `ASSAY_TEST_DATA` names the folder of development data, which may be absent.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import devservers

ROOT = Path(__file__).parent.parent
SERVERS = {
    "postgres": "ASSAY_TEST_POSTGRES_URL",
    "redis": "ASSAY_TEST_REDIS_URL",
    "elasticsearch": "ASSAY_TEST_ELASTICSEARCH_URL",
    "chromium": "",
}
LEFT_OUT: Counter[str] = Counter()


def embedded_only() -> bool:
    """Whether the caller asked for the tests that need no server."""
    wanted = os.environ.get("ASSAY_TEST_BACKENDS", "all")
    if wanted not in {"all", "embedded"}:
        raise pytest.UsageError(
            f"ASSAY_TEST_BACKENDS={wanted!r} is not known; use 'all' or 'embedded'."
        )
    return wanted == "embedded"


def pytest_configure(config: pytest.Config) -> None:
    for name in SERVERS:
        config.addinivalue_line("markers", f"{name}: needs a real {name}")


def pytest_report_header() -> list[str]:
    """Say first which backends the tests run against."""
    lines = [f"backends: SQLite {sqlite3.sqlite_version} (embedded)"]
    for name, variable in SERVERS.items():
        if embedded_only():
            origin = "NOT TESTED (ASSAY_TEST_BACKENDS=embedded)"
        elif variable and os.environ.get(variable):
            origin = f"given by {variable}"
        elif name == "chromium":
            origin = "the system's, installed when missing and allowed"
        else:
            origin = "started from packages on loopback"
        lines.append(f"          {name}: {origin}")
    return lines


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs a server, loudly, when only the embedded tests were asked for."""
    if not embedded_only():
        return
    kept: list[pytest.Item] = []
    dropped: list[pytest.Item] = []
    for item in items:
        needs = [name for name in SERVERS if item.get_closest_marker(name)]
        LEFT_OUT.update(needs)
        (dropped if needs else kept).append(item)
    config.hook.pytest_deselected(items=dropped)
    items[:] = kept


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if embedded_only():
        terminalreporter.section("NOT TESTED, because ASSAY_TEST_BACKENDS=embedded", sep="!")
        for name, count in sorted(LEFT_OUT.items()):
            terminalreporter.write_line(f"{name}: {count} tests left out")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL whose user may create databases."""
    given = os.environ.get("ASSAY_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    with devservers.start_postgres() as server:
        yield server.url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The URL of a Redis that tests may fill and flush."""
    given = os.environ.get("ASSAY_TEST_REDIS_URL")
    if given:
        yield given
        return
    with devservers.start_redis() as server:
        yield server.url


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """The URL of an Elasticsearch; tests make indices of their own names in it."""
    given = os.environ.get("ASSAY_TEST_ELASTICSEARCH_URL")
    if given:
        yield given
        return
    with devservers.start_elasticsearch() as cluster:
        yield cluster.url


@pytest.fixture(scope="session")
def development_data() -> Path | None:
    """The folder of development data, or None where there is none."""
    folder = Path(os.environ.get("ASSAY_TEST_DATA", ROOT.parent / "shared" / "data"))
    return folder if folder.is_dir() else None
