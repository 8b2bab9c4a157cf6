"""An article as people read it: paragraphs with the words of each claim marked, notes beside them.

Claims may lie inside each other; of several the innermost colours the words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, TypeAlias

from records.articles import ArticleClaim, ArticleRecord
from verification.extraction.markup import read_html

Item: TypeAlias = Mapping[str, Any]

_UNFINISHED: Final = frozenset({"queued", "running"})
# Marks that close a sentence; without them claims that end together are seen to.
_TAIL: Final = re.compile(r"[\s.!?,;:…\"'”’»)\]]+\Z")
_LONGEST_TAIL: Final = 8
_LINE_END: Final = re.compile(r"[\r\n]")
_BLOCK: Final = re.compile(
    r"</?(?:p|div|h[1-6]|li|[uo]l|br|section|article|main|blockquote|figure|table|t[rdh])\b", re.I
)
_NOT_VERIFIED: Final = frozenset({"opinion", "prediction"})


@dataclass(frozen=True, slots=True)
class Note:
    """What stands beside a claim; `end` is where its last word ends.

    `state` is its veracity, or `checking`, `failed`, `opinion`, `prediction`, `unclear` or
    `not_verified`.
    """

    number: int
    found: ArticleClaim
    state: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """Words under one claim, or under none; `ending` are the claims whose words end here."""

    text: str
    note: Note | None = None
    ending: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that stand together, of one kind, and the notes on claims that begin in them."""

    kind: str
    segments: tuple[Segment, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The paragraphs of an article, and how many of its claims are in which state."""

    paragraphs: tuple[Paragraph, ...]
    counts: Mapping[str, int]

    @property
    def unfinished(self) -> bool:
        """Whether verdicts are still to come."""
        return bool(self.counts.get("checking"))


def story_of(article: ArticleRecord) -> Story:
    """An article with its claims marked and noted."""
    notes = [_note(article, number, each) for number, each in enumerate(article.claims, 1)]
    waiting = deque(sorted(notes, key=lambda note: (note.start, note.number)))
    paragraphs = []
    for group in _groups(article):
        end = group[-1]["end"]
        mine = []
        while waiting and waiting[0].start < end:
            mine.append(waiting.popleft())
        segments = tuple(_segments(article, group[0]["start"], end, mine))
        paragraphs.append(Paragraph(_look(group[0]), segments, tuple(mine)))
    return Story(tuple(paragraphs), Counter(note.state for note in notes))


def _note(article: ArticleRecord, number: int, found: ArticleClaim) -> Note:
    start, end = int(found.body["start"]), int(found.body["end"])
    tail = _TAIL.search(article.text, max(start, end - _LONGEST_TAIL), end)
    return Note(number, found, _state(found), start, tail.start() if tail else end)


def _state(found: ArticleClaim) -> str:
    record = found.record
    if record is None:
        kind = str(found.body["kind"])
        unclear = "unclear" if found.body["ambiguous"] else "not_verified"
        return kind if kind in _NOT_VERIFIED else unclear
    if record.review and record.review.veracity:
        return record.review.veracity.value
    if record.verdict:
        return str(record.verdict["veracity"])
    return "checking" if record.status in _UNFINISHED else "failed"


def _groups(article: ArticleRecord) -> Iterator[list[Item]]:
    """Sentences between which no line ends, and no block of HTML; headings alone."""
    parting = _LINE_END if article.format == "text" else _BLOCK
    group: list[Item] = []
    for each in article.sentences:
        if group and (
            _look(each) != _look(group[-1])
            or parting.search(article.text[group[-1]["end"] : each["start"]])
        ):
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def _look(sentence: Item) -> str:
    kind = str(sentence["kind"])
    return kind if kind in {"heading", "boilerplate"} else "sentence"


def _segments(
    article: ArticleRecord, start: int, end: int, notes: Sequence[Note]
) -> Iterator[Segment]:
    """The words from `start` to `end`, cut wherever a claim begins or ends."""
    cuts = {start, end}
    ends: dict[int, list[Note]] = defaultdict(list)
    for note in notes:
        cuts |= {max(start, note.start), min(end, note.end)}
        ends[min(end, note.end)].append(note)
    waiting, over = deque(notes), list[Note]()
    for first, last in pairwise(sorted(cuts)):
        while waiting and waiting[0].start <= first:
            over.append(waiting.popleft())
        over = [note for note in over if note.end > first]
        innermost = min(over, key=lambda note: note.end - note.start, default=None)
        words = _shown(article.text[first:last], article.format)
        yield Segment(words, innermost, tuple(ends.get(last, ())))


def _shown(text: str, form: str) -> str:
    """The words as a browser would show them, the white space at their ends too."""
    if form == "text":
        return text
    before, after = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' * before}{read_html(text).text}{' ' * after}"
