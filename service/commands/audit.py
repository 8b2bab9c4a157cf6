"""`assay audit`: is the trail of changes whole."""

from __future__ import annotations

import click

from service.commands.opening import opened_runtime


@click.group(epilog="Example: assay audit verify")
def audit() -> None:
    """Check the audit trail."""


@audit.command(epilog="Example: assay audit verify")
def verify() -> None:
    """Compute every link of the audit chain anew; the exit code is 1 where one does not fit."""
    from records.audit import verify_chain  # noqa: PLC0415 - heavy

    with opened_runtime() as runtime, runtime.records.read() as session:
        report = verify_chain(session)
    if not report.intact:
        raise click.ClickException(f"Event {report.broken_at} of the audit trail was changed.")
    click.echo(f"{report.events} events, all intact; the head is {report.head}.")
