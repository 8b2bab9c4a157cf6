"""How many pairs a second a judge answers, by their length, beside its engine on its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from statistics import median
from typing import Any, Final, Protocol, runtime_checkable

from sources.demonstration import demonstration_documents
from verification.ports import Judge
from verification.types import StancePair

LENGTHS: Final = (64, 128, 256)
PAIRS: Final = 64
ROUNDS: Final = 3
# Of the demonstration corpus in BERT's vocabulary, and the three that stand around two texts.
_TOKENS_A_WORD: Final = 1.18
_AROUND: Final = 3
_CLAIM_WORDS: Final = 15


@runtime_checkable
class Bare(Protocol):
    """A judge that can time its engine alone on ready batches."""

    def bare_seconds(self, pairs: Sequence[StancePair]) -> float:
        """Seconds of the engine over the batches of these pairs, and of nothing around it."""


def speed(
    judge: Judge, pairs: int = PAIRS, progress: Callable[[int], object] = int
) -> dict[str, Any]:
    """Pairs a second at about 64, 128 and 256 tokens: the median of three rounds.

    `bare_pairs_per_second` is what the engine does alone on the same batches, None where the
    judge cannot tell.
    """
    found: dict[str, Any] = {}
    for tokens in LENGTHS:
        # Every round has texts of its own, so that no judge remembers them.
        every = pairs_of(tokens, pairs * (ROUNDS + 1))
        first, *rounds = (every[at : at + pairs] for at in range(0, len(every), pairs))
        _seconds(judge, first)
        seconds = median(_seconds(judge, each) for each in rounds)
        bare = _bare(judge, rounds)
        found[str(tokens)] = {
            "pairs_per_second": pairs / seconds,
            "bare_pairs_per_second": pairs / bare if bare else None,
        }
        progress(pairs)
    return found


def pairs_of(tokens: int, count: int) -> list[StancePair]:
    """Pairs of about so many tokens, of the words of the demonstration corpus."""
    words = cycle(" ".join(each.text for each in demonstration_documents()).split())
    evidence_words = max(1, round((tokens - _AROUND) / _TOKENS_A_WORD) - _CLAIM_WORDS)
    return [
        StancePair(
            claim=" ".join(islice(words, _CLAIM_WORDS)),
            evidence=" ".join(islice(words, evidence_words)),
        )
        for _ in range(count)
    ]


def _seconds(judge: Judge, pairs: Sequence[StancePair]) -> float:
    started = time.perf_counter()
    for start in range(0, len(pairs), judge.max_batch):
        judge.judge(pairs[start : start + judge.max_batch])
    return time.perf_counter() - started


def _bare(judge: Judge, rounds: Sequence[Sequence[StancePair]]) -> float | None:
    if not isinstance(judge, Bare):
        return None
    return median(judge.bare_seconds(each) for each in rounds)
