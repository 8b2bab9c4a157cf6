"""What commands open and how they read their arguments."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import click

from runtime.settings import Settings
from sources.dates import read_day
from verification.errors import RecordsUnavailable

if TYPE_CHECKING:
    from runtime.wiring import Runtime
    from verification.ports import Judge

ACTOR = "cli"


@contextmanager
def opened_runtime(settings: Settings | None = None) -> Iterator[Runtime]:
    """A runtime whose database is up to date, closed at the end.

    An embedded database is made and migrated on the way; one on a server is left to
    `assay migrate`, because other processes work with it.
    """
    from runtime.wiring import open_runtime  # noqa: PLC0415 - heavy, and help needs none of it

    runtime = open_runtime(settings or _settings_and_quiet_logs())
    try:
        bring_up_to_date(runtime)
        yield runtime
    finally:
        runtime.close()


@contextmanager
def opened_judge() -> Iterator[Judge]:
    """The judge alone, with no database, closed at the end; its name goes to standard error."""
    from runtime.wiring import open_runtime  # noqa: PLC0415 - heavy, and help needs none of it
    from service.commands.showing import say  # noqa: PLC0415

    runtime = open_runtime(_settings_and_quiet_logs())
    try:
        say(f"Judge: {runtime.judge.version}")
        yield runtime.judge
    finally:
        runtime.close()


def _settings_and_quiet_logs() -> Settings:
    """The settings; who types a command reads its answer, and logs not set up could tell claims."""
    from runtime.logs import configure_logs  # noqa: PLC0415 - heavy, and help needs none of it

    settings = Settings.from_env()
    configure_logs(replace(settings, log_level=max(settings.log_level, "warning", key=_gravity)))
    return settings


def _gravity(level: str) -> int:
    return logging.getLevelNamesMapping()[level.upper()]


def bring_up_to_date(runtime: Runtime) -> None:
    """Migrate an embedded database where it is behind; raises RecordsUnavailable for others."""
    try:
        runtime.records.check()
    except RecordsUnavailable:
        if not runtime.settings.records_url.startswith("sqlite:"):
            raise
        runtime.records.migrate()


def day(value: str) -> date:
    """The type of an option that is a day, such as 2021-03-25."""
    found = read_day(value)
    if found is None:
        raise click.BadParameter(f"{value!r} is not a day; write it like 2021-03-25.")
    return found
