"""`assay sources`: publishers and how much their word counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from service.commands.opening import ACTOR, opened_runtime
from service.commands.showing import print_records
from sources.publishers import KINDS, kind_of

if TYPE_CHECKING:
    from runtime.wiring import Runtime
    from verification.types import Source


@click.group(epilog="Example: assay sources list")
def sources() -> None:
    """List publishers and weigh them."""


@sources.command("list", epilog="Example: assay sources list --json")
@click.option("--json", "as_json", is_flag=True, help="Print the publishers as JSON.")
def list_(*, as_json: bool) -> None:
    """List every publisher with its kind and weight."""
    with opened_runtime() as runtime:
        known = list(all_sources(runtime))
    print_records(("id", "name", "kind", "weight"), known, as_json=as_json)


@sources.command("set", epilog='Example: assay sources set "Ministry of Health" --weight 0.9')
@click.argument("name")
@click.option("--kind", type=click.Choice(sorted(KINDS)), help="What kind of publisher it is.")
@click.option(
    "--weight", type=click.FloatRange(0, 1), help="How much its word counts, from 0 to 1."
)
def set_(name: str, kind: str | None, weight: float | None) -> None:
    """Set kind and weight of the publisher NAME (name or id); it is added where it is new."""
    from records.sources import SourceInput, put_source  # noqa: PLC0415 - heavy

    with opened_runtime() as runtime:
        known = next((s for s in all_sources(runtime) if name in (s.id, s.name)), None)
        given = SourceInput(
            id=known.id if known else None,
            name=known.name if known else name,
            kind=kind or (known.kind if known else kind_of(name)),
            weight=weight if weight is not None or not known or kind else known.weight,
        )
        with runtime.records.begin() as session:
            source = put_source(session, given, actor=ACTOR, now=runtime.now())
    click.echo(f"{source.name} ({source.id}): {source.kind}, weight {source.weight:g}.")


def all_sources(runtime: Runtime) -> Iterator[Source]:
    """Every publisher in the records, oldest first."""
    from records.sources import list_sources  # noqa: PLC0415 - heavy

    after = None
    with runtime.records.read() as session:
        while True:
            page = list_sources(session, limit=100, after=after)
            yield from (record.source for record in page.items)
            after = page.next
            if after is None:
                return
