"""What of a text can be held against another text by code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from language.dates import find_dates
from language.names import find_names
from language.normal import STOP_WORDS, stem, words
from language.numerals import SCALES, VALUES
from language.polarity import Modality, direction_words, modality, negations
from language.quantities import find_quantities
from language.sentences import split_sentences
from language.types import DateRange, Name, Quantity, Sentence

_PASSED_OVER = {**dict.fromkeys(map(ord, '“”„«»"'), " "), 0x2010: "-", 0x2011: "-"}
_NEXT_WORDS = 60
_CARRIED = 2
# The next word, or the mark that ends the reach of a negation: "no: as the ministry sees it".
_TOKEN = re.compile(r"\w[\w'’]*|[:;,.—–()]")
_NON = re.compile(r"\bnon-(?P<word>[a-z]{3,})", re.IGNORECASE)
_NUMBER_WORDS = frozenset(map(stem, (*VALUES, *SCALES)))


@dataclass(frozen=True, slots=True)
class Negation:
    """A denial: `word` is the stem denied, `start` and `end` delimit the words from cue to it."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Direction:
    """A word for more (+1) or for less (-1)."""

    sign: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence of the text, by its characters.

    `order` holds the stems of its content words; `context` adds the names of the two sentences
    before, which a text goes on to speak of as "he" or "the ship".
    """

    start: int
    end: int
    order: tuple[str, ...]
    stems: frozenset[str]
    context: frozenset[str]
    negations: tuple[Negation, ...]
    directions: tuple[Direction, ...]
    modality: frozenset[Modality]


@dataclass(frozen=True, slots=True)
class Details:
    """The details of one text; all offsets are characters of `text`.

    `topic` holds the stems of the content words that are no numbers and belong to no date.
    """

    text: str
    phrases: tuple[Phrase, ...]
    stems: frozenset[str]
    topic: frozenset[str]
    quantities: tuple[Quantity, ...]
    dates: tuple[DateRange, ...]
    names: tuple[Name, ...]

    @property
    def marked(self) -> tuple[str, ...]:
        """The wordings of the names and quantities: what a passage should have most of all."""
        names = tuple(each.wording for each in self.names)
        return names + tuple(each.wording for each in self.quantities)

    def phrase_at(self, start: int) -> Phrase | None:
        """The sentence that holds the character at `start`."""
        return next((each for each in self.phrases if each.start <= start < each.end), None)

    def around(self, start: int) -> frozenset[str]:
        """The context of the sentence that holds the character at `start`."""
        phrase = self.phrase_at(start)
        return phrase.context if phrase else frozenset()


@lru_cache(maxsize=4096)
def read_details(text: str, day: date | None = None) -> Details:
    """The details of a text of that day, against which relative dates are resolved."""
    quantities, dates = _quantities(text), tuple(find_dates(text, day))
    names = tuple(find_names(text))
    phrases = tuple(_phrases(split_sentences(text), quantities, names))
    stems = frozenset(word for phrase in phrases for word in phrase.order)
    days = frozenset(map(stem, words(" ".join(each.wording for each in dates))))
    return Details(
        text=text,
        phrases=phrases,
        stems=stems,
        topic=frozenset(each for each in stems - days if not _is_number(each)),
        quantities=quantities,
        dates=dates,
        names=names,
    )


def _quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities, read past the marks that stand between a number and what it counts."""
    found = find_quantities(text.translate(_PASSED_OVER))
    return tuple(replace(each, wording=text[each.start : each.end]) for each in found)


def _phrases(
    sentences: list[Sentence], quantities: tuple[Quantity, ...], names: tuple[Name, ...]
) -> Iterator[Phrase]:
    for at, sentence in enumerate(sentences):
        first = sentences[max(0, at - _CARRIED)].start
        carried = [each.wording for each in names if first <= each.start < sentence.start]
        yield _phrase(sentence, quantities, frozenset(_content(" ".join(carried))))


def _phrase(
    sentence: Sentence, quantities: tuple[Quantity, ...], carried: frozenset[str]
) -> Phrase:
    order = _content(sentence.text)
    return Phrase(
        start=sentence.start,
        end=sentence.end,
        order=order,
        stems=frozenset(order),
        context=carried.union(order),
        negations=_negations(sentence),
        directions=_directions(sentence, quantities),
        modality=modality(sentence.text),
    )


def _content(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in words(text) if word not in STOP_WORDS)


def _is_number(word: str) -> bool:
    return word[:1].isdigit() or word in _NUMBER_WORDS


def _negations(sentence: Sentence) -> tuple[Negation, ...]:
    found = []
    for cue in negations(sentence.text):
        for token in _TOKEN.finditer(sentence.text, cue.end, cue.end + _NEXT_WORDS):
            denied = _content(token[0])
            if denied:
                span = sentence.start + cue.start, sentence.start + token.end()
                found.append(Negation(denied[0], *span))
            if denied or not token[0][0].isalnum():
                break
    for prefix in _NON.finditer(sentence.text):
        span = sentence.start + prefix.start(), sentence.start + prefix.end()
        found += [Negation(denied, *span) for denied in _content(prefix["word"])[:1]]
    return tuple(found)


def _directions(sentence: Sentence, quantities: tuple[Quantity, ...]) -> tuple[Direction, ...]:
    """The words for more and less, those of "more than 400" left out."""
    found = [
        Direction(sign, sentence.start + span.start, sentence.start + span.end)
        for span, sign in direction_words(sentence.text)
    ]
    return tuple(
        each
        for each in found
        if not any(quantity.start <= each.start < quantity.end for quantity in quantities)
    )
