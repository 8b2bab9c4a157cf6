"""HTML read as text, with the way back: which characters of the page each one came from."""

from __future__ import annotations

import html
import re
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TypeVar

from language.lists import word_set
from verification.extraction.tags import Piece, pieces_of
from verification.extraction.types import (
    Ambiguity,
    ClaimDate,
    ClaimSource,
    ExtractedClaim,
    Extraction,
    Quote,
    Sentence,
)

_Placed = TypeVar("_Placed", Sentence, ExtractedClaim, ClaimSource, Quote, ClaimDate, Ambiguity)
_DROPPED: Final = word_set(
    """
    script style noscript template svg math title nav footer aside button select textarea label
    legend iframe noembed noframes object figcaption audio video canvas dialog menu
    """
)
_BLOCKS: Final = word_set(
    """
    p div section article main header h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tfoot tr
    td th blockquote pre figure hr address details summary form fieldset head body html
    """
)
_PARTING: Final = _BLOCKS | word_set("nav aside footer figcaption menu dialog")
_VOID: Final = word_set("area base br col embed hr img input link meta source track wbr")
# What begins a story ends what is left out, or at least what no end tag ends.
_STORIES: Final = word_set("body main")
_WORDS: Final = word_set("article section p h1 h2 h3")
_NEVER_SHOWN: Final = word_set("template noscript svg math")
_LAST_ON_A_PAGE: Final = word_set("footer")
_CELLS: Final = word_set("td th")
_ROWS: Final = _CELLS | {"tr"}
_PARTS: Final = _ROWS | {"thead", "tbody", "tfoot"}
# The elements that the beginning of another ends; any block ends a paragraph.
_ENDED: Final[Mapping[str, frozenset[str]]] = {
    "li": frozenset(("li",)),
    **dict.fromkeys(("dt", "dd"), frozenset(("dt", "dd"))),
    **dict.fromkeys(_CELLS, _CELLS),
    "tr": _ROWS,
    **dict.fromkeys(("thead", "tbody", "tfoot"), _PARTS),
}
_REFERENCE: Final = re.compile(r"&(?:#(?:\d{1,20}|[xX][\da-fA-F]{1,20})|[a-zA-Z]\w{0,39});?", re.A)


@dataclass(frozen=True, slots=True)
class Rendering:
    """The words of a page; character `i` of `text` came from `starts[i]` to `ends[i]` of it."""

    text: str
    starts: array[int]
    ends: array[int]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Return where characters `start` to `end` of the text stand in the page."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else self.ends[-1]
            return at, at
        return self.starts[start], self.ends[end - 1]


def read_html(page: str) -> Rendering:
    """Return the text of a page: a blank line between blocks, one space between words.

    Scripts, styles, navigation, captions and whatever is not shown are left out. What is not well
    formed is read as a browser would read it, but navigation that is never closed ends where the
    story begins.
    """
    reader = _Reader(page)
    pieces = list(pieces_of(page))
    closed = _closed(pieces)
    for number, piece in enumerate(pieces):
        if piece.kind == "text":
            reader.read(piece)
        elif piece.kind == "end":
            reader.end(piece.tag)
        else:
            reader.begin(piece, closed=number in closed)
    return Rendering("".join(reader.text), reader.starts, reader.ends)


def relocated(extraction: Extraction, rendering: Rendering) -> Extraction:
    """Return an extraction of the rendered text with the offsets of the page instead.

    The words (of claims, quotations and dates) stay those of the text.
    """

    def moved(each: _Placed) -> _Placed:
        start, end = rendering.source(each.start, each.end)
        return replace(each, start=start, end=end)

    claims = (
        replace(
            moved(claim),
            attribution=moved(claim.attribution) if claim.attribution else None,
            quotes=tuple(map(moved, claim.quotes)),
            dates=tuple(map(moved, claim.dates)),
            ambiguous=tuple(map(moved, claim.ambiguous)),
        )
        for claim in extraction.claims
    )
    return replace(
        extraction, sentences=tuple(map(moved, extraction.sentences)), claims=tuple(claims)
    )


