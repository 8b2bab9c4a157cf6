"""The judge alone, over pairs whose stance is known."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from evaluation import metrics
from evaluation.datasets import GoldPair
from verification.ports import Judge


def judge_scores(
    judge: Judge, pairs: Sequence[GoldPair], *, progress: Callable[[int], object] = int
) -> dict[str, Any]:
    """Macro-F1, accuracy and pairs a second, as JSON values."""
    predicted: list[str] = []
    started = time.perf_counter()
    rest = iter(pairs)
    while batch := list(islice(rest, judge.max_batch)):
        answers = judge.judge([each.pair for each in batch])
        predicted += [answer.stance.value for answer in answers]
        progress(len(batch))
    seconds = time.perf_counter() - started
    gold = [each.stance.value for each in pairs]
    majority = max(sorted(set(gold)), key=gold.count)
    return {
        "n": len(pairs),
        "judge": judge.version,
        "macro_f1": metrics.macro_f1(gold, predicted),
        "accuracy": metrics.accuracy(gold, predicted),
        "majority_macro_f1": metrics.macro_f1(gold, [majority] * len(gold)),
        "pairs_per_second": len(pairs) / seconds,
        "confusion": metrics.confusion(gold, predicted),
    }
