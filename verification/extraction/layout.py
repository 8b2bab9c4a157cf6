"""The sentences and lines of an article, and which of them are no sentences of it at all."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from language.lists import any_of, word_set
from language.polarity import is_question
from language.sentences import split_sentences
from language.speech_words import FORMS
from language.types import Sentence
from verification.extraction.boilerplate import ends_in_credit, is_boilerplate
from verification.extraction.languages import is_in_another_language
from verification.extraction.types import SentenceKind

_CLOSED: Final = re.compile(r"[.!?…:;,][\"'”’»)\]]*\Z")
_ASKED: Final = re.compile(r"[?!](?:[”\"]|'')+\Z")
_SAID: Final = re.compile(
    rf"(?:(?:[A-Z][\w.’'-]*|the|of|[(][^()]{{1,12}}[)])\s){{1,6}}?(?:{any_of(word_set(FORMS))})\b"
)
_LONGEST_HEADING: Final = 120
_LONGEST_CAPTION: Final = 4  # sentences, the credit included


class Unit(NamedTuple):
    """A sentence or line: its characters, its paragraph's number and its kind."""

    start: int
    end: int
    paragraph: int
    kind: SentenceKind


def lay_out(text: str) -> list[Unit]:
    """Return the sentences, headings and lines of `text` in order; only white space parts them.

    What is in another language is no sentence of the article: it is boilerplate too.
    """
    sentences = _joined(text, split_sentences(text))
    ends = [0, *(sentence.end for sentence in sentences)]
    starts = [*(sentence.start for sentence in sentences), len(text)]
    # Whether a line ends before each sentence, and after the last.
    parted = [_parts(text[end:start]) for end, start in zip(ends, starts, strict=True)]
    units: list[Unit] = []
    paragraph = line = 0
    for at, sentence in enumerate(sentences):
        first, last = at == 0, at == len(sentences) - 1
        paragraph += parted[at] and not first
        alone = (first or parted[at]) and (last or parted[at + 1])
        units.append(Unit(sentence.start, sentence.end, paragraph, _kind(sentence.text, alone)))
        line = at if parted[at] else line
        if (last or parted[at + 1]) and _is_caption(units[line:], sentence.text):
            units[line:] = [unit._replace(kind="boilerplate") for unit in units[line:]]
    return units


def _is_caption(line: list[Unit], closing: str) -> bool:
    """Tell whether the last sentence of a short line only says who made the picture."""
    return 1 < len(line) <= _LONGEST_CAPTION and ends_in_credit(closing)


def _joined(text: str, sentences: list[Sentence]) -> list[Sentence]:
    """Put together what a mark within quotation marks has parted: "“Who knows?” Lee said"."""
    found: list[Sentence] = []
    for each in sentences:
        asked = found and _ASKED.search(found[-1].text[-4:]) and _SAID.match(each.text)
        if asked and not _parts(text[found[-1].end : each.start]):
            start = found.pop().start
            found.append(Sentence(start, each.end, text[start : each.end]))
        else:
            found.append(each)
    return found


def _parts(gap: str) -> bool:
    return "\n" in gap or "\r" in gap


def _kind(words: str, alone: bool) -> SentenceKind:  # noqa: FBT001
    if is_boilerplate(words) or is_in_another_language(words):
        return "boilerplate"
    if is_question(words):
        return "question"
    heading = alone and len(words) <= _LONGEST_HEADING and not _CLOSED.search(words)
    return "heading" if heading else "sentence"
