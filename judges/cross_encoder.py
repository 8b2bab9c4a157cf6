"""The shipped judge: Assay's own cross-encoder, run by ONNX Runtime on the CPU.

Each pair is run by itself and unpadded, several at a time in threads. The activations of an 8-bit
model are quantised by their range: in a batch, the answer to one pair would hang on the others.
It also wastes nothing on padding, and no thread waits for another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from judges.answers import about_words, judgement, softmax
from judges.encoding import FORMAT, Encoded, PairEncoder, header_of, padded
from judges.onnx_session import Feed, SessionHere, usual_threads
from judges.recent import Recent
from verification.errors import SettingsInvalid
from verification.types import Stance, StanceJudgement, StancePair

MODEL_FOLDER: Final = Path(__file__).parent / "model"
_REMEMBERED: Final = 50_000


@dataclass(frozen=True, slots=True)
class Card:
    """What `model.json` says of a model: its name, hash, longest input and calibration.

    The probabilities are softmax(logits / temperature + bias), fitted on the 8-bit model; a
    passage with a header comes from another kind of text than a bare sentence, and has a bias of
    its own.
    """

    name: str
    sha256: str
    format: int
    max_tokens: int
    temperature: float
    bias: tuple[float, float, float]
    bias_with_header: tuple[float, float, float]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The card of a model's folder. Raises SettingsInvalid where it does not fit the model."""
        try:
            values: dict[str, Any] = json.loads((folder / "model.json").read_text("utf-8"))
            biases = {name: tuple(values[name]) for name in ("bias", "bias_with_header")}
            card = cls(**{**values, **biases})
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
        calibration = json.dumps(
            [self.temperature, self.bias, self.bias_with_header, self.max_tokens]
        )
        digest = hashlib.sha256(f"{self.sha256} {calibration}".encode())
        return f"{self.name}-{digest.hexdigest()[:12]}"


class CrossEncoderJudge:
    """Three calibrated stance probabilities for each pair of claim and evidence."""

    max_batch = 256

    def __init__(self, folder: Path = MODEL_FOLDER, threads: int = 0) -> None:
        self._card = Card.read(folder)
        self._encoder = PairEncoder(folder / "tokenizer.json", self._card.max_tokens)
        self._session = SessionHere(folder / "model.onnx", threads or usual_threads())
        self._known: Recent[bytes, StanceJudgement] = Recent(_REMEMBERED)
        self.version = self._card.version

    def judge(self, pairs: Sequence[StancePair]) -> list[StanceJudgement]:
        """One judgement per pair, each by itself. Raises JudgeUnavailable."""
        return about_words(pairs, self._judge)

    def forget(self) -> None:
        """Let go of every remembered answer."""
        self._known.clear()

    def logits(self, pairs: Sequence[StancePair]) -> list[list[float]]:
        """The model's own three numbers for each pair, before calibration."""
        return self._session.get().logits(_feeds(self._encoder.encode(pairs)))

    def bare_seconds(self, pairs: Sequence[StancePair]) -> float:
        """Seconds of ONNX Runtime alone over these pairs, nothing remembered."""
        return self._session.get().seconds(_feeds(self._encoder.encode(pairs)))

    def _judge(self, pairs: list[StancePair]) -> list[StanceJudgement]:
        encoded = self._encoder.encode(pairs)
        keys = [hashlib.sha256(one.ids.tobytes()).digest() for one in encoded]
        found = self._known.find(keys)
        new = {
            key: (one, bool(header_of(pair)))
            for key, one, pair in zip(keys, encoded, pairs, strict=True)
            if key not in found
        }
        if new:
            answers = self._session.get().logits(_feeds([one for one, _ in new.values()]))
            made = {
                key: self._calibrated(logits, headed=headed)
                for (key, (_, headed)), logits in zip(new.items(), answers, strict=True)
            }
            self._known.keep(made)
            found |= made
        return [found[key] for key in keys]

    def _calibrated(self, logits: Sequence[float], *, headed: bool) -> StanceJudgement:
        biases = self._card.bias_with_header if headed else self._card.bias
        scaled = [
            logit / self._card.temperature + bias
            for logit, bias in zip(logits, biases, strict=True)
        ]
        return judgement(dict(zip(Stance, softmax(scaled), strict=True)))


def _feeds(pairs: Sequence[Encoded]) -> list[Feed]:
    return [dict(zip(("ids", "mask", "types"), padded([pair]), strict=True)) for pair in pairs]
