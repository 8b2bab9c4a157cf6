"""Migrations without a configuration file: the scripts lie in `records/migrations`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from records.faults import BEHIND
from verification.errors import RecordsUnavailable

SCRIPTS = Path(__file__).parent / "migrations"
LOCK = 0x6173736179
"""The advisory lock of PostgreSQL under which one process at a time migrates: `assay` in ASCII."""


def upgrade(connection: Connection) -> None:
    """Run every migration that is missing, in the transaction the connection is in."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SET LOCAL lock_timeout = '60s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    command.upgrade(configuration(connection), "head")


def check_schema(connection: Connection) -> None:
    """Raise RecordsUnavailable unless the schema is the one this code was written for."""
    present = MigrationContext.configure(connection).get_current_revision()
    if present == newest_revision():
        return
    if present in known_revisions() or present is None:
        raise RecordsUnavailable(BEHIND)
    raise RecordsUnavailable("The database's schema is newer than this code; update Assay.")


def configuration(connection: Connection) -> Config:
    """Alembic's configuration for this connection."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@cache
def newest_revision() -> str:
    """The revision this code was written for."""
    head = ScriptDirectory(str(SCRIPTS)).get_current_head()
    assert head is not None
    return head


@cache
def known_revisions() -> frozenset[str]:
    """Every revision this code knows how to leave."""
    return frozenset(script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions())
