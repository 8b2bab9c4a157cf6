"""Pairs made by rule: sentences of the passages as claims, as they stand and turned round.

The written pairs reword hard what is supported and lightly what is refuted; without these a
word-for-word copy would look suspicious, and nothing would show a changed figure by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import cycle

from judges.training.examples import Row, pair_of
from judges.training.pairs import Labelled
from language.normal import words
from language.sentences import split_sentences
from verification.types import Stance, StancePair

_SHORTEST, _LONGEST = 8, 40
_WORDS = ("two", "three", "four", "five", "six", "seven", "nine")
_FIGURE = re.compile(rf"(?<![\w.,-])[2-9]\d{{0,2}}(?![\w,-]|\.\d)|\b(?:{'|'.join(_WORDS[:-1])})\b")
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could)\b(?! not\b|n['’]t)")
_NOT = re.compile(r"\b(?:(is|are|was|were|has|have|had|will|would|can|could|do|did) not)\b")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAY = re.compile(rf"\b(?:{'|'.join(_MONTHS)})(?= \d)|(?<=\d )(?:{'|'.join(_MONTHS)})\b")
_OPPOSITES = (
    *(("increase", "decrease"), ("increased", "decreased"), ("rose", "fell"), ("higher", "lower")),
    *(("raise", "lower"), ("raised", "lowered"), ("more", "fewer"), ("strong", "weak")),
    *(("supports", "opposes"), ("support", "oppose"), ("before", "after"), ("begin", "end")),
    *(("largest", "smallest"), ("first", "last"), ("accept", "reject"), ("grow", "shrink")),
)
_SWAPS = {one: other for pair in _OPPOSITES for one, other in (pair, pair[::-1])}
_SWAP = re.compile(rf"\b(?:{'|'.join(_SWAPS)})\b")

Change = Callable[[str], str | None]


def turned(rows: Sequence[Row]) -> Iterator[Labelled]:
    """For each passage two sentences that it supports and up to two that it contradicts.

    Half of them face the whole passage, half the sentence with its two neighbours.
    """
    changes = cycle((_figure, _deny, _day, _affirm, _opposite))
    for number, row in enumerate({row["evidence"]: row for row in rows}.values()):
        sentences = [each.text for each in split_sentences(row["evidence"])]
        fit = [at for at, text in enumerate(sentences) if _is_fit(text)]
        if not fit:
            continue
        plain, cut = fit[number % len(fit)], fit[-1 - number % len(fit)]
        yield pair_of({**row, "claim": sentences[plain]}), Stance.SUPPORTS
        yield _near(sentences, cut, _shortened(sentences[cut]), row), Stance.SUPPORTS
        for place in range(2):
            found = _changed(sentences, fit, [next(changes) for _ in range(2)])
            if found:
                at, claim = found
                near = _near(sentences, at, claim, row)
                yield (near if place else pair_of({**row, "claim": claim})), Stance.REFUTES


def _is_fit(sentence: str) -> bool:
    return sentence.endswith(".") and _SHORTEST <= len(words(sentence)) <= _LONGEST


def _near(sentences: Sequence[str], at: int, claim: str, row: Row) -> StancePair:
    evidence = " ".join(sentences[max(0, at - 1) : at + 2])
    return replace(pair_of({**row, "claim": claim}), evidence=evidence)


def _shortened(sentence: str) -> str:
    """The sentence up to its last comma, where enough is left."""
    short = sentence.rpartition(",")[0]
    return f"{short}." if _is_fit(f"{short}.") else sentence


def _changed(
    sentences: Sequence[str], fit: Sequence[int], changes: Sequence[Change]
) -> tuple[int, str] | None:
    for change in changes:
        for at in fit:
            claim = change(sentences[at])
            if claim:
                return at, claim
    return None


def _figure(sentence: str) -> str | None:
    found = _FIGURE.search(sentence)
    if found is None:
        return None
    figure = found[0]
    other = _WORDS[_WORDS.index(figure) + 1] if figure in _WORDS else str(int(figure) * 3 + 1)
    return _put(sentence, found, other)


def _deny(sentence: str) -> str | None:
    found = _VERB.search(sentence)
    return _put(sentence, found, f"{found[0]} not") if found else None


def _affirm(sentence: str) -> str | None:
    found = _NOT.search(sentence)
    return _put(sentence, found, found[1]) if found else None


def _day(sentence: str) -> str | None:
    found = _DAY.search(sentence)
    if found is None:
        return None
    return _put(sentence, found, _MONTHS[(_MONTHS.index(found[0]) + 5) % len(_MONTHS)])


def _opposite(sentence: str) -> str | None:
    found = _SWAP.search(sentence)
    return _put(sentence, found, _SWAPS[found[0]]) if found else None


def _put(sentence: str, found: re.Match[str], words_: str) -> str:
    return sentence[: found.start()] + words_ + sentence[found.end() :]
