"""How many pairs a second a judge answers, by their length, beside its engine on its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import fmean, median
from typing import Any, Final, Protocol, runtime_checkable

from judges import open_judge
from judges.address import Address
from judges.cross_encoder import MODEL_FOLDER, Card
from judges.encoding import PairEncoder
from sources.demonstration import demonstration_documents
from verification.ports import Judge
from verification.types import StancePair

LENGTHS: Final = (64, 128, 256)
PAIRS: Final = 64
ROUNDS: Final = 3
THREADS: Final = 2
# Of the demonstration corpus in BERT's vocabulary, and the three that stand around two texts.
_TOKENS_A_WORD: Final = 1.18
_AROUND: Final = 3
_CLAIM_WORDS: Final = 15


@runtime_checkable
class Bare(Protocol):
    """A judge that can time its engine alone on ready batches."""

    def bare_seconds(self, pairs: Sequence[StancePair]) -> float:
        """Seconds of the engine over the batches of these pairs, and of nothing around it."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A judge to time; `threads` and `encoder` are None where the judge is not our own."""

    judge: Judge
    threads: int | None = None
    encoder: PairEncoder | None = None

    @classmethod
    def of(cls, url: str, judge: Judge) -> Timed:
        """The judge that a URL names with two threads, if it is our own; `judge` as it is else."""
        folder = model_folder(url)
        if folder is None:
            return cls(judge)
        place = Address.read(url).place
        encoder = PairEncoder(folder / "tokenizer.json", Card.read(folder).max_tokens)
        return cls(open_judge(f"onnx:{place}?threads={THREADS}"), THREADS, encoder)

    def mean_tokens(self, pairs: Sequence[StancePair]) -> float | None:
        """How many tokens the judge reads of a pair, on average."""
        return fmean(map(len, self.encoder.encode(pairs))) if self.encoder else None


def model_folder(url: str) -> Path | None:
    """The folder of the model that a judge's URL names; None where it is not one of ours."""
    address = Address.read(url)
    if address.scheme != "onnx":
        return None
    folder = address.folder() if address.place.strip("/") else MODEL_FOLDER
    return folder if (folder / "model.json").is_file() else None


def speed(
    timed: Timed, pairs: int = PAIRS, progress: Callable[[int], object] = int
) -> dict[str, Any]:
    """Pairs a second at about 64, 128 and 256 tokens: the median of three rounds.

    `bare_pairs_per_second` is what the engine does alone on the same batches in the same number
    of threads, and `ratio` the judge's speed over it; None where the judge cannot tell.
    """
    return {
        "threads": timed.threads,
        "lengths": {str(tokens): _at(timed, tokens, pairs, progress) for tokens in LENGTHS},
    }


def _at(timed: Timed, tokens: int, pairs: int, progress: Callable[[int], object]) -> dict[str, Any]:
    # Every round has texts of its own, so that no judge remembers them.
    every = pairs_of(tokens, pairs * (ROUNDS + 1))
    first, *rounds = (every[at : at + pairs] for at in range(0, len(every), pairs))
    _seconds(timed.judge, first)
    # The two take turns, so that what else the machine does meets both.
    both = [(_seconds(timed.judge, each), _bare(timed.judge, each)) for each in rounds]
    seconds = median(one for one, _ in both)
    alone = [bare for _, bare in both if bare is not None]
    bare = median(alone) if alone else None
    progress(pairs)
    return {
        "mean_tokens": timed.mean_tokens(every),
        "pairs_per_second": pairs / seconds,
        "bare_pairs_per_second": pairs / bare if bare else None,
        "ratio": bare / seconds if bare else None,
    }


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


def _bare(judge: Judge, pairs: Sequence[StancePair]) -> float | None:
    return judge.bare_seconds(pairs) if isinstance(judge, Bare) else None
