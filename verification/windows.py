"""The few sentences of a passage that a judge is shown."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

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


def select_windows(
    analysis: ClaimAnalysis, passages: Sequence[Passage], policy: Policy
) -> list[Window]:
    """The windows that share most with the claim, best first; ties in the order of passages.

    Of each passage: its best sentence, the two or three sentences that cover more of the claim
    than that, and then its next best sentences.
    """
    weights = _weights(analysis.details, passages)
    found = [
        window
        for passage in passages
        for window in _best_of(passage, weights, policy.windows_per_passage)
    ]
    return sorted(found, key=lambda window: -window.relevance)[: policy.windows]


def _weights(details: Details, passages: Sequence[Passage]) -> dict[str, float]:
    """What each word stem of the claim counts: more if few passages have it, or it is a detail."""
    wanted = details.stems
    counts = Counter(stem for each in passages for stem in content_stems(each.text) & wanted)
    marked = content_stems(" ".join(details.marked))
    return {
        stem: math.log(1 + (1 + len(passages)) / (1 + counts[stem]))
        * (_NAME_OR_NUMBER if stem in marked else 1.0)
        for stem in sorted(wanted)
    }


def _best_of(passage: Passage, weights: Mapping[str, float], limit: int) -> list[Window]:
    header = header_of(passage.document).stems
    sentences = split_sentences(passage.text)
    stems = [content_stems(sentence.text) for sentence in sentences]
    single = sorted(
        (
            _window(passage, sentences[at : at + 1], _share(weights, stems[at], header))
            for at in range(len(sentences))
        ),
        key=lambda window: -window.relevance,
    )
    longer = max(
        (
            _window(passage, sentences[at:to], _share(weights, *stems[at:to], header))
            for at, to in _spans(len(sentences))
        ),
        key=lambda window: (window.relevance, window.start - window.end),
        default=None,
    )
    if longer and longer.relevance > single[0].relevance + _GAIN:
        return [longer, *single][:limit]
    return single[:limit]


def _spans(count: int) -> Iterator[tuple[int, int]]:
    for length in range(2, _LONGEST + 1):
        for at in range(count - length + 1):
            yield at, at + length


def _window(passage: Passage, sentences: Sequence[Sentence], relevance: float) -> Window:
    start, end = sentences[0].start, sentences[-1].end
    return Window(passage, passage.start + start, passage.start + end, relevance)


def header_of(document: DocumentRef) -> Header:
    """What a passage of this document need not repeat."""
    return read_header(
        document.title, document.source.name, document.speaker or "", document.published_at
    )


def _share(weights: Mapping[str, float], *held: Iterable[str]) -> float:
    total = sum(weights.values())
    known = frozenset(stem for stems in held for stem in stems)
    return sum(w for stem, w in weights.items() if stem in known) / total if total else 0.0
