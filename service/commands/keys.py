"""`assay keys`: API keys."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import click

from service.commands.opening import ACTOR, day, opened_runtime
from service.commands.showing import print_json, print_records, say

_SCOPES = "claims:read claims:write corpus:write review:write webhooks:manage admin"


@click.group(epilog="Example: assay keys create --name newsroom --scope claims:write")
def keys() -> None:
    """Create, list and revoke API keys."""


@keys.command(epilog="Example: assay keys create --name newsroom --scope claims:write")
@click.option("--name", required=True, help="What the key is for.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice(_SCOPES.split()),
    help="What the key may do; may be repeated.",
)
@click.option("--expires", type=day, help="The last day on which the key works.")
@click.option("--json", "as_json", is_flag=True, help="Print key and secret as JSON.")
def create(name: str, scopes: tuple[str, ...], expires: date | None, *, as_json: bool) -> None:
    """Create a key; the key and the secret that signs its callbacks are shown this once."""
    from records.keys import create_key  # noqa: PLC0415 - heavy

    with opened_runtime() as runtime:
        now = runtime.now()
        if expires is not None and expires < now.date():
            raise click.BadParameter(f"{expires} is over.", param_hint="--expires")
        with runtime.records.begin() as session:
            record, token, secret = create_key(
                session,
                name=name,
                scopes=scopes,
                expires_at=_end_of(expires) if expires else None,
                now=now,
                actor=ACTOR,
            )
    if as_json:
        print_json({"id": record.id, "key": token, "callback_secret": secret})
        return
    click.echo(token)
    say(f"This is key {record.id}; keep it now, it is not shown again.")
    say(f"Callbacks asked for with it are signed with {secret}")


@keys.command("list", epilog="Example: assay keys list")
@click.option("--json", "as_json", is_flag=True, help="Print the keys as JSON.")
def list_(*, as_json: bool) -> None:
    """List every key, without the keys themselves."""
    from records.keys import list_keys  # noqa: PLC0415 - heavy

    with opened_runtime() as runtime, runtime.records.read() as session:
        known = list_keys(session)
    columns = ("id", "name", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at")
    print_records(columns, known, as_json=as_json)


@keys.command(epilog="Example: assay keys revoke key_01J…")
@click.argument("key_id")
def revoke(key_id: str) -> None:
    """Revoke the key KEY_ID; it is refused from then on."""
    from records.keys import revoke_key  # noqa: PLC0415 - heavy

    with opened_runtime() as runtime, runtime.records.begin() as session:
        record = revoke_key(session, key_id, actor=ACTOR, now=runtime.now())
    click.echo(f"The key {record.id} ({record.name}) is revoked.")


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), UTC)
