"""Migrations without a configuration file: the scripts lie in `records/migrations`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from records.faults import BEHIND
from verification.errors import RecordsUnavailable

if TYPE_CHECKING:
    from alembic.config import Config

NEWEST = "0005"
"""The revision this code was written for: the head of the scripts."""
SCRIPTS = Path(__file__).parent / "migrations"
LOCK = 0x6173736179
"""The advisory lock of PostgreSQL under which one process at a time migrates: `assay` in ASCII."""


def upgrade(connection: Connection) -> None:
    """Run every migration that is missing, in the transaction the connection is in."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SET LOCAL lock_timeout = '60s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    from alembic import command  # noqa: PLC0415 - slow to load, and seldom anything is due

    command.upgrade(configuration(connection), "head")


def check_schema(connection: Connection) -> None:
    """Raise RecordsUnavailable unless the schema is the one this code was written for."""
    present = _present(connection)
    if present == NEWEST:
        return
    if present in known_revisions() or present is None:
        raise RecordsUnavailable(BEHIND)
    raise RecordsUnavailable("The database's schema is newer than this code; update Assay.")


def configuration(connection: Connection) -> Config:
    """Alembic's configuration for this connection."""
    from alembic.config import Config  # noqa: PLC0415 - slow to load

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@cache
def known_revisions() -> frozenset[str]:
    """Every revision this code knows how to leave."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - slow to load

    return frozenset(script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions())


def _present(connection: Connection) -> str | None:
    """The revision of the schema; None where there is none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found
