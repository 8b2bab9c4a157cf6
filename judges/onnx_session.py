"""A cross-encoder's ONNX session that several threads use at once, each with one pair."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy

from judges.encoding import Encoded, padded
from verification.errors import JudgeUnavailable


class OnnxSession:
    """Logits of pairs; made after a fork and used in that process only."""

    def __init__(self, path: Path, threads: int) -> None:
        import onnxruntime  # noqa: PLC0415 - a third of a second that most commands do not need

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise JudgeUnavailable(f"The model {path.name} cannot be loaded: {error}") from error
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="judge")

    def logits(self, pairs: Sequence[Encoded]) -> list[list[float]]:
        """Three logits for each pair; the longest pairs go first, so that threads end together."""
        order = sorted(range(len(pairs)), key=lambda place: -len(pairs[place]))
        answers = self._threads.map(self._one, [pairs[place] for place in order])
        found = dict(zip(order, answers, strict=True))
        return [found[place] for place in range(len(pairs))]

    def _one(self, pair: Encoded) -> list[float]:
        ids, mask, types = padded([pair])
        (logits,) = self._session.run(None, {"ids": ids, "mask": mask, "types": types})
        return [float(each) for each in numpy.asarray(logits)[0]]

    def seconds(self, pairs: Sequence[Encoded]) -> float:
        """How long the engine alone takes over these pairs, in the same threads."""
        inputs = [
            dict(zip(("ids", "mask", "types"), padded([pair]), strict=True)) for pair in pairs
        ]
        began = time.perf_counter()
        list(self._threads.map(lambda each: self._session.run(None, each), inputs))
        return time.perf_counter() - began
