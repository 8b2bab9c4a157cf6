"""`assay ingest`: documents from files and addresses into the records and the corpus."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from runtime.settings import Settings
from service.commands.opening import ACTOR, opened_runtime
from service.commands.showing import print_json, progress_bar, say
from sources.demonstration import demonstration_documents
from sources.documents import BadLine, NewDocument
from sources.reading import FetchedFile, corpus_files, read_files
from verification.errors import AssayError

if TYPE_CHECKING:
    from records.documents import DocumentInput
    from runtime.ingestion import IngestReport

_EXAMPLE = "Example: assay ingest statements.jsonl more/ speech.txt"
_NAMED_AT_MOST = 20


@dataclass(slots=True)
class _Reading:
    """What was met on the way through the files."""

    documents: Iterator[NewDocument | BadLine]
    bad: list[BadLine] = field(default_factory=list)
    remarks: Counter[str] = field(default_factory=Counter)
    ids: list[str] = field(default_factory=list)

    def inputs(self) -> Iterator[DocumentInput]:
        """The documents as the records take them; what is bad is kept aside."""
        from service.intake import as_input  # noqa: PLC0415 - heavy, and help needs none of it

        for item in self.documents:
            if isinstance(item, BadLine):
                self.bad.append(item)
            else:
                self.remarks.update(item.remarks)
                self.ids.append(item.id)
                yield as_input(item)


@click.command(epilog=_EXAMPLE)
@click.argument("places", nargs=-1, metavar="[PATH|URL]...")
@click.option("--demo", is_flag=True, help="Take in the demonstration corpus.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def ingest(places: tuple[str, ...], *, demo: bool, as_json: bool) -> None:
    """Take documents into the corpus: JSON Lines (.jsonl, .jsonl.gz), .txt, folders.

    A line is {"title", "publisher", "text"} with "id", "published_at", "url", "speaker" and
    "language" where known; lines with the same "doc_id" next to each other are the passages of
    one document. A .txt file begins with such a line, without "text". A document that is known
    already is stored again only where it changed. A bad line is named and the rest is taken; the
    exit code is then 1.

    A URL is fetched where it is https and public, or the settings ASSAY_EGRESS_* allow others, up
    to 64 MiB within two minutes; its ending or else its Content-Type tells what it is.
    """
    if not places and not demo:
        raise click.UsageError("Name at least one file, folder or URL, or give --demo.")
    files = _files(places)
    started = time.monotonic()
    with progress_bar() as progress:
        size = sum(_size(file) for file in files)
        task = progress.add_task("Taking in", total=size or 1)
        reading = _Reading(_items(files, lambda n: progress.advance(task, n), demo=demo))
        report = _take(reading)
        progress.update(task, completed=size or 1)
    _tell(reading, report, time.monotonic() - started, as_json=as_json)
    if reading.bad or report.refused or report.waiting:
        raise SystemExit(1)


def _files(places: tuple[str, ...]) -> list[Path | FetchedFile]:
    """What the places name; paths are looked at before anything is fetched."""
    found = [[place] if _is_address(place) else corpus_files([Path(place)]) for place in places]
    return [each if isinstance(each, Path) else _fetched(each) for few in found for each in few]


def _is_address(place: str) -> bool:
    return place.lower().startswith(("https://", "http://"))


def _fetched(url: str) -> FetchedFile:
    from runtime.egress import Egress  # noqa: PLC0415 - heavy, and help needs none of it
    from service.fetching import fetched_corpus_file  # noqa: PLC0415

    egress = Egress(Settings.from_env())
    say(f"Fetching {url}")
    try:
        return fetched_corpus_file(egress, url)
    except AssayError as error:
        raise click.ClickException(f"{url}: {error.detail}") from error


def _size(file: Path | FetchedFile) -> int:
    return file.stat().st_size if isinstance(file, Path) else len(file.body)


def _items(
    files: list[Path | FetchedFile], on_bytes: Callable[[int], object], *, demo: bool
) -> Iterator[NewDocument | BadLine]:
    if demo:
        yield from demonstration_documents()
    yield from read_files(files, on_bytes=on_bytes)


def _take(reading: _Reading) -> IngestReport:
    from runtime import ingestion  # noqa: PLC0415 - heavy, and help needs none of it

    with opened_runtime() as runtime:
        return ingestion.ingest(runtime, reading.inputs(), actor=ACTOR)


def _tell(reading: _Reading, report: IngestReport, seconds: float, *, as_json: bool) -> None:
    bad = [str(line) for line in reading.bad]
    bad += [f"document {reading.ids[each.position]}: {each.detail}" for each in report.refused]
    for line in bad[:_NAMED_AT_MOST]:
        say(f"Not taken: {line}")
    if len(bad) > _NAMED_AT_MOST:
        say(f"Not taken: {len(bad) - _NAMED_AT_MOST} more; --json names them all.")
    if report.waiting:
        say(
            f"{report.waiting} documents are stored but cannot be searched yet, because the "
            "corpus does not answer; `assay reindex` brings them in when it does."
        )
    done: dict[str, Any] = {
        "documents": report.stored,
        "changed": report.changed,
        "passages": report.passages,
        "waiting": report.waiting,
        "seconds": round(seconds, 3),
        "passages_per_second": round(report.passages / max(seconds, 1e-9)),
        "remarks": dict(reading.remarks),
        "bad": bad,
    }
    if as_json:
        print_json(done)
        return
    for remark, times in reading.remarks.most_common(_NAMED_AT_MOST):
        say(f"{times} times: {remark}")
    click.echo(
        f"{report.stored} documents ({report.changed} new or changed) with {report.passages} "
        f"passages in {seconds:.1f} s, {done['passages_per_second']} passages a second."
    )
