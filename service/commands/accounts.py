"""`assay accounts`: the people of the desk."""

from __future__ import annotations

import secrets
import sys

import click

from service.commands.opening import ACTOR, opened_runtime
from service.commands.showing import print_records, say

_ROLES = ("reviewer", "senior", "admin")
_password = click.option(
    "--password-stdin", "from_stdin", is_flag=True, help="Read the password from standard input."
)


@click.group(epilog="Example: assay accounts create jo --role reviewer")
def accounts() -> None:
    """Manage the people of the desk."""


@accounts.command(epilog="Example: assay accounts create jo --name 'Jo Doe' --role reviewer")
@click.argument("login")
@click.option("--name", default="", help="The name shown beside decisions.")
@click.option(
    "--role", type=click.Choice(_ROLES), default=_ROLES[0], show_default=True, help="What they may."
)
@_password
def create(login: str, name: str, role: str, *, from_stdin: bool) -> None:
    """Create the account LOGIN; an empty password means that one is made and shown this once."""
    from records.accounts import AccountInput, create_account  # noqa: PLC0415 - heavy

    password, made = _ask_password(from_stdin=from_stdin)
    given = AccountInput(login=login, password=password, display_name=name, role=role)
    with opened_runtime() as runtime, runtime.records.begin() as session:
        account = create_account(session, given, actor=ACTOR, now=runtime.now())
    say(f"The account {account.login} ({account.role}) is ready.")
    if made:
        _show_once(password)


@accounts.command("list", epilog="Example: assay accounts list")
@click.option("--json", "as_json", is_flag=True, help="Print the accounts as JSON.")
def list_(*, as_json: bool) -> None:
    """List every account."""
    from records.accounts import list_accounts  # noqa: PLC0415 - heavy

    with opened_runtime() as runtime, runtime.records.read() as session:
        known = list_accounts(session)
    columns = ("login", "display_name", "role", "created_at", "disabled_at")
    print_records(columns, known, as_json=as_json)


@accounts.command("reset-password", epilog="Example: assay accounts reset-password jo")
@click.argument("login")
@_password
def reset_password(login: str, *, from_stdin: bool) -> None:
    """Change the password of LOGIN and end every sign-in of the account."""
    from records.accounts import set_password  # noqa: PLC0415 - heavy

    password, made = _ask_password(from_stdin=from_stdin)
    with opened_runtime() as runtime, runtime.records.begin() as session:
        account = set_password(session, login, password, actor=ACTOR, now=runtime.now())
    say(f"The password of {account.login} is changed.")
    if made:
        _show_once(password)


@accounts.command(epilog="Example: assay accounts disable jo")
@click.argument("login")
def disable(login: str) -> None:
    """Let LOGIN sign in no more and end the sign-ins of the account."""
    from records.accounts import disable_account  # noqa: PLC0415 - heavy

    with opened_runtime() as runtime, runtime.records.begin() as session:
        account = disable_account(session, login, actor=ACTOR, now=runtime.now())
    click.echo(f"The account {account.login} is disabled.")


def _ask_password(*, from_stdin: bool) -> tuple[str, bool]:
    """A password, and whether it was made here because none was given."""
    if from_stdin:
        given = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        ask = "Password (empty: one is made)"
        given = click.prompt(ask, default="", show_default=False, hide_input=True, err=True)
        if given and given != click.prompt("Once more", hide_input=True, err=True):
            raise click.ClickException("The two passwords differ.")
    else:
        given = ""
    return (given, False) if given else (secrets.token_urlsafe(18), True)


def _show_once(password: str) -> None:
    click.echo(password)
    say("This is the password; keep it now, it is not shown again.")
