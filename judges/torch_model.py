"""Any local Hugging Face sequence classifier of three classes, run by PyTorch (extra `torch`).

Nothing is ever downloaded, and no code of a model's own is run.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from judges.address import Address
from judges.classifier import ClassifierJudge
from judges.labels import read_order
from judges.model_folder import ModelFolder, checked_judge
from judges.options import JudgeOptions
from verification.errors import JudgeUnavailable, SettingsInvalid

# Every batch has one of few shapes, filled up where needed: with other shapes the same pair gets
# other last digits, and its answer would depend on its company.
_ROWS: Final = 8
_STEP: Final = 64
_MOST_TOKENS: Final = 512


class TorchClassifier:
    """A model and its tokenizer, asked by one thread at a time."""

    def __init__(self, folder: Path, device: str = "") -> None:
        torch, transformers, damaged = _libraries()
        self._torch = torch
        self._lock = threading.Lock()
        options: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        try:
            self._device = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
            self._tokenizer = transformers.AutoTokenizer.from_pretrained(str(folder), **options)
            model = transformers.AutoModelForSequenceClassification.from_pretrained(
                str(folder), **options
            )
            self._model = model.float().eval().to(self._device)
        except (OSError, ValueError, KeyError, ImportError, RuntimeError, damaged) as error:
            raise SettingsInvalid(
                f"The model in {folder} cannot be loaded: {_first_line(error)}"
            ) from error
        self._most = min(self._tokenizer.model_max_length, _MOST_TOKENS)

    def logits(self, pairs: Sequence[tuple[str, str]]) -> list[list[float]]:
        """One logit per class and pair; texts too long are cut, the longer first."""
        try:
            with self._lock, self._torch.inference_mode():
                return self._logits(pairs)
        except RuntimeError as error:
            raise JudgeUnavailable(f"The model could not answer: {_first_line(error)}") from error

    def _logits(self, pairs: Sequence[tuple[str, str]]) -> list[list[float]]:
        rows: dict[int, list[float]] = {}
        for length, numbers in self._batches(pairs):
            filled = [*numbers, *[numbers[0]] * (_ROWS - len(numbers))]
            tokens = self._tokenizer(
                [pairs[number][0] for number in filled],
                [pairs[number][1] for number in filled],
                truncation="longest_first",
                padding="max_length",
                max_length=length,
                return_tensors="pt",
            ).to(self._device)
            found = self._model(**tokens).logits.float().cpu().tolist()
            rows.update(zip(numbers, found, strict=False))
        return [rows[number] for number in range(len(pairs))]

    def _batches(self, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[int, list[int]]]:
        """Padded lengths, each with up to a batch of the pairs that fit it."""
        by_length: dict[int, list[int]] = defaultdict(list)
        for number, (premise, hypothesis) in enumerate(pairs):
            tokens = self._tokenizer(
                premise, hypothesis, truncation="longest_first", max_length=self._most
            )
            steps = -(-len(tokens["input_ids"]) // _STEP)
            by_length[min(self._most, steps * _STEP)].append(number)
        for length, numbers in by_length.items():
            for at in range(0, len(numbers), _ROWS):
                yield length, numbers[at : at + _ROWS]


def open_torch(address: Address, _options: JudgeOptions) -> ClassifierJudge:
    """The judge in the folder of a `torch:///FOLDER` address, its labels checked.

    Raises SettingsInvalid when the folder has no model of three classes, JudgeUnavailable when
    its labels mean something else than they say.
    """
    address.allow("labels", "device")
    folder = ModelFolder.read(address.folder(), read_order(address.options.get("labels", "")))
    classifier = TorchClassifier(folder.path, address.options.get("device", ""))
    return checked_judge(folder, classifier, "torch")


def _libraries() -> tuple[Any, Any, type[Exception]]:
    """PyTorch, transformers, and what is raised for weights that cannot be read."""
    try:
        import torch  # noqa: PLC0415 - an extra, and heavy
        import transformers  # noqa: PLC0415
        from huggingface_hub import constants  # noqa: PLC0415
        from safetensors import SafetensorError  # noqa: PLC0415
    except ImportError as error:
        raise SettingsInvalid(
            "The judge `torch:` needs PyTorch and transformers: pip install 'assay[torch]'."
        ) from error
    constants.HF_HUB_OFFLINE = True
    logging: Any = transformers.utils.logging
    logging.disable_progress_bar()
    return torch, transformers, SafetensorError


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
