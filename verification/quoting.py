"""Whether a quotation stands in the corpus as it is quoted: word for word, altered, or not at all.

Wording is compared word by word in normal form, so that the kind of a quotation mark, a dash, an
ellipsis or a capital letter at the beginning is no difference; what stands there is shown as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from language.normal import normalise
from verification.types import Passage

Finding = Literal["verbatim", "altered", "not_found"]

FEWEST_WORDS: Final = 3
"""Shorter quotations are words that anybody may have used; they are not looked for."""
FEWEST_ALTERED: Final = 6
"""Of a shorter one, what stands there but for a word may be somebody else's."""
ALTERED_SHARE: Final = 0.6
"""At least this share of its words, in their order, must stand close together."""
MOST_WORDS: Final = 400

_WORD: Final = re.compile(r"\w+(?:['’.,\u2010\u2011-]\w+)*")


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the quotation and the words that stand in their place; either may be empty."""

    quoted: str
    found: str


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """What became of a quotation.

    With `passage`, characters `start` to `end` of its document are the words found, `text`.
    """

    finding: Finding
    passage: Passage | None = None
    start: int = 0
    end: int = 0
    text: str = ""
    differences: tuple[Difference, ...] = ()


def worth_checking(quote: str) -> bool:
    """Whether a quotation has enough words to be known again by them."""
    return FEWEST_WORDS <= len(_words(quote)) <= MOST_WORDS


def check_quote(quote: str, passages: Iterable[Passage]) -> QuoteCheck:
    """The passage in which a quotation stands, or nearly; of several as good, the first."""
    wanted = _words(quote)
    best: tuple[float, QuoteCheck] = (0.0, QuoteCheck("not_found"))
    for passage in passages:
        share, check = _in_passage(quote, wanted, passage)
        if check.finding == "verbatim":
            return check
        if share > best[0]:
            best = share, check
    return best[1]


@dataclass(frozen=True, slots=True)
class _Word:
    form: str
    start: int
    end: int


def _words(text: str) -> list[_Word]:
    return [_Word(normalise(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]


def _in_passage(quote: str, wanted: Sequence[_Word], passage: Passage) -> tuple[float, QuoteCheck]:
    """The share of the quotation's words in the passage's closest words, and the finding."""
    there = _words(passage.text)
    forms = [word.form for word in wanted]
    held = [word.form for word in there]
    at = _place(forms, held)
    if at is not None:
        return 1.0, _found("verbatim", passage, there[at : at + len(forms)], ())
    window = _closest(forms, held) if len(forms) >= FEWEST_ALTERED else None
    if window is None:
        return 0.0, QuoteCheck("not_found")
    first, last = window
    matcher = SequenceMatcher(None, forms, held[first:last], autojunk=False)
    share = sum(block.size for block in matcher.get_matching_blocks()) / len(forms)
    if share < ALTERED_SHARE:
        return 0.0, QuoteCheck("not_found")
    near = there[first:last]
    differences = tuple(
        Difference(_span(quote, wanted[a:b]), _span(passage.text, near[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    )
    return share, _found("altered", passage, near, differences)


def _place(wanted: Sequence[str], held: Sequence[str]) -> int | None:
    """Where the words stand one after the other."""
    size = len(wanted)
    for at in range(len(held) - size + 1):
        if held[at] == wanted[0] and list(held[at : at + size]) == list(wanted):
            return at
    return None


def _closest(wanted: Sequence[str], held: Sequence[str]) -> tuple[int, int] | None:
    """The range of words around the longest run in common, cut to the first and last match."""
    matcher = SequenceMatcher(None, wanted, held, autojunk=False)
    run = matcher.find_longest_match()
    if run.size < min(FEWEST_WORDS, len(wanted)) - 1:
        return None
    room = len(wanted) // 2 + 2
    first = max(0, run.b - run.a - room)
    last = min(len(held), run.b + run.size + (len(wanted) - run.a - run.size) + room)
    inner = SequenceMatcher(None, wanted, held[first:last], autojunk=False)
    blocks = [block for block in inner.get_matching_blocks() if block.size]
    if not blocks:
        return None
    return first + blocks[0].b, first + blocks[-1].b + blocks[-1].size


def _found(
    finding: Finding, passage: Passage, near: Sequence[_Word], differences: tuple[Difference, ...]
) -> QuoteCheck:
    first, last = near[0].start, near[-1].end
    text = passage.text[first:last]
    return QuoteCheck(
        finding, passage, passage.start + first, passage.start + last, text, differences
    )


def _span(text: str, words: Sequence[_Word]) -> str:
    return text[words[0].start : words[-1].end] if words else ""