def _closed(pieces: Sequence[Piece]) -> set[int]:
    """Return which tags that begin an element to be left out have an end tag of their own."""
    waiting: dict[str, list[int]] = {tag: [] for tag in _DROPPED}
    closed = set()
    for number, piece in enumerate(pieces):
        if piece.tag in _DROPPED and not piece.empty:
            if piece.kind == "start":
                waiting[piece.tag].append(number)
            elif waiting[piece.tag]:
                closed.add(waiting[piece.tag].pop())
    return closed


class _Open(NamedTuple):
    """An element that is open; `block` is the place of the innermost block, itself included."""

    tag: str
    block: int
    hidden: bool
    closed: bool

    @property
    def left_out(self) -> bool:
        return self.hidden or self.tag in _DROPPED


class _Reader:
    """Collects the text with its places; nothing is decoded before its place is known."""

    def __init__(self, page: str) -> None:
        self._page = page
        self.text: list[str] = []
        self.starts = array("q")
        self.ends = array("q")
        self._open: list[_Open] = []
        self._tags: Counter[str] = Counter()  # of the elements that are open
        self._left_out: list[int] = []  # the places of those that are left out
        self._gap = ""  # the white space due before the next word

    def begin(self, piece: Piece, *, closed: bool) -> None:
        tag = piece.tag
        self._break(tag)
        block = tag in _BLOCKS or tag in _DROPPED
        if block:
            self._end_for(tag)
        hidden = piece.hidden and tag not in ("html", "body")
        if tag in _VOID or piece.empty or not (block or hidden or self._tags[tag]):
            return
        at = len(self._open)
        outer = self._open[-1].block if self._open else -1
        self._open.append(_Open(tag, at if block else outer, hidden, closed))
        self._tags[tag] += 1
        if self._open[-1].left_out:
            self._left_out.append(at)

    def end(self, tag: str) -> None:
        self._break(tag)
        if self._tags[tag]:
            while self._pop() != tag:
                pass

    def _pop(self) -> str:
        tag = self._open.pop().tag
        self._tags[tag] -= 1
        if self._left_out and self._left_out[-1] == len(self._open):
            self._left_out.pop()
        return tag

    def _end_for(self, tag: str) -> None:
        """End what the beginning of a block ends: a paragraph, an item, what is left out."""
        ended = _ENDED.get(tag, frozenset()) | ({"p"} if tag in _PARTING else frozenset())
        while self._open and (at := self._open[-1].block) >= 0 and self._open[at].tag in ended:
            self._cut(at)
        while self._left_out and self._story_ends(self._open[self._left_out[-1]], tag):
            self._cut(self._left_out[-1])

    def _cut(self, at: int) -> None:
        while len(self._open) > at:
            self._pop()

    @staticmethod
    def _story_ends(left_out: _Open, tag: str) -> bool:
        if left_out.hidden or left_out.tag in _NEVER_SHOWN:
            return False
        return tag in _STORIES or (
            tag in _WORDS and not left_out.closed and left_out.tag not in _LAST_ON_A_PAGE
        )

    def read(self, piece: Piece) -> None:
        if self._left_out:
            return
        at = piece.start
        for found in _REFERENCE.finditer(self._page, at, piece.end):
            self._put_all(at, found.start())
            at = self._put_reference(found)
        self._put_all(at, piece.end)

    def _put_reference(self, found: re.Match[str]) -> int:
        """Put what a reference stands for, and return where it ends: "&amp" in "&amper"."""
        written, meant = found[0], html.unescape(found[0])
        if written == meant:
            return found.start()
        end = found.end()
        while meant and written[-1] == meant[-1]:
            written, meant, end = written[:-1], meant[:-1], end - 1
        for letter in meant:
            self._put(letter, found.start(), end)
        return end

    def _put_all(self, start: int, end: int) -> None:
        for at, letter in enumerate(self._page[start:end], start):
            self._put(letter, at, at + 1)

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._gap = "\n\n"
        elif tag == "br":
            self._gap = self._gap if self._gap == "\n\n" else "\n"

    def _put(self, letter: str, start: int, end: int) -> None:
        if letter in " \t\r\n\f" and not self._tags["pre"]:
            self._gap = self._gap or " "
            return
        if self._gap and self.text:
            for blank in self._gap:
                self._add(blank, start, start)
        self._gap = ""
        self._add(letter, start, end)

    def _add(self, letter: str, start: int, end: int) -> None:
        self.text.append(letter)
        self.starts.append(start)
        self.ends.append(end)
