"""Parting a document into passages: the units that are searched and quoted.

Where to cut is a shortest path over the gaps between sentences, as in Knuth and Plass, "Breaking
paragraphs into lines", 1981: every passage costs the square of its distance from the wanted
length, and a cut costs more inside a paragraph and much more under a heading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from language.sentences import split_sentences

LONGEST: Final = 220
SHORTEST: Final = 90
_WANTED: Final = 155
_INSIDE_PARAGRAPH: Final = 0.5
_TOO_SHORT: Final = 2.0
_UNDER_HEADING: Final = 50.0
_HEADING_WORDS: Final = 16
_WORD: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, or a part of one too long for a passage, and what comes after it."""

    start: int
    end: int
    words: int
    cut_cost: float


def split_passages(text: str) -> list[tuple[int, int]]:
    """The passages of `text` as character ranges, in order, without white space at their ends.

    Passages have 90 to 220 words wherever the sentences allow it, begin and end with a sentence,
    and never part a heading from what it heads. A text of up to 220 words is one passage.
    """
    units = _units(text)
    if not units:
        return []
    if sum(unit.words for unit in units) <= LONGEST:
        return [(units[0].start, units[-1].end)]
    return _cheapest(units)


def _cheapest(units: list[_Unit]) -> list[tuple[int, int]]:
    best = [0.0] + [float("inf")] * len(units)
    begins = [0] * (len(units) + 1)
    for end in range(1, len(units) + 1):
        words = 0
        for start in range(end - 1, -1, -1):
            words += units[start].words
            if words > LONGEST and start < end - 1:
                break
            cost = best[start] + _length_cost(words) + units[end - 1].cut_cost
            if cost < best[end]:
                best[end], begins[end] = cost, start
    return _ranges(units, begins)


def _length_cost(words: int) -> float:
    distance = ((words - _WANTED) / (LONGEST - _WANTED)) ** 2
    return distance + (_TOO_SHORT if words < SHORTEST else 0.0)


def _ranges(units: list[_Unit], begins: list[int]) -> list[tuple[int, int]]:
    found = []
    end = len(units)
    while end:
        found.append((units[begins[end]].start, units[end - 1].end))
        end = begins[end]
    return found[::-1]


def _units(text: str) -> list[_Unit]:
    sentences = split_sentences(text)
    units = []
    for at, sentence in enumerate(sentences):
        following = sentences[at + 1].start if at + 1 < len(sentences) else None
        gap = "" if following is None else text[sentence.end : following]
        pieces = _pieces(sentence.start, sentence.text)
        units += [_Unit(start, end, words, _INSIDE_PARAGRAPH) for start, end, words in pieces[:-1]]
        start, end, words = pieces[-1]
        units.append(
            _Unit(start, end, words, _cut_cost(sentence.text, gap, last=following is None))
        )
    return units


def _pieces(offset: int, sentence: str) -> list[tuple[int, int, int]]:
    words = [(found.start(), found.end()) for found in _WORD.finditer(sentence)]
    pieces = []
    for at in range(0, len(words), LONGEST):
        part = words[at : at + LONGEST]
        pieces.append((offset + part[0][0], offset + part[-1][1], len(part)))
    return pieces


def _cut_cost(sentence: str, gap: str, *, last: bool) -> float:
    if last:
        return 0.0
    if "\n" not in gap:
        return _INSIDE_PARAGRAPH
    is_heading = sentence[-1] not in '.!?…"”’)' and len(sentence.split()) <= _HEADING_WORDS
    return _UNDER_HEADING if is_heading else 0.0
