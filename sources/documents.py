"""A document as it comes in, before the records know it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class NewPassage:
    """Characters `start` to `end` of a new document, with the id the index will know them by.

    `title`, `speaker`, `published_at` and `url` are given where the passage has its own, and None
    where those of its document hold.
    """

    id: str
    start: int
    end: int
    title: str | None = None
    speaker: str | None = None
    published_at: date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class NewDocument:
    """One publication with its passages.

    `remarks` says in plain words what was left out while reading it: a date that cannot be read,
    a field nobody knows.
    """

    id: str
    title: str
    publisher: str
    publisher_kind: str
    text: str
    passages: tuple[NewPassage, ...]
    published_at: date | None = None
    url: str | None = None
    speaker: str | None = None
    language: str = "en"
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be taken: where it is and one sentence that says why."""

    path: str
    number: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}, line {self.number}: {self.reason}"


def content_id(*parts: str | None) -> str:
    """The id of a document that came without one: the same content always gets the same id."""
    canonical = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return f"doc_{hashlib.sha256(canonical.encode()).hexdigest()[:26]}"
