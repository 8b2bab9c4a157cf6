"""The shipped judge: Assay's own cross-encoder, run by ONNX Runtime on the CPU.

Each pair is run by itself and unpadded, several at a time in threads. The activations of an 8-bit
model are quantised by their range: in a batch, the answer to one pair would hang on the others.
It also wastes nothing on padding, and no thread waits for another.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from judges.answers import about_words, judgement, softmax
from judges.encoding import FORMAT, PairEncoder
from judges.onnx_session import OnnxSession
from verification.errors import SettingsInvalid
from verification.types import Stance, StanceJudgement, StancePair

MODEL_FOLDER: Final = Path(__file__).parent / "model"
_REMEMBERED: Final = 50_000


@dataclass(frozen=True, slots=True)
class Card:
    """What `model.json` says of a model: its name, hash, longest input and calibration.

    The probabilities are softmax(logits / temperature + bias), fitted on the 8-bit model.
    """

    name: str
    sha256: str
    format: int
    max_tokens: int
    temperature: float
    bias: tuple[float, float, float]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The card of a model's folder. Raises SettingsInvalid where it does not fit the model."""
        try:
            values: dict[str, Any] = json.loads((folder / "model.json").read_text("utf-8"))
            card = cls(**{**values, "bias": tuple(values["bias"])})
            actual = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise SettingsInvalid(f"There is no whole model in {folder}: {error}.") from error
        if actual != card.sha256:
            raise SettingsInvalid(
                f"The model in {folder} is not the one that its card describes; install it anew."
            )
        if card.format != FORMAT:
            raise SettingsInvalid(f"The model in {folder} reads pairs of another format.")
        return card

    @property
    def version(self) -> str:
        """Name and hash of the model with its calibration."""
        calibration = json.dumps([self.temperature, self.bias, self.max_tokens])
        digest = hashlib.sha256(f"{self.sha256} {calibration}".encode())
        return f"{self.name}-{digest.hexdigest()[:12]}"


class CrossEncoderJudge:
    """Three calibrated stance probabilities for each pair of claim and evidence."""

    max_batch = 256

    def __init__(self, folder: Path = MODEL_FOLDER, threads: int = 0) -> None:
        self._folder, self._threads = folder, threads or min(4, os.cpu_count() or 1)
        self._card = Card.read(folder)
        self._encoder = PairEncoder(folder / "tokenizer.json", self._card.max_tokens)
        self._running = threading.Lock()
        self._session: tuple[int, OnnxSession] | None = None
        self._known: OrderedDict[bytes, StanceJudgement] = OrderedDict()
        self.version = self._card.version

    def judge(self, pairs: Sequence[StancePair]) -> list[StanceJudgement]:
        """One judgement per pair, each by itself. Raises JudgeUnavailable."""
        return about_words(pairs, self._judge)

    def forget(self) -> None:
        """Let go of every remembered answer."""
        with self._running:
            self._known.clear()

    def logits(self, pairs: Sequence[StancePair]) -> list[list[float]]:
        """The model's own three numbers for each pair, before calibration."""
        return self._ours().logits(self._encoder.encode(pairs))

    def bare_seconds(self, pairs: Sequence[StancePair]) -> float:
        """Seconds of ONNX Runtime alone over these pairs, nothing remembered."""
        return self._ours().seconds(self._encoder.encode(pairs))

    def _judge(self, pairs: list[StancePair]) -> list[StanceJudgement]:
        encoded = self._encoder.encode(pairs)
        keys = [hashlib.sha256(one.ids.tobytes()).digest() for one in encoded]
        with self._running:
            found = {key: self._known[key] for key in keys if key in self._known}
        new = {key: one for key, one in zip(keys, encoded, strict=True) if key not in found}
        for key, logits in zip(new, self._ours().logits(list(new.values())), strict=True):
            found[key] = self._calibrated(logits)
        self._remember({key: found[key] for key in new})
        return [found[key] for key in keys]

    def _remember(self, new: dict[bytes, StanceJudgement]) -> None:
        with self._running:
            self._known.update(new)
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)

    def _ours(self) -> OnnxSession:
        """This process's session: one made before a fork would hang in the child."""
        with self._running:
            if self._session is None or self._session[0] != os.getpid():
                made = OnnxSession(self._folder / "model.onnx", self._threads)
                self._session = (os.getpid(), made)
            return self._session[1]

    def _calibrated(self, logits: Sequence[float]) -> StanceJudgement:
        scaled = [
            logit / self._card.temperature + bias
            for logit, bias in zip(logits, self._card.bias, strict=True)
        ]
        return judgement(dict(zip(Stance, softmax(scaled), strict=True)))
