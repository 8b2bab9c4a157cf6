"""One build of the embedded corpus, within a transaction under way."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from indices.analysis import searchable
from indices.batches import Batch, compare
from indices.embedded_query import stemmed
from indices.embedded_tables import (
    BY_DOCUMENT,
    CONTENT,
    COUNTED,
    DELETE,
    FIND_DOCUMENT,
    FIND_PASSAGE,
    HOW_COMMON,
    INSERT_PASSAGE,
    INSERT_SHOWN,
    INSERT_WORDS,
    LIVE,
    OF_DOCUMENT,
    SET_CONTENT,
    as_passage,
    passage_row,
    shown_row,
    sql,
)
from indices.generation import Content, Marks
from verification.ports import AddReport
from verification.types import Passage


class Build:
    """The tables of one build, read and written over one connection."""

    def __init__(self, connection: sqlite3.Connection, number: int) -> None:
        self.number = number
        self._connection = connection

    def rows(self, template: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[Any]:
        """All the rows that a statement of `embedded_tables` gives for this build."""
        return self._connection.execute(sql(template, self.number), parameters).fetchall()

    def content(self) -> Content | None:
        """The content as noted, or None for a build that is no longer there."""
        noted = self._connection.execute(CONTENT, (self.number,)).fetchone()
        return _content(noted) if noted else None

    def counted(self) -> Content:
        """The content as it stands in the tables, added up anew."""
        return _content(self.rows(COUNTED)[0])

    def by_document(self) -> dict[str, Content]:
        """The content of each document."""
        return {row[0]: _content(row[1:]) for row in self.rows(BY_DOCUMENT)}

    def of_documents(self, document_ids: Sequence[str]) -> list[Passage]:
        """The passages of these documents, in no order."""
        rows = (self.rows(OF_DOCUMENT, (each,)) for each in document_ids)
        return [as_passage(row) for row in chain.from_iterable(rows)]

    def how_common(self, word: str) -> int:
        """How many passages hold a stemmed word."""
        found = self.rows(HOW_COMMON, (word,))
        return int(found[0][0]) if found else 0

    def replace(self, batch: Batch) -> AddReport:
        """Make the documents of the batch hold its passages and no others."""
        content = self.content() or Content()
        found = self._find(batch) if content.count else {}
        change = compare(batch, {each: marks for each, (_, marks) in found.items()})
        stale = (each.id for each, _ in change.written if each.id in found)
        self._delete(found[each][0] for each in (*change.gone, *stale))
        for passage, marks in change.written:
            self._insert(passage, marks)
        written = (marks for _, marks in change.written)
        self._note(content.changed(written, change.replaced))
        return change.report

    def _find(self, batch: Batch) -> dict[str, tuple[int, Marks]]:
        rows = [row for each in batch.documents for row in self.rows(FIND_DOCUMENT, (each,))]
        seen = {row[0] for row in rows}
        elsewhere = (each for each in batch.passages if each not in seen)
        rows += (row for each in elsewhere for row in self.rows(FIND_PASSAGE, (each,)))
        return {row[0]: (row[1], _content(row[1:]).sums) for row in rows}

    def _delete(self, numbers: Iterable[int]) -> None:
        several = [(number,) for number in numbers]
        for template in DELETE if several else ():
            self._connection.executemany(sql(template, self.number), several)

    def _insert(self, passage: Passage, marks: Marks) -> None:
        execute = self._connection.execute
        at = execute(sql(INSERT_PASSAGE, self.number), passage_row(passage, marks)).lastrowid
        assert at is not None
        execute(sql(INSERT_SHOWN, self.number), shown_row(at, passage))
        execute(sql(INSERT_WORDS, self.number), (at, stemmed(searchable(passage))))

    def _note(self, content: Content) -> None:
        noted = content.count, *content.sums, self.number
        self._connection.execute(SET_CONTENT, noted)


def live_build(connection: sqlite3.Connection) -> Build:
    """The build that searches read."""
    (number,) = connection.execute(LIVE).fetchone()
    return Build(connection, number)


def _content(row: Sequence[int]) -> Content:
    count, one, two, three, four, five = row
    return Content(count, (one, two, three, four, five))
