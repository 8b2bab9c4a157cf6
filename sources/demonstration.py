"""The demonstration corpus and the claims to try on it, as shipped."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Final

from sources.documents import BadLine, NewDocument
from sources.reading import read_lines
from verification.errors import Defect
from verification.types import Veracity

_DATA: Final = files("sources") / "data"


@dataclass(frozen=True, slots=True)
class ExampleClaim:
    """A claim for the start page: the verdict it should get, and what that shows."""

    kind: str
    text: str
    claimed_at: date
    speaker: str | None
    veracity: Veracity
    shows: str


def demonstration_documents() -> list[NewDocument]:
    """The documents of the demonstration corpus."""
    lines = (_DATA / "demonstration.jsonl").read_bytes().splitlines()
    documents = []
    for item in read_lines(lines, origin="demonstration.jsonl"):
        if isinstance(item, BadLine):
            raise Defect(str(item))
        documents.append(item)
    return documents


def example_claims() -> tuple[ExampleClaim, ...]:
    """Eight claims about the demonstration corpus, one for each kind of answer."""
    rows = json.loads((_DATA / "example_claims.json").read_bytes())
    return tuple(
        ExampleClaim(
            kind=row["kind"],
            text=row["text"],
            claimed_at=date.fromisoformat(row["claimed_at"]),
            speaker=row["speaker"],
            veracity=Veracity(row["veracity"]),
            shows=row["shows"],
        )
        for row in rows
    )
