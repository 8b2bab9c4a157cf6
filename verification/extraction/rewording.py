"""Writing a claim so that it stands alone: replacing what does not, and making a sentence of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from language.types import Span

_OPENING: Final = re.compile(
    r"(?:(?:But|And|So|Yet|Meanwhile|However|Moreover|Still|Also),?\s|[—–-]\s*|,\s)+(?=\S)"
)
_ENDED: Final = (".", "!", "?", ".”", "!”", "?”", '."', '!"', '?"', ".’", ".''")


class Edit(NamedTuple):
    """Write `text` in place of the characters `start` to `end` of the article."""

    start: int
    end: int
    text: str


def reworded(article: str, pieces: Sequence[Span], edits: Iterable[Edit], subject: str = "") -> str:
    """Return the pieces of an article as one sentence, edited, with `subject` put before them.

    Edits are given in characters of the article; of two that overlap the longer is made.
    """
    chosen = _apart(edits)
    words = " ".join(" ".join(_edited(article, piece, chosen).split()) for piece in pieces)
    opening = _OPENING.match(words)
    if opening and not subject:
        words = words[opening.end() :]
    whole = _balanced(f"{subject} {words}" if subject else words).strip(" ,;—–")
    if not whole:
        return whole
    first = whole[0].upper() + whole[1:]
    return first if first.endswith(_ENDED) else f"{first}."


def _balanced(words: str) -> str:
    """Drop quotation marks that have lost their partner."""
    if words.count("“") != words.count("”"):
        words = words.replace("“", "").replace("”", "")
    return words.replace('"', "") if words.count('"') % 2 else words


def _edited(article: str, piece: Span, edits: Sequence[Edit]) -> str:
    parts, at = [], piece.start
    for edit in edits:
        if piece.start <= edit.start and edit.end <= piece.end and edit.start >= at:
            parts += [article[at : edit.start], edit.text]
            at = edit.end
    return "".join(parts) + article[at : piece.end]


def _apart(edits: Iterable[Edit]) -> list[Edit]:
    chosen: list[Edit] = []
    for edit in sorted(edits, key=lambda each: (each.start, each.start - each.end)):
        if not chosen or edit.start >= chosen[-1].end:
            chosen.append(edit)
    return chosen
