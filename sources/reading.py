"""Corpus input from files: JSON Lines, plain or gzip'ed, folders of them, and plain text.

A plain text file (`.txt`) begins with a front line, one JSON object with at least `title` and
`publisher`; the rest of the file is the text of the document.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO, Final

from sources.documents import BadLine, NewDocument
from sources.grouping import PlacedRow, group_rows
from sources.rows import parse_row, parse_text
from verification.errors import DocumentRejected, NotFound

_ENDINGS: Final = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz", ".txt")
LONGEST_LINE: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """Corpus input from the web: `suffix` is `.txt`, `.gz` or `.jsonl`."""

    url: str
    suffix: str
    body: bytes = field(repr=False)

    def __str__(self) -> str:
        return self.url


def corpus_files(paths: Sequence[Path]) -> list[Path]:
    """The files that `paths` name, each folder replaced by the corpus files below it.

    Raises NotFound for a path that is not there or a folder without corpus files, and
    DocumentRejected for a file of another kind.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if each.name.endswith(_ENDINGS))
            if not inside:
                raise NotFound(f"There is no .jsonl, .jsonl.gz or .txt file in {path}.")
            files += inside
        elif not path.exists():
            raise NotFound(f"There is no file {path}.")
        elif not path.name.endswith(_ENDINGS):
            raise DocumentRejected(f"{path} is none of .jsonl, .jsonl.gz and .txt.")
        else:
            files.append(path)
    return files


def read_files(
    files: Sequence[Path | FetchedFile], *, on_bytes: Callable[[int], object] = int
) -> Iterator[NewDocument | BadLine]:
    """The documents in `files`, one at a time, and every line that could not be taken.

    `on_bytes` is told how many bytes of the files were read since it was last called.
    """
    seen: set[str] = set()
    for file in files:
        yield from group_rows(_rows_of_file(file, on_bytes), seen)


def read_lines(lines: Iterable[bytes], *, origin: str) -> Iterator[NewDocument | BadLine]:
    """The documents in lines of JSON; `origin` is what a bad line says it comes from."""
    placed = (_place(origin, number, line) for number, line in enumerate(lines, start=1))
    return group_rows((each for each in placed if each is not None), set())


def _place(origin: str, number: int, line: bytes) -> PlacedRow | BadLine | None:
    if not line.strip():
        return None
    if too_long := _too_long(origin, number, line):
        return too_long
    try:
        return PlacedRow(origin, number, parse_row(line))
    except DocumentRejected as error:
        return BadLine(origin, number, error.detail)


def _too_long(origin: str, number: int, line: bytes) -> BadLine | None:
    if len(line) <= LONGEST_LINE:
        return None
    return BadLine(origin, number, f"The line is longer than {LONGEST_LINE} bytes.")


def _rows_of_file(
    file: Path | FetchedFile, on_bytes: Callable[[int], object]
) -> Iterator[PlacedRow | BadLine]:
    with file.open("rb") if isinstance(file, Path) else BytesIO(file.body) as raw:
        told = 0
        for item in _text_file(file, raw) if file.suffix == ".txt" else _line_file(file, raw):
            if item is not None:
                yield item
            if raw.tell() != told:
                on_bytes(raw.tell() - told)
                told = raw.tell()


def _line_file(file: Path | FetchedFile, raw: IO[bytes]) -> Iterator[PlacedRow | BadLine | None]:
    for line in numbered_lines(file, raw):
        yield line if isinstance(line, BadLine) else _place(str(file), *line)


def numbered_lines(
    file: Path | FetchedFile, raw: IO[bytes]
) -> Iterator[tuple[int, bytes] | BadLine]:
    """The lines of `file`, open as `raw`, from 1; one too long is bad, and so is a break-off."""
    number = 0
    stream = gzip.GzipFile(fileobj=raw) if file.suffix == ".gz" else raw
    try:
        for number, line in enumerate(bounded_lines(stream), start=1):
            yield _too_long(str(file), number, line) or (number, line)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        yield BadLine(str(file), number + 1, f"The file breaks off here: {error}.")


def bounded_lines(stream: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    """Lines of `stream`; of one that is too long only the beginning, still too long."""
    while line := stream.readline(LONGEST_LINE + 1):
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE + 1)
        yield line


def _text_file(file: Path | FetchedFile, raw: IO[bytes]) -> Iterator[PlacedRow | BadLine]:
    front = raw.readline(LONGEST_LINE)
    body = raw.read(LONGEST_LINE + 1)
    if len(body) > LONGEST_LINE:
        yield BadLine(str(file), 2, f"The text is longer than {LONGEST_LINE} bytes.")
        return
    try:
        yield PlacedRow(str(file), 1, parse_text(front, body))
    except DocumentRejected as error:
        yield BadLine(str(file), 1, error.detail)
