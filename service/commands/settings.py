"""`assay settings`: what can be set and what is."""

from __future__ import annotations

import click

from runtime.setting import Setting
from runtime.settings import SETTINGS, Settings
from service.commands.showing import print_json, print_table

_HIDDEN = "(set, hidden)"


@click.command(epilog="Example: assay settings")
@click.option("--json", "as_json", is_flag=True, help="Print the settings as JSON.")
def settings(*, as_json: bool) -> None:
    """Show every setting, its value and what it means; secrets are hidden."""
    current = Settings.from_env()
    rows = [(row.variable, _shown(row, getattr(current, row.name)), row.help) for row in SETTINGS]
    if as_json:
        print_json([{"name": name, "value": value, "help": text} for name, value, text in rows])
    else:
        print_table(("setting", "value", "meaning"), rows)


def _shown(row: Setting, value: object) -> str:
    if row.secret:
        return _HIDDEN if value else ""
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return _without_password(text) if row.url else text


def _without_password(url: str) -> str:
    before, at, after = url.rpartition("@")
    if not at:
        return url
    scheme, separator, _ = before.partition("://")
    return f"{scheme}{separator}…@{after}"
