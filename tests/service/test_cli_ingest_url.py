"""Documents fetched from an address by the command line."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from service import fetching
from tests.service.command_line import ROW, assay, refused, succeeded, written
from tests.service.pages_served import Page, pages_served

LINES = "".join(
    json.dumps({**ROW, "id": f"s{at}", "text": f"{at} missiles were fired."}) + "\n"
    for at in range(3)
).encode()
FRONT = json.dumps({"id": "speech", "title": "A speech", "publisher": "Ministry"}).encode()
SPEECH = FRONT + b"\nNobody was hurt.\n"
GZIP = {"Content-Encoding": "gzip"}
PAGES = {
    "/statements.jsonl": Page(LINES),
    "/packed.jsonl.gz": Page(gzip.compress(LINES)),
    "/unpacked-on-the-way.jsonl.gz": Page(gzip.compress(LINES), headers=GZIP),
    "/feed": Page(LINES, "application/x-ndjson; charset=utf-8"),
    "/speech.txt": Page(SPEECH),
    "/speech": Page(SPEECH, "text/plain"),
    "/cut.jsonl.gz": Page(gzip.compress(LINES)[:-12]),
    "/page": Page(b"<p>Nothing.</p>", "text/html"),
    "/gone.jsonl": Page(b"", status=410),
    "/latest": Page(b"", status=302, headers={"Location": "/statements.jsonl"}),
    "/inside.jsonl": Page(b"", status=302, headers={"Location": "ftp://127.0.0.1/"}),
}


@pytest.fixture(autouse=True)
def fetching_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSAY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ASSAY_EGRESS_ALLOW_PRIVATE", "true")
    monkeypatch.setenv("ASSAY_EGRESS_ALLOW_HTTP", "true")
    monkeypatch.setenv("ASSAY_EGRESS_PORTS", "0")


@pytest.mark.parametrize(
    ("path", "documents"),
    [
        ("/statements.jsonl?page=1", 3),
        ("/packed.jsonl.gz", 3),
        ("/unpacked-on-the-way.jsonl.gz", 3),
        ("/feed", 3),
        ("/latest", 3),
        ("/speech.txt", 1),
        ("/speech", 1),
    ],
)
def test_documents_are_fetched_and_found(path: str, documents: int) -> None:
    with pages_served(PAGES) as address:
        taken = json.loads(succeeded("ingest", f"{address}{path}", "--json").stdout)
    assert (taken["documents"], taken["bad"]) == (documents, [])
    found = json.loads(
        succeeded("search", "hurt" if documents == 1 else "missiles", "--json").stdout
    )
    assert len(found) == documents


def test_files_and_addresses_are_taken_together(tmp_path: Path) -> None:
    path = written(tmp_path / "own.jsonl", {**ROW, "id": "own"})
    with pages_served(PAGES) as address:
        places = (f"{address}/speech", path, f"{address}/feed")
        taken = json.loads(succeeded("ingest", *places, "--json").stdout)
    assert taken["documents"] == 5


def test_a_download_that_is_cut_is_named_by_its_address() -> None:
    with pages_served(PAGES) as address:
        result = assay("ingest", f"{address}/cut.jsonl.gz")
    assert result.exit_code == 1
    assert f"{address}/cut.jsonl.gz, line" in result.stderr
    assert "The file breaks off here" in result.stderr


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/page", "none of .jsonl, .jsonl.gz and .txt"),
        ("/gone.jsonl", "status 410"),
        ("/inside.jsonl", "/inside.jsonl: "),
    ],
)
def test_what_is_no_corpus_is_refused(path: str, says: str) -> None:
    with pages_served(PAGES) as address:
        refused("ingest", address + path, says=says)


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pages_served(PAGES) as address:
        monkeypatch.setattr(fetching, "UNPACKED_BYTES", len(LINES) - 1)
        refused("ingest", f"{address}/packed.jsonl.gz", says="unpacks to more than")
        monkeypatch.setattr(fetching, "CORPUS_BYTES", len(LINES) - 1)
        refused("ingest", f"{address}/statements.jsonl", says="larger than")


@pytest.mark.parametrize(
    ("allowed", "says"),
    [("HTTP", "The address is not https."), ("PRIVATE", "The address is not a public one.")],
)
def test_nothing_inside_is_fetched_unless_the_settings_allow_it(
    monkeypatch: pytest.MonkeyPatch, allowed: str, says: str
) -> None:
    monkeypatch.delenv(f"ASSAY_EGRESS_ALLOW_{allowed}")
    with pages_served(PAGES) as address:
        refused("ingest", f"{address}/statements.jsonl", says=says)


def test_a_missing_file_is_told_before_anything_is_fetched(tmp_path: Path) -> None:
    missing = tmp_path / "missing.jsonl"
    result = assay("ingest", "http://127.0.0.1:1/statements.jsonl", missing)
    assert result.exit_code == 1
    assert f"There is no file {missing}" in result.stderr
    assert "Fetching" not in result.stderr
