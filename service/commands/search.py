"""`assay search`: the passages that the pipeline would see."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from service.commands.opening import day, opened_runtime
from service.commands.verify import require_passages
from verification.errors import NotFound
from verification.types import Hit, PassageQuery

if TYPE_CHECKING:
    from runtime.wiring import Runtime

_EXAMPLE = 'Example: assay search "missiles Yellow Sea" --until 2021-03-25 --limit 5'


@click.command(epilog=_EXAMPLE)
@click.argument("query")
@click.option(
    "--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="Most passages."
)
@click.option("--since", type=day, help="The first day of publication.")
@click.option("--until", type=day, help="The last day of publication.")
@click.option("--publisher", multiple=True, help="Name or id of a publisher; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print the passages as JSON.")
def search(
    query: str,
    limit: int,
    since: date | None,
    until: date | None,
    publisher: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Search the corpus for QUERY, plain words without any syntax; best passages first."""
    with opened_runtime() as runtime:
        require_passages(runtime)
        hits = runtime.corpus.search(
            PassageQuery(
                text=query,
                limit=limit,
                published_from=since,
                published_until=until,
                include_undated=since is None,
                publishers=_source_ids(runtime, publisher),
            )
        )
    if as_json:
        from service.commands.showing import print_json  # noqa: PLC0415

        print_json([_as_json(hit) for hit in hits])
    else:
        _show(hits)


def _source_ids(runtime: Runtime, names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        return ()
    from service.commands.sources import all_sources  # noqa: PLC0415

    known = {}
    for source in all_sources(runtime):
        known[source.name.casefold()] = known[source.id] = source.id
    for name in names:
        if name.casefold() not in known:
            raise NotFound(f"There is no publisher {name!r}; `assay sources list` names them all.")
    return tuple(known[name.casefold()] for name in names)


def _as_json(hit: Hit) -> dict[str, Any]:
    passage, document = hit.passage, hit.passage.document
    return {
        "rank": hit.rank,
        "id": passage.id,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "document": {
            "id": document.id,
            "version": document.version,
            "title": document.title,
            "source": {"id": document.source.id, "name": document.source.name},
            "published_at": document.published_at,
            "url": document.url,
            "speaker": document.speaker,
            "language": document.language,
        },
    }


def _show(hits: list[Hit]) -> None:
    if not hits:
        click.echo("No passage has any of these words.")
    for hit in hits:
        document = hit.passage.document
        day = document.published_at.isoformat() if document.published_at else "undated"
        click.secho(f"{hit.rank}. {document.title}", bold=True)
        click.secho(f"   {document.source.name} · {day} · {hit.passage.id}", dim=True)
        click.echo(f"   {hit.passage.text}\n")
