"""What is fetched from an address that somebody names: articles, and documents for the corpus."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Final
from urllib.parse import urlsplit

from runtime.egress import MEBIBYTE, Egress, EgressResponse, Want
from sources.reading import FetchedFile
from verification.errors import DocumentRejected, EgressFailed

CORPUS_BYTES: Final = 64 * MEBIBYTE
UNPACKED_BYTES: Final = 8 * CORPUS_BYTES
CORPUS_S: Final = 120.0
_LINES: Final = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
_ENDINGS: Final[Mapping[str, str]] = {
    "application/x-ndjson": ".jsonl",
    "application/ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "application/x-jsonlines": ".jsonl",
    "text/plain": ".txt",
}
_GZIP_MARK: Final = b"\x1f\x8b"


def fetched(egress: Egress, url: str, want: Want, timeout_s: float) -> EgressResponse:
    """What an address answers with status 200; EgressFailed for every other, and as Egress does."""
    answer = egress.get(url, want, timeout_s)
    if answer.status != 200:
        raise EgressFailed(f"The address answers with status {answer.status}.")
    return answer


def content_type(answer: EgressResponse) -> tuple[str, str]:
    """The media type in lower case, empty where none is told, and its parameters as written."""
    media_type, _, parameters = answer.headers.get("content-type", "").partition(";")
    return media_type.strip().lower(), parameters


def fetched_corpus_file(egress: Egress, url: str) -> FetchedFile:
    """Corpus input at an address: its kind is told by the ending, or else by the media type.

    Raises EgressFailed, and DocumentRejected where it is of another kind or unpacks to more than
    512 MiB.
    """
    answer = fetched(egress, url, Want(max_bytes=CORPUS_BYTES), CORPUS_S)
    ending = _ending(url) or _ending(answer.url) or _ENDINGS.get(content_type(answer)[0])
    if ending == ".jsonl":
        return FetchedFile(url, _packing(answer.body), answer.body)
    if ending == ".txt":
        return FetchedFile(url, ".txt", answer.body)
    raise DocumentRejected(
        "The address gives none of .jsonl, .jsonl.gz and .txt, neither by its ending nor by its "
        "Content-Type."
    )


def _ending(url: str) -> str:
    path = urlsplit(url).path.lower()
    if path.endswith(_LINES):
        return ".jsonl"
    return ".txt" if path.endswith(".txt") else ""


def _packing(body: bytes) -> str:
    """`.gz` or `.jsonl`: servers unpack on the way what ends in .gz, or pack what does not."""
    if not body.startswith(_GZIP_MARK):
        return ".jsonl"
    left = UNPACKED_BYTES
    with gzip.GzipFile(fileobj=BytesIO(body)) as unpacking:
        try:
            while left >= 0 and (part := unpacking.read1(MEBIBYTE)):
                left -= len(part)
        except (EOFError, gzip.BadGzipFile, zlib.error):
            pass  # who reads the lines names the place where it breaks off
    if left < 0:
        raise DocumentRejected(f"The document unpacks to more than {UNPACKED_BYTES:,} bytes.")
    return ".gz"
