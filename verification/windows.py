"""Stretches of a passage: all of it for the judge, a few sentences of it to be quoted."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from language.normal import content_stems
from language.sentences import split_sentences
from language.types import Sentence
from verification.claims import ClaimAnalysis
from verification.comparison import Header, read_header
from verification.details import Details
from verification.policy import Policy
from verification.types import DocumentRef, Passage

_LONGEST = 3
# How much more of the claim a longer window must cover than the sentence alone.
_GAIN = 0.05
_NAME_OR_NUMBER = 1.5


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive sentences of a passage: characters `start` to `end` of its document.

    `relevance` in [0, 1] is the share of the claim's words, weighted by how rare they are among
    the passages found, that the window and the header of its document hold.
    """

    passage: Passage
    start: int
    end: int
    relevance: float

    @property
    def text(self) -> str:
        """The words of the window, as they stand in the document."""
        return self.passage.text[self.start - self.passage.start : self.end - self.passage.start]


@dataclass(frozen=True, slots=True)
class Windows:
    """Of one passage: the whole, and the stretches that share most with the claim, best first."""

    whole: Window
    quotable: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """A passage with its sentences and their word stems."""

    passage: Passage
    sentences: tuple[Sentence, ...]
    stems: tuple[frozenset[str], ...]


def windows_of(
    analysis: ClaimAnalysis, passages: Sequence[Passage], policy: Policy
) -> list[Windows]:
    """The windows of each passage, in the order given; passages without words have none.

    Quotable are: its best sentence, the two or three sentences that cover more of the claim than
    that, and then its next best sentences.
    """
    read = [each for each in map(_read, passages) if each.sentences]
    weights = _weights(analysis.details, read)
    return [_windows(each, weights, policy.windows_per_passage) for each in read]


def _read(passage: Passage) -> _Read:
    sentences = tuple(split_sentences(passage.text))
    return _Read(passage, sentences, tuple(content_stems(each.text) for each in sentences))


def _weights(details: Details, read: Sequence[_Read]) -> dict[str, float]:
    """What each word stem of the claim counts: more if few passages have it, or it is a detail."""
    wanted = details.stems
    counts = Counter(stem for each in read for stem in wanted.intersection(chain(*each.stems)))
    marked = content_stems(" ".join(details.marked))
    return {
        stem: math.log(1 + (1 + len(read)) / (1 + counts[stem]))
        * (_NAME_OR_NUMBER if stem in marked else 1.0)
        for stem in sorted(wanted)
    }


def _windows(read: _Read, weights: Mapping[str, float], limit: int) -> Windows:
    header = header_of(read.passage.document).stems
    count = len(read.sentences)
    single = sorted(
        (_window(read, at, at + 1, weights, header) for at in range(count)),
        key=lambda window: -window.relevance,
    )
    longer = max(
        (_window(read, at, to, weights, header) for at, to in _spans(count)),
        key=lambda window: (window.relevance, window.start - window.end),
        default=None,
    )
    best = single[:limit]
    if longer and longer.relevance > single[0].relevance + _GAIN:
        best = [longer, *single][:limit]
    return Windows(_window(read, 0, count, weights, header), tuple(best))


def _spans(count: int) -> Iterator[tuple[int, int]]:
    for length in range(2, _LONGEST + 1):
        for at in range(count - length + 1):
            yield at, at + length


def _window(
    read: _Read, at: int, to: int, weights: Mapping[str, float], header: frozenset[str]
) -> Window:
    offset = read.passage.start
    start, end = read.sentences[at].start, read.sentences[to - 1].end
    known = header.union(*read.stems[at:to])
    total = sum(weights.values())
    held = sum(weight for stem, weight in weights.items() if stem in known)
    return Window(read.passage, offset + start, offset + end, held / total if total else 0.0)


def header_of(document: DocumentRef) -> Header:
    """What a passage of this document need not repeat."""
    return read_header(
        document.title, document.source.name, document.speaker or "", document.published_at
    )
