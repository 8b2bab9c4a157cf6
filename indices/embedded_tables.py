"""The tables of the embedded corpus and the SQL on them.

A file holds one live build and, during a rebuild, a second one beside it; `#` in the SQL below
stands for the number of the build.

    builds       which build is live, and the content of each (count and sums of marks); a number
                 is never given again, lest a rebuild write into the one that superseded it
    passages_#   what filters, ties and bookkeeping need: narrow, because every match reads it
    shown_#      what a hit shows
    words_#      the folded, stemmed words: SQLite FTS5, BM25 with its fixed k1 1.2 and b 0.75
    terms_#      how many passages hold a word (fts5vocab)
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from indices.analysis import ANALYSIS_VERSION
from indices.generation import Marks
from verification.types import DocumentRef, Passage, Source

# Raised whenever the tables below change; the version of the analysis stands beside it.
TABLES_VERSION: Final = 1
FILE_VERSION: Final = TABLES_VERSION * 1000 + ANALYSIS_VERSION

CREATE_FILE: Final = """
CREATE TABLE builds (
  number INTEGER PRIMARY KEY AUTOINCREMENT, live INTEGER NOT NULL, count INTEGER NOT NULL,
  h1 INTEGER NOT NULL, h2 INTEGER NOT NULL, h3 INTEGER NOT NULL, h4 INTEGER NOT NULL,
  h5 INTEGER NOT NULL);
"""

# The words arrive folded, so ASCII is all the tokenizer has to know; the three signs occur within
# words: 4.3, o'brien, 2021-03.
CREATE_BUILD: Final = """
CREATE TABLE passages_# (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document_id TEXT NOT NULL, day INTEGER,
  source_id TEXT NOT NULL, language TEXT NOT NULL,
  h1 INTEGER NOT NULL, h2 INTEGER NOT NULL, h3 INTEGER NOT NULL, h4 INTEGER NOT NULL,
  h5 INTEGER NOT NULL);
CREATE INDEX passages_#_document ON passages_# (document_id);
CREATE TABLE shown_# (
  number INTEGER PRIMARY KEY, version INTEGER NOT NULL, start INTEGER NOT NULL,
  "end" INTEGER NOT NULL, text TEXT NOT NULL, title TEXT NOT NULL, source_name TEXT NOT NULL,
  source_kind TEXT NOT NULL, source_weight REAL NOT NULL, url TEXT, speaker TEXT);
CREATE VIRTUAL TABLE words_# USING fts5(words, tokenize="ascii tokenchars '.-'''");
CREATE VIRTUAL TABLE terms_# USING fts5vocab(words_#, row);
"""
DROP_BUILD: Final = """
DROP TABLE terms_#;
DROP TABLE words_#;
DROP TABLE shown_#;
DROP TABLE passages_#;
"""

START_BUILD: Final = "INSERT INTO builds VALUES (NULL, ?, 0, 0, 0, 0, 0, 0) RETURNING number"
LIVE: Final = "SELECT number FROM builds WHERE live"
CONTENT: Final = "SELECT count, h1, h2, h3, h4, h5 FROM builds WHERE number = ?"
SET_CONTENT: Final = (
    "UPDATE builds SET count = ?, h1 = ?, h2 = ?, h3 = ?, h4 = ?, h5 = ? WHERE number = ?"
)
COUNTED: Final = """
SELECT count(*), ifnull(sum(h1), 0), ifnull(sum(h2), 0), ifnull(sum(h3), 0), ifnull(sum(h4), 0),
  ifnull(sum(h5), 0) FROM passages_#"""
BY_DOCUMENT: Final = """
SELECT document_id, count(*), sum(h1), sum(h2), sum(h3), sum(h4), sum(h5)
FROM passages_# GROUP BY document_id"""

FIND_DOCUMENT: Final = "SELECT id, number, h1, h2, h3, h4, h5 FROM passages_# WHERE document_id = ?"
FIND_PASSAGE: Final = "SELECT id, number, h1, h2, h3, h4, h5 FROM passages_# WHERE id = ?"
DELETE: Final = (
    "DELETE FROM words_# WHERE rowid = ?",
    "DELETE FROM shown_# WHERE number = ?",
    "DELETE FROM passages_# WHERE number = ?",
)
INSERT_PASSAGE: Final = """
INSERT INTO passages_# (id, document_id, day, source_id, language, h1, h2, h3, h4, h5)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
INSERT_SHOWN: Final = "INSERT INTO shown_# VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
INSERT_WORDS: Final = "INSERT INTO words_# (rowid, words) VALUES (?, ?)"

_COLUMNS: Final = """
p.id, p.document_id, p.day, p.source_id, p.language, s.version, s.start, s."end", s.text, s.title,
s.source_name, s.source_kind, s.source_weight, s.url, s.speaker"""
GET: Final = f"""
SELECT {_COLUMNS} FROM passages_# p JOIN shown_# s USING (number) WHERE p.id = ?"""  # noqa: S608
OF_DOCUMENT: Final = f"""
SELECT {_COLUMNS} FROM passages_# p JOIN shown_# s USING (number)
WHERE p.document_id = ?"""  # noqa: S608
HOW_COMMON: Final = "SELECT doc FROM terms_# WHERE term = ?"
# bm25() is negative, the better the lower. @publishers is for `embedded_query.search_statement`.
SEARCH: Final = f"""
SELECT {_COLUMNS} FROM (
  SELECT p.number, bm25(words_#) - (CASE WHEN p.day IS NULL OR :until IS NULL THEN 0
    ELSE :nearness / (1 + (:until - p.day) / :days) END) AS badness, p.id
  FROM words_# JOIN passages_# p ON p.number = words_#.rowid
  WHERE words_# MATCH :match
    AND CASE WHEN p.day IS NULL THEN :undated
      ELSE p.day BETWEEN ifnull(:from, 0) AND ifnull(:until, 9999999) END
    AND (NOT :by_publisher OR p.source_id IN (@publishers))
    AND (:language IS NULL OR p.language = :language)
  ORDER BY badness, p.id LIMIT :limit) best
JOIN passages_# p USING (number) JOIN shown_# s USING (number) ORDER BY best.badness, p.id"""  # noqa: S608


def sql(template: str, build: int) -> str:
    """The SQL for one build."""
    return template.replace("#", str(build))


def passage_row(passage: Passage, found: Marks) -> tuple[Any, ...]:
    """A row of `passages_#`, without its number; days are proleptic Gregorian ordinals."""
    document = passage.document
    day = document.published_at.toordinal() if document.published_at else None
    return (passage.id, document.id, day, document.source.id, document.language, *found)


def shown_row(number: int, passage: Passage) -> tuple[Any, ...]:
    """A row of `shown_#`."""
    document, source = passage.document, passage.document.source
    return (
        *(number, document.version, passage.start, passage.end, passage.text, document.title),
        *(source.name, source.kind, source.weight, document.url, document.speaker),
    )


def as_passage(row: tuple[Any, ...]) -> Passage:
    """The passage in a row of GET, OF_DOCUMENT or SEARCH."""
    passage_id, document_id, day, source_id, language, version, start, end, text, *rest = row
    title, name, kind, weight, url, speaker = rest
    document = DocumentRef(
        id=document_id,
        version=version,
        title=title,
        source=Source(source_id, name, kind, weight),
        published_at=None if day is None else date.fromordinal(day),
        url=url,
        speaker=speaker,
        language=language,
    )
    return Passage(passage_id, document, start, end, text)
