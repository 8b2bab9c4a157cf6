"""`assay inboxes`: named inbound hooks and their secrets."""

from __future__ import annotations

import click

from service.commands.opening import ACTOR, opened_runtime
from service.commands.showing import print_json, print_records, say


@click.group(epilog="Example: assay inboxes create newsroom-bot")
def inboxes() -> None:
    """Manage signed inbound hooks."""


@inboxes.command(epilog="Example: assay inboxes create newsroom-bot")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print path and secret as JSON.")
def create(name: str, *, as_json: bool) -> None:
    """Create the inbox NAME; its signing secret is shown this once."""
    from records.inboxes import create_inbox  # noqa: PLC0415 - heavy

    with opened_runtime() as runtime, runtime.records.begin() as session:
        secret = create_inbox(session, name, actor=ACTOR, now=runtime.now())
    if as_json:
        print_json({"name": name, "path": f"/hooks/inbound/{name}", "secret": secret})
        return
    click.echo(secret)
    say(f"Sign messages to /hooks/inbound/{name} with it; it is not shown again.")


@inboxes.command("list", epilog="Example: assay inboxes list")
@click.option("--json", "as_json", is_flag=True, help="Print the inboxes as JSON.")
def list_(*, as_json: bool) -> None:
    """List every inbox."""
    from records.inboxes import list_inboxes  # noqa: PLC0415 - heavy

    with opened_runtime() as runtime, runtime.records.read() as session:
        known = list_inboxes(session)
    columns = ("name", "created_at", "disabled_at")
    print_records(columns, known, as_json=as_json)


@inboxes.command(epilog="Example: assay inboxes remove newsroom-bot")
@click.argument("name")
def remove(name: str) -> None:
    """Take no more messages by the inbox NAME."""
    from records.inboxes import disable_inbox  # noqa: PLC0415 - heavy

    with opened_runtime() as runtime, runtime.records.begin() as session:
        disable_inbox(session, name, actor=ACTOR, now=runtime.now())
    click.echo(f"The inbox {name} takes no more messages.")
