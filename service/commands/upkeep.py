"""`assay reindex` and `assay migrate`."""

from __future__ import annotations

import time

import click
from rich.progress import TextColumn

from service.commands.opening import opened_runtime
from service.commands.showing import progress_bar


@click.command(epilog="Example: assay reindex")
def reindex() -> None:
    """Build the corpus anew from the records, while searches go on against the old one."""
    from runtime import ingestion  # noqa: PLC0415 - heavy, and help needs none of it

    started = time.monotonic()
    counter = TextColumn("{task.completed} documents")
    with opened_runtime() as runtime, progress_bar(counter) as progress:
        task = progress.add_task("Reindexing", total=None)
        report = ingestion.reindex(runtime, lambda more: progress.advance(task, more))
    seconds = time.monotonic() - started
    click.echo(f"{report.documents} documents, {report.added} passages in {seconds:.1f} s.")


@click.command(epilog="Example: assay migrate")
def migrate() -> None:
    """Bring the database up to date; safe to run at any time and more than once.

    Where no document was ever taken in, an empty corpus is made too.
    """
    from runtime.ingestion import make_first_corpus  # noqa: PLC0415
    from runtime.settings import Settings  # noqa: PLC0415 - heavy, and help needs none of it
    from runtime.wiring import open_runtime  # noqa: PLC0415

    runtime = open_runtime(Settings.from_env())
    try:
        runtime.records.migrate()
        runtime.records.check()
        make_first_corpus(runtime)
    finally:
        runtime.close()
    click.echo("The database is up to date.")
