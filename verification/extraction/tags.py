"""HTML parted into tags and text in one pass; the work grows as the page does, whatever is in it.

The rules are those of the tokenizer of browsers (https://html.spec.whatwg.org, "Tokenization"),
but for a tag that never ends: its `<` is text, so that it takes no more of the page with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from language.lists import word_set

# What they hold is no markup; an end tag of their own alone ends them.
_RAW: Final = word_set("script style iframe noembed noframes title textarea")
# Without an end tag, browsers take the rest of the page for a script or a style.
_TO_THE_END: Final = word_set("script style")
_NAME: Final = re.compile(r"</?([a-zA-Z][^\s/>]*+)")
_ATTRIBUTE: Final = re.compile(
    r"[\s/]*+(?P<name>[^\s/>][^\s/>=]*+)"
    r"(?:\s*+=\s*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>[^\s>\"'][^\s>]*+)))?"
)
_CLOSE: Final = re.compile(r"\s*+(?:/\s*+)*+>")
_NOT_SHOWN: Final = re.compile(r"(?:\A|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)\b")


class Piece(NamedTuple):
    """Characters `start` to `end` of a page: text, or the tag that begins or ends an element.

    `hidden` tells that an attribute keeps the element from being shown, `empty` that the tag ends
    itself ("<br/>").
    """

    kind: Literal["text", "start", "end"]
    start: int
    end: int
    tag: str = ""
    hidden: bool = False
    empty: bool = False


def pieces_of(page: str) -> Iterator[Piece]:
    """Return the tags and the text of a page in order; comments and declarations are left out."""
    return _Scanner(page).pieces()


class _Scanner:
    """One pass over a page; what has once been looked for in vain is not looked for again."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._last = page.rfind(">")
        self._quoting = True  # whether every quotation mark in a tag was closed so far
        self._endless: set[str] = set()  # elements that no end tag is left for

    def pieces(self) -> Iterator[Piece]:
        page, at = self._page, 0
        while at < len(page):
            found = page.find("<", at)
            begin = found if found >= 0 else len(page)
            if begin > at:
                yield Piece("text", at, begin)
            if found < 0:
                return
            if tag := self._tag(begin):
                yield tag
                at = self._content(tag)
            elif end := self._comment_end(begin):
                at = end
            else:
                at = begin + 1
                yield Piece("text", begin, at)

    def _content(self, tag: Piece) -> int:
        """Return where the next piece begins: at the end tag where the content is no markup."""
        if tag.kind == "end" or tag.empty or tag.tag not in _RAW:
            return tag.end
        if tag.tag not in self._endless:
            found = re.compile(rf"</{tag.tag}(?=[\s/>])", re.IGNORECASE).search(self._page, tag.end)
            if found:
                return found.start()
            self._endless.add(tag.tag)
        return len(self._page) if tag.tag in _TO_THE_END else tag.end

    def _comment_end(self, begin: int) -> int | None:
        """Return where a comment or declaration ends, None where `<` begins neither."""
        page = self._page
        if page.startswith("<!--", begin):
            if page.startswith((">", "->"), begin + 4):
                return page.index(">", begin) + 1
            end = page.find("-->", begin + 4)
            return end + 3 if end >= 0 else len(page)
        if begin < self._last and page.startswith(("<!", "<?", "</"), begin):
            return page.index(">", begin) + 1
        return None

    def _tag(self, begin: int) -> Piece | None:
        page = self._page
        name = _NAME.match(page, begin) if begin < self._last else None
        if not name:
            return None
        tag, at, hidden = name[1].lower(), name.end(), False
        stop = len(page) if self._quoting else page.index(">", at) + 1
        while found := _ATTRIBUTE.match(page, at, stop):
            hidden = hidden or _hides(found)
            at = found.end()
        close = _CLOSE.match(page, at, stop)
        self._quoting = self._quoting and close is not None
        # A mark that is left open takes the rest of the page with it: then the next ">" ends.
        end = close.end() if close else page.index(">", name.end()) + 1
        if page.startswith("/", begin + 1):
            return Piece("end", begin, end, tag)
        return Piece("start", begin, end, tag, hidden, close is not None and page[end - 2] == "/")


def _hides(attribute: re.Match[str]) -> bool:
    name = attribute["name"].lower()
    if name == "hidden":
        return True
    if name not in ("aria-hidden", "style"):
        return False
    value = (attribute["double"] or attribute["single"] or attribute["bare"] or "").lower()
    return value.strip() == "true" if name == "aria-hidden" else bool(_NOT_SHOWN.search(value))
