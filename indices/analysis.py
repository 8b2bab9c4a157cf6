"""What both engines make of a text before they see it: the words it can be found by.

Case, accents, possessives, thousands separators, initials ("U.S.") and the names of countries are
folded and function words dropped here, once, so that the engines need to do no more than stem.
Raw text never reaches an engine's query language: what leaves this module is words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Final

from indices.place_names import NAMES_OF_SEVERAL_WORDS, PEOPLE
from language.normal import STOP_WORDS, words
from verification.types import Passage

# Raised whenever the same text would fold to other words; older indices are then not read.
ANALYSIS_VERSION: Final = 1

# What a passage published NEAR_DAYS before the day asked about gains over one long before it: half
# of NEARNESS times the words asked for, on top of BM25. Claims are mostly about what is recent.
NEARNESS: Final = 0.8
NEAR_DAYS: Final = 30

MOST_WORDS: Final = 64
MOST_PHRASES: Final = 4
LONGEST_PHRASE: Final = 24
_LONGEST_WORD: Final = 64
_MOST_REMEMBERED: Final = 300_000

# Cheap, and what it finds is remembered; the careful pattern runs once for each chunk.
_CHUNK: Final = re.compile(r"\w+(?:['’.,]\w+)*|%")
_TOKEN: Final = re.compile(
    r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"  # 88,200 and 1,250.5
    r"|\d+(?:\.\d+)+"
    r"|(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])"  # U.S, D.C
    r"|[^\W_]+(?:['’][^\W_]+)*"
)
_PERCENT: Final = {"%", "cent"}  # "per cent": its first half is a function word
_QUOTED: Final = re.compile(
    r"“([^“”]{3,400})”|\"([^\"]{3,400})\"|(?<!\w)['‘]([^'‘’]{3,400})['’](?!\w)"
)
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH_OF_YEAR: Final = re.compile(
    rf"\b(?P<name>{'|'.join(_MONTHS)})(?:\s+\d{{1,2}},)?\s+(?P<year>[12]\d{{3}})\b"
    r"|\b(?P<iso_year>[12]\d{3})-(?P<number>0[1-9]|1[0-2])(?:-\d\d)?\b",
    re.IGNORECASE,
)


class _Folded(dict[str, str]):
    """What each chunk met so far folds to: one word, several, or nothing."""

    def __missing__(self, chunk: str) -> str:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[chunk] = folded = _fold_chunk(chunk)
        return folded


def _fold_chunk(chunk: str) -> str:
    if chunk in _PERCENT:
        return "percent"
    return " ".join(
        PEOPLE.get(plain, plain)[:_LONGEST_WORD]
        for token in _TOKEN.findall(chunk)
        for word in words(token)
        if word not in STOP_WORDS and (plain := _plain(word))
    )


def _plain(word: str) -> str:
    if word.isascii():
        return word
    split = unicodedata.normalize("NFKD", word)
    bare = "".join(letter for letter in split if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare)


_FOLDED: Final = _Folded()


def fold(text: str) -> str:
    """The words of a text that carry meaning, folded, in order, parted by single spaces."""
    joined = " ".join(filter(None, map(_FOLDED.__getitem__, _CHUNK.findall(text))))
    for several, one in NAMES_OF_SEVERAL_WORDS:
        if several in joined:
            joined = f" {joined} ".replace(f" {several} ", f" {one} ")[1:-1]
    return joined


# The passages of a document have their header in common.
_fold_header = lru_cache(maxsize=4096)(fold)


def encodable(name: str) -> str:
    """A name that can be sent to an engine: half characters, which no stored name has, replaced."""
    return name.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def month_word(day: date) -> str:
    """The word for a month of a year; `fold` never makes one, so only dates match dates."""
    return f"{day.year:04d}-{day.month:02d}"


def searchable(passage: Passage) -> str:
    """All the words a passage is found by, folded.

    The title counts twice; publisher, speaker and day of publication stand beside the text, so
    that "in March 2021" finds what was published then and does not name the month itself.
    """
    document = passage.document
    title = _fold_header(document.title)
    head = (title, title, _fold_header(document.source.name), _fold_header(document.speaker or ""))
    day = document.published_at
    dated = (str(day.day), _MONTHS[day.month - 1], str(day.year), month_word(day)) if day else ()
    return " ".join(filter(None, (*head, *dated, fold(passage.text))))


@dataclass(frozen=True, slots=True)
class QueryWords:
    """What to look for: single words, the most telling only, and quoted words in a row."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()


def query_words(text: str) -> QueryWords:
    """The words of a query in the order of the text; none for a text without content words."""
    found = fold(text).split()
    months = [month for match in _MONTH_OF_YEAR.finditer(text) if (month := _month(match))]
    return QueryWords(_most_telling([*found, *months]), tuple(_phrases(text)))


def _month(match: re.Match[str]) -> str:
    if match["iso_year"]:
        return f"{match['iso_year']}-{match['number']}"
    return f"{match['year']}-{_MONTHS.index(match['name'].lower()) + 1:02d}"


def _most_telling(found: list[str]) -> tuple[str, ...]:
    """Of a long text, the words it repeats and the long ones, which are the rarer ones."""
    counts = Counter(found)
    if len(counts) <= MOST_WORDS:
        return tuple(counts)
    telling = sorted(counts, key=lambda word: (-counts[word], -len(word), word))[:MOST_WORDS]
    return tuple(word for word in counts if word in set(telling))


def _phrases(text: str) -> list[tuple[str, ...]]:
    quoted = (next(filter(None, match.groups())) for match in _QUOTED.finditer(text))
    several = (
        row for each in quoted if 1 < len(row := tuple(fold(each).split())) <= LONGEST_PHRASE
    )
    return list(islice(dict.fromkeys(several), MOST_PHRASES))
