"""A model in a folder as Hugging Face writes it: what its classes mean, and a hash of it all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from judges.classifier import Classifier, ClassifierJudge
from judges.label_check import check_labels
from judges.labels import class_names, read_labels
from verification.errors import JudgeAnswerInvalid, SettingsInvalid
from verification.types import Stance

# What may change an answer: configuration, vocabulary and weights.
_COUNTED: Final = frozenset(
    {".json", ".txt", ".model", ".safetensors", ".bin", ".onnx", ".onnx_data", ".data"}
)
_CHUNK: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A folder with a sequence classifier; `labels` are the stances its classes are taken for."""

    path: Path
    labels: tuple[Stance, ...]

    @classmethod
    def read(cls, path: Path, order: Sequence[Stance] = ()) -> ModelFolder:
        """What `config.json` says, with `order` counting more. Raises SettingsInvalid."""
        try:
            config = json.loads((path / "config.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise SettingsInvalid(f"There is no readable config.json in {path}.") from error
        if not isinstance(config, dict):
            raise SettingsInvalid(f"The config.json in {path} is no JSON object.")
        return cls(path, read_labels(class_names(config), order))

    def version(self, kind: str) -> str:
        """Kind, name of the folder, and a hash of its files and the order of the labels."""
        digest = hashlib.sha256(",".join(self.labels).encode())
        for file in sorted(self.path.iterdir()):
            if file.is_file() and file.suffix in _COUNTED:
                digest.update(file.name.encode())
                with file.open("rb") as content:
                    while part := content.read(_CHUNK):
                        digest.update(part)
        return f"{kind}-{self.path.resolve().name}-{digest.hexdigest()[:12]}"


def checked_judge(folder: ModelFolder, classifier: Classifier, kind: str) -> ClassifierJudge:
    """The judge that a folder's classifier makes, once plain pairs have shown its labels right.

    Raises JudgeUnavailable when they mean something else than they say, SettingsInvalid when the
    model does not give one number for each of them.
    """
    judge = ClassifierJudge(classifier, folder.labels, folder.version(kind))
    try:
        check_labels(judge, folder.labels)
    except JudgeAnswerInvalid as error:
        raise SettingsInvalid(f"The model in {folder.path} is no judge: {error.detail}") from error
    return judge
