from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from sources.documents import BadLine, NewDocument
from sources.reading import corpus_files, read_files, read_lines
from verification.errors import DocumentRejected, NotFound


def row(**fields: object) -> dict[str, object]:
    return {"title": "T", "publisher": "The White House", "text": "Words here.", **fields}


def encoded(rows: Sequence[dict[str, object]]) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in rows)


def parted(items: Sequence[NewDocument | BadLine]) -> tuple[list[NewDocument], list[BadLine]]:
    documents = [item for item in items if isinstance(item, NewDocument)]
    return documents, [item for item in items if isinstance(item, BadLine)]


def of_rows(*rows: dict[str, object]) -> tuple[list[NewDocument], list[BadLine]]:
    return parted(list(read_lines(encoded(rows).splitlines(), origin="rows")))


def test_one_bad_line_is_named_and_the_rest_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    lines = [json.dumps(row(id=f"d{number}")) for number in range(10_000)]
    lines[4711] = '{"id": "d4711", "title": "no text"'
    path.write_text("\n".join(lines), encoding="utf-8")
    documents, bad = parted(list(read_files([path])))
    assert len(documents) == 9_999
    assert [(line.path, line.number) for line in bad] == [(str(path), 4712)]
    assert "not JSON" in bad[0].reason


def test_gzip_and_plain_files_in_a_folder_are_read_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.jsonl.gz").write_bytes(gzip.compress(encoded([row(id="two")])))
    (tmp_path / "a.jsonl").write_bytes(encoded([row(id="one")]))
    (tmp_path / "ignored.csv").write_text("x")
    files = corpus_files([tmp_path])
    assert [path.name for path in files] == ["a.jsonl", "two.jsonl.gz"]
    counted = 0

    def on_bytes(more: int) -> None:
        nonlocal counted
        counted += more

    documents, bad = parted(list(read_files(files, on_bytes=on_bytes)))
    assert [document.id for document in documents] == ["one", "two"]
    assert bad == []
    assert counted == sum(path.stat().st_size for path in files)


def test_a_plain_text_file_is_one_document(tmp_path: Path) -> None:
    path = tmp_path / "speech.txt"
    front = json.dumps({"id": "speech", "title": "A speech", "publisher": "Ministry of Finance"})
    path.write_text(f"{front}\nDear all.\n\nThank you.\n", encoding="utf-8")
    documents, _ = parted(list(read_files([path])))
    assert [document.text for document in documents] == ["Dear all.\n\nThank you."]


def test_a_file_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    whole = gzip.compress(encoded([row(id=f"d{n}", text=f"{n} " * 200) for n in range(3000)]))
    path = tmp_path / "broken.jsonl.gz"
    path.write_bytes(whole[: len(whole) // 2])
    documents, bad = parted(list(read_files([path])))
    assert documents
    assert len(bad) == 1
    assert "breaks off" in bad[0].reason
    assert bad[0].number >= len(documents)


def test_what_is_no_gzip_file_is_one_bad_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.jsonl.gz"
    path.write_bytes(b"plain words")
    _, bad = parted(list(read_files([path])))
    assert len(bad) == 1


@pytest.mark.parametrize("name", ["missing.jsonl", "folder", "table.csv"])
def test_paths_that_hold_no_corpus_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "table.csv").write_text("a,b")
    with pytest.raises((NotFound, DocumentRejected)) as error:
        corpus_files([tmp_path / name])
    assert name in error.value.detail


def test_rows_of_one_document_become_its_passages() -> None:
    documents, bad = of_rows(
        row(id="p0", doc_id="d", text="First words."),
        row(id="p1", doc_id="d", text="Second words."),
        row(id="q0", doc_id="e"),
    )
    assert bad == []
    first = documents[0]
    assert [document.id for document in documents] == ["d", "e"]
    assert [passage.id for passage in first.passages] == ["p0", "p1"]
    texts = [first.text[passage.start : passage.end] for passage in first.passages]
    assert texts == ["First words.", "Second words."]


def test_a_bad_line_inside_a_document_leaves_the_others_in_it() -> None:
    documents, bad = of_rows(
        row(id="p0", doc_id="d"), row(id="p1", doc_id="d", text=""), row(id="p2", doc_id="d")
    )
    assert [passage.id for passage in documents[0].passages] == ["p0", "p2"]
    assert [line.number for line in bad] == [2]


def test_what_differs_between_passages_is_given_to_no_other() -> None:
    documents, _ = of_rows(
        row(id="p0", doc_id="d", title="Algeria – Geography: Area", speaker="A", date="2021-01-01"),
        row(id="p1", doc_id="d", title="Algeria – People: Count", date="2021-01-01"),
    )
    document = documents[0]
    assert document.title == "Algeria"
    assert document.speaker is None
    assert str(document.published_at) == "2021-01-01"
    assert [passage.speaker for passage in document.passages] == ["A", None]
    assert document.passages[1].title == "Algeria – People: Count"
    assert document.passages[0].published_at is None


@pytest.mark.parametrize(
    ("rows", "kept", "number"),
    [
        ([row(id="p0", doc_id="d"), row(id="x"), row(id="p1", doc_id="d")], ["d", "x"], 3),
        ([row(id="p0", doc_id="d"), row(id="p0", doc_id="d")], ["d"], 2),
        ([row(id="x"), row(id="x", text="Other.")], ["x"], 2),
        (
            [row(id="p0", doc_id="d"), row(id="p1", doc_id="d", publisher="Reuters")],
            ["d"],
            2,
        ),
    ],
    ids=["parted document", "passage twice", "document twice", "two publishers"],
)
def test_rows_that_contradict_each_other_are_named(
    rows: list[dict[str, object]], kept: list[str], number: int
) -> None:
    documents, bad = of_rows(*rows)
    assert [document.id for document in documents] == kept
    assert [line.number for line in bad] == [number]


def test_a_document_of_one_passage_gives_it_its_id() -> None:
    documents, _ = of_rows(row(id="nkprov-1"))
    assert [passage.id for passage in documents[0].passages] == ["nkprov-1"]


def test_a_long_document_is_parted_and_its_passages_are_numbered() -> None:
    documents, _ = of_rows(row(id="long", text="These are some words of a sentence. " * 100))
    document = documents[0]
    assert [passage.id for passage in document.passages][:2] == ["long-0", "long-1"]
    assert document.passages[-1].end == len(document.text)


def test_a_document_without_id_always_gets_the_same_one() -> None:
    first, _ = of_rows(row())
    again, _ = of_rows(row(), row(text="Other words."))
    assert first[0].id == again[0].id
    assert again[0].id != again[1].id
