"""Copies of one statement, so that they count once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from language.similarity import COPIED_SHARE, is_copy, shingles
from verification.types import Passage


def cluster(passages: Sequence[Passage]) -> dict[str, int]:
    """The cluster of each passage, by passage id, numbered from 1 in the order given.

    Passages share one when a chain of copies joins them, or when they belong to one document:
    its parts and its versions are one publication. Only pairs that share enough word shingles are
    compared in full, found through an inverted index, so that time grows with the pairs that
    resemble each other and not with all pairs.
    """
    parent = list(range(len(passages)))
    for one, other in (*_same_document(passages), *_copies(passages)):
        parent[_root(parent, other)] = _root(parent, one)
    numbers: dict[int, int] = {}
    return {
        passage.id: numbers.setdefault(_root(parent, position), len(numbers) + 1)
        for position, passage in enumerate(passages)
    }


def _root(parent: list[int], at: int) -> int:
    while parent[at] != at:
        parent[at] = parent[parent[at]]
        at = parent[at]
    return at


def _same_document(passages: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    first: dict[str, int] = {}
    for position, passage in enumerate(passages):
        yield first.setdefault(passage.document.id, position), position


def _copies(passages: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    sizes = [len(shingles(passage.text)) for passage in passages]
    for (one, other), shared in _shared_shingles(passages).items():
        enough = shared >= COPIED_SHARE * min(sizes[one], sizes[other])
        if enough and is_copy(passages[one].text, passages[other].text):
            yield one, other


def _shared_shingles(passages: Sequence[Passage]) -> Counter[tuple[int, int]]:
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for position, passage in enumerate(passages):
        for shingle in shingles(passage.text):
            holders[shingle].append(position)
    return Counter(pair for held in holders.values() for pair in combinations(held, 2))
