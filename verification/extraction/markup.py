"""HTML read as text, with the way back: which characters of the page each one came from."""

from __future__ import annotations

import html
from array import array
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Final, TypeVar

from language.lists import word_set
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
    script style noscript template svg math head title nav footer aside form button select textarea
    iframe object figcaption audio video canvas dialog menu
    """
)
_BLOCKS: Final = word_set(
    """
    p div section article main header h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tr td th
    blockquote pre figure hr address details summary body html
    """
)
_VOID: Final = word_set("area base br col embed hr img input link meta source track wbr")


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

    Scripts, styles, navigation, forms and captions are left out; whatever is not well formed is
    read as a browser would read it.
    """
    reader = _Reader(page)
    reader.feed(page)
    reader.close()
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


class _Reader(HTMLParser):
    """Collects the text with its places; nothing is decoded before its place is known."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self._page = page
        self.text: list[str] = []
        self.starts = array("q")
        self.ends = array("q")
        self._lines = [0, *(at + 1 for at, letter in enumerate(page) if letter == "\n")]
        self._dropped: list[str] = []
        self._gap = ""  # the white space due before the next word
        self._kept = 0  # how deep in <pre>

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _DROPPED and tag not in _VOID:
            self._dropped.append(tag)
        self._break(tag)
        self._kept += tag == "pre"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._dropped:
            del self._dropped[self._dropped.index(tag) :]
        self._break(tag)
        self._kept = max(0, self._kept - (tag == "pre"))

    def handle_data(self, data: str) -> None:
        at = self._place()
        for number, letter in enumerate(data):
            self._put(letter, at + number, at + number + 1)

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, written: str) -> None:
        at = self._place()
        end = at + len(written)
        end += self._page.startswith(";", end)
        for letter in html.unescape(written + ";"):
            self._put(letter, at, end)

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._gap = "\n\n"
        elif tag == "br":
            self._gap = self._gap if self._gap == "\n\n" else "\n"

    def _put(self, letter: str, start: int, end: int) -> None:
        if self._dropped:
            return
        if letter in " \t\r\n\f" and not self._kept:
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
