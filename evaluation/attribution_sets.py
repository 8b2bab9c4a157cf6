"""Attributions against PolNeAR: source, cue and content, exact and by overlap.

The set is that of Newell et al., "An Attribution Relations Corpus for Political News", LREC 2018.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from language.quotations import find_quotations
from verification.extraction.attribution import Saying, masked, sayings_in
from verification.extraction.continuing import with_continued
from verification.extraction.layout import lay_out

FIELDS: Final = ("source", "cue", "content")
_AROUND: Final = " \t\r\n,.:;“”\"'‘’–—-"
Places = frozenset[int]


@dataclass(frozen=True, slots=True)
class Told:
    """One attribution: for each field the characters of the paragraph, without marks around."""

    fields: Mapping[str, Places]


def score_attributions(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Score the rules on rows with `context`, the three fields and their `spans`.

    An attribution found is that of the row whose cue it shares. *Exact*: all characters of a field
    agree, but for quotation marks, "that" and stops around it; F1 over all found and all expected.
    *Overlap*: F1 of the characters shared.
    """
    groups: dict[tuple[str, str], list[Told]] = {}
    unplaced = 0
    for row in rows:
        told = _expected(row)
        unplaced += told is None
        if told:
            document = str(row["id"]).rsplit("-", 1)[0]
            groups.setdefault((document, row["context"]), []).append(told)
    counts = {field: _Counts() for field in FIELDS}
    found_cues = 0
    for (_, context), expected in groups.items():
        found_cues += _count(counts, expected, found_in(context))
    expected_cues = sum(map(len, groups.values()))
    return {
        "n": expected_cues,
        "unplaced": unplaced,
        "found": found_cues / (expected_cues or 1),
        **{field: counts[field].scores() for field in FIELDS},
    }


def found_in(context: str) -> list[Told]:
    """Return the attributions that the rules find in a paragraph."""
    quotations = find_quotations(context)
    blotted = masked(context, quotations)
    units = lay_out(context)
    sayings = [sayings_in(blotted, unit.start, unit.end) for unit in units]
    continued = with_continued(context, units, sayings, quotations)
    found: dict[int, list[Saying]] = {}
    for saying in (saying for said in continued for saying in said):
        found.setdefault(saying.cue.start, []).append(saying)
    return [_told(context, said) for said in found.values()]


@dataclass(slots=True)
class _Counts:
    exact: int = 0
    found: int = 0
    expected: int = 0
    shared: int = 0
    found_characters: int = 0
    expected_characters: int = 0

    def add(self, expected: Places, found: Places) -> None:
        self.exact += bool(expected) and expected == found
        self.found += bool(found)
        self.expected += bool(expected)
        self.shared += len(expected & found)
        self.found_characters += len(found)
        self.expected_characters += len(expected)

    def scores(self) -> dict[str, float]:
        whole = 2 * self.exact / ((self.found + self.expected) or 1)
        characters = self.found_characters + self.expected_characters
        return {"exact_f1": whole, "overlap_f1": 2 * self.shared / (characters or 1)}


def _count(counts: Mapping[str, _Counts], expected: Sequence[Told], found: list[Told]) -> int:
    left = list(found)
    paired = 0
    for told in expected:
        match = next((each for each in left if each.fields["cue"] & told.fields["cue"]), None)
        if match:
            left.remove(match)
            paired += 1
        for field in FIELDS:
            counts[field].add(told.fields[field], match.fields[field] if match else frozenset())
    for extra in left:
        for field in FIELDS:
            counts[field].add(frozenset(), extra.fields[field])
    return paired


def _told(context: str, said: Sequence[Saying]) -> Told:
    """One attribution of the sayings that share a cue: a quotation may run on over sentences."""
    first = said[0]
    spans = {
        "source": [(first.source.start, first.source.end)] if first.source else [],
        "cue": [(first.cue.start, first.cue.end)],
        "content": [(span.start, span.end) for saying in said for span in saying.content],
    }
    return Told({field: _places(context, places) for field, places in spans.items()})


def _expected(row: Mapping[str, Any]) -> Told | None:
    """The places of a row in its context; None where its document offsets fit nowhere there."""
    context, spans = row["context"], row["spans"]
    first, end = spans["cue"][0]
    piece = row["cue"][: end - first]
    at = context.find(piece)
    while at >= 0:
        shift = first - at
        moved = {
            field: [(a - shift, b - shift) for a, b in spans.get(field, ())] for field in FIELDS
        }
        if all(_fits(row, field, moved[field]) for field in FIELDS):
            return Told({field: _places(context, moved[field]) for field in FIELDS})
        at = context.find(piece, at + 1)
    return None


def _fits(row: Mapping[str, Any], field: str, places: Sequence[tuple[int, int]]) -> bool:
    context, words = row["context"], row[field] or ""
    inside = all(0 <= start < end <= len(context) for start, end in places)
    return inside and (not places or words.startswith(context[places[0][0] : places[0][1]][:12]))


def _places(context: str, spans: Iterable[tuple[int, int]]) -> Places:
    """The characters of spans that are letters or figures, without a leading "that"."""
    places: set[int] = set()
    for start, end in spans:
        begin, stop = start, end
        while begin < stop and context[begin] in _AROUND:
            begin += 1
        if context[begin : begin + 5].lower() == "that ":
            begin += 5
        places.update(at for at in range(begin, stop) if context[at].isalnum())
    return frozenset(places)
