"""Any local ONNX sequence classifier of three classes, as Hugging Face's exports have them.

Its folder has `model.onnx`, `tokenizer.json` and `config.json` with an `id2label`. Nothing is ever
downloaded, and no code of a model's own is run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy
from tokenizers import Encoding, Tokenizer

from judges.address import Address
from judges.classifier import ClassifierJudge
from judges.encoding import read_tokenizer
from judges.labels import read_order
from judges.model_folder import ModelFolder, checked_judge
from judges.onnx_session import Feed, SessionHere, usual_threads
from verification.errors import JudgeUnavailable, SettingsInvalid

_MOST_TOKENS: Final = 512
_NUMBERS: Final[Mapping[str, type[numpy.signedinteger]]] = {
    "tensor(int64)": numpy.int64,
    "tensor(int32)": numpy.int32,
}
# What a model may ask for, and where a tokenized pair has it.
_INPUTS: Final[Mapping[str, str]] = {
    "input_ids": "ids",
    "attention_mask": "attention_mask",
    "token_type_ids": "type_ids",
}


class OnnxClassifier:
    """A model and its tokenizer. Raises SettingsInvalid when the folder has no such model."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        self._tokenizer = _pair_tokenizer(folder)
        self._session = SessionHere(folder / "model.onnx", threads or usual_threads())
        try:
            inputs = self._session.get().inputs
        except JudgeUnavailable as error:
            raise SettingsInvalid(f"There is no whole model in {folder}: {error.detail}") from error
        strange = [name for name in inputs if name not in _INPUTS or inputs[name] not in _NUMBERS]
        if strange or "input_ids" not in inputs:
            raise SettingsInvalid(
                f"The model in {folder} asks for {', '.join(inputs)}; a judge can be given "
                f"{', '.join(_INPUTS)}, as whole numbers."
            )
        self._inputs = {name: _NUMBERS[kind] for name, kind in inputs.items()}

    def logits(self, pairs: Sequence[tuple[str, str]]) -> list[list[float]]:
        """One logit per class and pair; texts too long are cut, the longer first."""
        encoded = self._tokenizer.encode_batch(list(pairs))
        return self._session.get().logits([self._feed(one) for one in encoded])

    def _feed(self, pair: Encoding) -> Feed:
        return {
            name: numpy.asarray([getattr(pair, _INPUTS[name])], dtype=number)
            for name, number in self._inputs.items()
        }


def open_onnx(address: Address) -> ClassifierJudge:
    """The judge in the folder of an `onnx:///FOLDER` address, its labels checked.

    Raises SettingsInvalid when the folder has no model of three classes, JudgeUnavailable when
    its labels mean something else than they say.
    """
    address.allow("threads", "labels")
    folder = ModelFolder.read(address.folder(), read_order(address.options.get("labels", "")))
    classifier = OnnxClassifier(folder.path, address.whole("threads", 0))
    return checked_judge(folder, classifier, "onnx")


def _pair_tokenizer(folder: Path) -> Tokenizer:
    """The folder's tokenizer, which cuts pairs to what the model can read."""
    tokenizer = read_tokenizer(folder / "tokenizer.json")
    try:
        tokenizer.enable_truncation(_most_tokens(folder), strategy="longest_first")
    except Exception as error:
        raise SettingsInvalid(f"The tokenizer in {folder} cannot cut texts: {error}") from error
    return tokenizer


def _most_tokens(folder: Path) -> int:
    """The longest input, by the configurations of model and tokenizer."""
    said = [
        _settings(folder / "config.json").get("max_position_embeddings"),
        _settings(folder / "tokenizer_config.json").get("model_max_length"),
    ]
    return int(min([_MOST_TOKENS, *[n for n in said if isinstance(n, int | float) and n > 0]]))


def _settings(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
