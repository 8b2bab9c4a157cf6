"""The page about the settings, made from their table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from runtime.setting import Setting

INTRODUCTION = """\
# Settings

Everything is set through environment variables. An empty variable counts as absent. A variable
that begins with `ASSAY_` and is not in this list is refused at start, with all other problems in
one message. Where a second name ending in `_FILE` is given, the value may stand in a file.

This page is made by `python -m runtime.settings`; change the table in `runtime/settings.py`.
"""

# The setting that opens each group on the page.
HEADINGS: Mapping[str, str] = {
    "data_dir": "Where things are",
    "host": "Serving",
    "require_keys": "Who may do what",
    "max_claim_characters": "Limits",
    "elasticsearch_ca_file": "Elasticsearch",
    "judge_api_key": "Judges on other servers",
    "run_lease_s": "Work",
    "cache_ttl_s": "Cache",
    "review_lease_s": "Reviews",
    "webhook_timeout_s": "Webhooks and outgoing requests",
    "log_level": "Logs and metrics",
}

TYPES: Mapping[str, str] = {
    "str": "text",
    "int": "whole number",
    "float": "number",
    "bool": "yes or no",
    "Path": "folder",
    "tuple[str, ...]": "list",
    "tuple[int, ...]": "list of whole numbers",
    "tuple[SecretKey, ...]": "list",
}


def settings_page(table: Sequence[Setting]) -> str:
    """Markdown with one table per group."""
    lines = [INTRODUCTION]
    for row in table:
        if row.name in HEADINGS:
            lines.append(f"\n## {HEADINGS[row.name]}\n")
            lines.append("| variable | default | allowed | meaning |")
            lines.append("|---|---|---|---|")
        lines.append(_line(row))
    return "\n".join(lines) + "\n"


def _line(row: Setting) -> str:
    names = " or ".join(f"`{name}`" for name in (row.variable, row.file_variable) if name)
    return f"| {names} | {_default(row)} | {_allowed(row)} | {row.help} |"


def _default(row: Setting) -> str:
    if row.shown_default:
        return row.shown_default
    if isinstance(row.default, bool):
        return "`yes`" if row.default else "`no`"
    if isinstance(row.default, tuple):
        return f"`{', '.join(str(part) for part in row.default)}`" if row.default else "none"
    return f"`{row.default}`" if row.default != "" else "none"


def _allowed(row: Setting) -> str:
    if row.choices:
        return ", ".join(f"`{choice}`" for choice in row.choices)
    if row.minimum is None:
        return TYPES[row.type]
    if row.maximum is None:
        return f"{TYPES[row.type]}, from {_number(row.minimum)}"
    return f"{TYPES[row.type]}, {_number(row.minimum)} to {_number(row.maximum)}"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)
