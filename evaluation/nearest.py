"""A plain ranked search over a sample of passages, for claims that need a wrong passage."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from language.normal import content_words

Row = Mapping[str, Any]


class Nearest:
    """Passages by how well their words fit a claim: BM25 of SQLite's FTS5, in memory."""

    def __init__(self, passages: Sequence[Row]) -> None:
        self._passages = passages
        self._database = sqlite3.connect(":memory:")
        self._database.execute(
            "CREATE VIRTUAL TABLE words USING fts5(title, text, tokenize='porter unicode61')"
        )
        self._database.executemany(
            "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
            [(at, row.get("title") or "", row["text"]) for at, row in enumerate(passages)],
        )

    def best(self, claim: str, not_of: str) -> Row | None:
        """The best passage for a claim that is not of this document; None without any."""
        wanted = " OR ".join(f'"{word}"' for word in content_words(claim) if word.isalnum())
        if not wanted:
            return None
        found = self._database.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank, rowid LIMIT 50", (wanted,)
        )
        rows = (self._passages[at] for (at,) in found)
        return next((row for row in rows if row["doc_id"] != not_of), None)

    def close(self) -> None:
        """Let the memory go."""
        self._database.close()
