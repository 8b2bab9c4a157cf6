"""What of a text can be held against another text by code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from language.normal import content_words, stem
from language.quantities import find_quantities
from language.sentences import split_sentences
from language.types import Quantity


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence of the text, by its characters; `order` holds the stems of its content words."""

    start: int
    end: int
    order: tuple[str, ...]
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Details:
    """The details of one text; offsets are characters of `text`."""

    text: str
    phrases: tuple[Phrase, ...]
    stems: frozenset[str]
    quantities: tuple[Quantity, ...]

    def around(self, start: int) -> frozenset[str]:
        """The stems of the sentence that holds the character at `start`."""
        found = (each.stems for each in self.phrases if each.start <= start < each.end)
        return next(found, frozenset())


@lru_cache(maxsize=4096)
def read_details(text: str) -> Details:
    """The details of a text."""
    phrases = tuple(_phrase(each.start, each.end, each.text) for each in split_sentences(text))
    return Details(
        text=text,
        phrases=phrases,
        stems=frozenset(word for phrase in phrases for word in phrase.order),
        quantities=tuple(find_quantities(text)),
    )


def _phrase(start: int, end: int, text: str) -> Phrase:
    order = tuple(map(stem, content_words(text)))
    return Phrase(start, end, order, frozenset(order))
