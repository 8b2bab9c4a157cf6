"""Many documents in one request: newline-delimited JSON, taken line by line as it arrives."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, cast

from flask import request

from records.documents import DocumentInput
from runtime.ingestion import IngestReport, ingest
from service.errors import Problem
from service.intake import as_input
from service.state import runtime, settings
from sources.documents import BadLine, NewDocument
from sources.reading import bounded_lines, read_lines

BUFFER_BYTES: Final = 256 * 1024


@dataclass(slots=True)
class Bulk:
    """One bulk request under way."""

    most_lines: int
    most_characters: int
    lines: int = 0
    refused: list[BadLine] = field(default_factory=list)
    remarks: Counter[str] = field(default_factory=Counter)
    places: list[tuple[int, str]] = field(default_factory=list)

    def inputs(self, lines: Iterable[bytes]) -> Iterator[DocumentInput]:
        """The documents in lines; bad lines and remarks are kept aside."""
        for item in read_lines(self._counted(lines), origin="body"):
            if isinstance(item, BadLine):
                self.refused.append(item)
            elif len(item.text) > self.most_characters:
                reason = f"The text has more than {self.most_characters:,} characters."
                self.refused.append(BadLine("body", self.lines, reason))
            else:
                yield self._noted(item)

    def body(self, report: IngestReport) -> dict[str, Any]:
        """What became of it all."""
        bad = [{"line": each.number, "detail": each.reason} for each in self.refused]
        for each in report.refused:
            line, name = self.places[each.position]
            bad.append({"line": line, "detail": f"Document {name}: {each.detail}"})
        return {
            "lines": self.lines,
            "documents": report.stored,
            "changed": report.changed,
            "passages": report.passages,
            "waiting": report.waiting,
            "refused": sorted(bad, key=lambda each: each["line"]),
            "remarks": [
                {"detail": detail, "lines": count} for detail, count in self.remarks.most_common()
            ],
        }

    def _counted(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        for line in lines:
            self.lines += 1
            if self.lines > self.most_lines:
                raise Problem(
                    "too-large",
                    f"One request may have {self.most_lines:,} lines. Those before were taken; "
                    "send the rest in further requests.",
                )
            yield line

    def _noted(self, document: NewDocument) -> DocumentInput:
        self.remarks.update(document.remarks)
        self.places.append((self.lines, document.id))
        return as_input(document)


def take_bulk(*, actor: str) -> dict[str, Any]:
    """Take the documents in the request's body; every good one is kept, whatever the others are."""
    bulk = Bulk(settings().max_bulk_documents, settings().max_document_characters)
    report = ingest(runtime(), bulk.inputs(_body_lines()), actor=actor)
    return bulk.body(report)


def _body_lines() -> Iterator[bytes]:
    stream = io.BufferedReader(cast("io.RawIOBase", request.stream), BUFFER_BYTES)
    try:
        yield from bounded_lines(stream)
    finally:
        # The server owns the stream beneath.
        stream.detach()
