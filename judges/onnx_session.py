"""A cross-encoder's ONNX session that several threads use at once, each with one pair.

Each pair is run by itself and unpadded, so that its answer does not depend on its company.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeAlias

import numpy

from verification.errors import JudgeUnavailable

# One pair as the arrays of shape (1, tokens) that the model's inputs take, by their names.
Feed: TypeAlias = Mapping[str, numpy.ndarray]


def usual_threads() -> int:
    """How many pairs are worked on at once where nobody says."""
    return min(4, os.cpu_count() or 1)


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
        self._output = _logits_of([output.name for output in self._session.get_outputs()])

    @property
    def inputs(self) -> dict[str, str]:
        """The type of each input by its name, such as `tensor(int64)`."""
        return {each.name: str(each.type) for each in self._session.get_inputs()}

    def logits(self, feeds: Sequence[Feed]) -> list[list[float]]:
        """The logits of each pair; the longest pairs go first, so that threads end together.

        Raises JudgeUnavailable when the model cannot be run.
        """
        order = sorted(range(len(feeds)), key=lambda place: -_length(feeds[place]))
        answers = self._threads.map(self._one, [feeds[place] for place in order])
        found = dict(zip(order, answers, strict=True))
        return [found[place] for place in range(len(feeds))]

    def _one(self, feed: Feed) -> list[float]:
        logits = numpy.asarray(self._run(feed))
        return [float(each) for each in logits.reshape(-1)]

    def _run(self, feed: Feed) -> Any:  # noqa: ANN401 - whatever the model gives
        try:
            return self._session.run([self._output], feed)[0]
        except Exception as error:
            raise JudgeUnavailable(f"The model could not answer: {error}") from error

    def seconds(self, feeds: Sequence[Feed]) -> float:
        """How long the engine alone takes over these pairs, in the same threads."""
        began = time.perf_counter()
        list(self._threads.map(lambda each: self._session.run(None, each), feeds))
        return time.perf_counter() - began


class SessionHere:
    """This process's session: one made before a fork would hang in the child."""

    def __init__(self, path: Path, threads: int) -> None:
        self._path, self._threads = path, threads
        self._making = threading.Lock()
        self._made: tuple[int, OnnxSession] | None = None

    def get(self) -> OnnxSession:
        """The session, made when it is first asked for. Raises JudgeUnavailable."""
        with self._making:
            if self._made is None or self._made[0] != os.getpid():
                self._made = (os.getpid(), OnnxSession(self._path, self._threads))
            return self._made[1]


def _logits_of(outputs: Sequence[str]) -> str:
    return "logits" if "logits" in outputs else outputs[0]


def _length(feed: Feed) -> int:
    return next(iter(feed.values())).size
