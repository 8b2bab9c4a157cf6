"""Which servers the tests run against, and the fixtures that start them.

Strategy: SQLite, PostgreSQL, Redis, Elasticsearch and Chromium are real. A test that needs a
server says so with a marker (`postgres`, `redis`, `elasticsearch`, `chromium`) and takes its
fixture; the server starts once, when the first such test runs. A server that cannot be had is a
failure. `ASSAY_TEST_BACKENDS=embedded` leaves those tests out, and the closing lines say so.
`ASSAY_TEST_POSTGRES_URL`, `ASSAY_TEST_REDIS_URL` and `ASSAY_TEST_ELASTICSEARCH_URL` name servers
of the developer's own. `ASSAY_TEST_DATA` names the folder of development data, `ASSAY_TEST_SEEDS`
that of the first article and its statements; where one is absent, the tests marked
`development_data` or `seeds` are left out, and the closing lines say so. So they do where a module
of an extra is not installed.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.util import find_spec
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
DATA = Path(os.environ.get("ASSAY_TEST_DATA", ROOT.parent / "shared" / "data"))
SEEDS = Path(os.environ.get("ASSAY_TEST_SEEDS", ROOT.parent / "shared" / "seeds"))
FOLDERS = {"development_data": DATA, "seeds": SEEDS}
LEFT_OUT: dict[str, Counter[str]] = defaultdict(Counter)
"""How many tests were left out, by why and by what they need."""


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
    for name, folder in FOLDERS.items():
        config.addinivalue_line("markers", f"{name}: needs the folder {folder}")


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
    """Leave out what cannot be tested here or was not asked for, loudly."""
    kept: list[pytest.Item] = []
    dropped: list[pytest.Item] = []
    for item in items:
        missing = needs_missing(item)
        for why, what in missing:
            LEFT_OUT[why][what] += 1
        (dropped if missing else kept).append(item)
    if dropped:
        config.hook.pytest_deselected(items=dropped)
    items[:] = kept


def needs_missing(item: pytest.Item) -> list[tuple[str, str]]:
    """What a test needs and does not get, each as why and what."""
    missing = []
    if embedded_only():
        why = "ASSAY_TEST_BACKENDS=embedded"
        missing += [(why, name) for name in SERVERS if item.get_closest_marker(name)]
    for name, folder in FOLDERS.items():
        if item.get_closest_marker(name) and not folder.is_dir():
            missing.append((f"there is no folder {folder}", name))
    return missing


def need_installed(*modules: str, extra: str, whole_file: str = "") -> None:
    """Leave a test out where modules of an extra are missing, and say so in the closing lines.

    At the top of a file, `whole_file` is its `__file__`: all its tests are left out and counted.
    """
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        are = "are" if len(missing) > 1 else "is"
        why = f"{' and '.join(missing)} {are} not installed (pip install 'assay[{extra}]')"
        written = Path(whole_file).read_text(encoding="utf-8") if whole_file else "\ndef test_"
        LEFT_OUT[why][extra] += written.count("\ndef test_")
        pytest.skip(f"NOT TESTED: {why}", allow_module_level=bool(whole_file))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for why, what in LEFT_OUT.items():
        terminalreporter.section(f"NOT TESTED, because {why}", sep="!")
        for name, count in sorted(what.items()):
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
def development_data() -> Path:
    """The folder of development data."""
    return DATA


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the first article and its statements."""
    return SEEDS
