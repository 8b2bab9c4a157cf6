"""A folder with a Hugging Face model of some thousand weights, made and taught in a test.

It starts from random weights and learns the plain pairs and those of the contract by heart, which
takes seconds. PyTorch and transformers are an extra; without them a test is left out loudly.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from judges.label_check import OBVIOUS
from tests.conftest import need_installed
from tests.contracts.judge_contract import EVIDENCE, HOSTILE, REFUTED, SUPPORTED, UNRELATED
from tests.judges.onnx_folder import MEANING, NAMES, word_tokenizer
from verification.types import Stance, StancePair

NEEDS = ("torch", "transformers", "huggingface_hub", "safetensors")
TOKENS = 64
ROUNDS, ENOUGH = 900, 0.01


def need_torch() -> None:
    """Leave the test out, and say so in the closing lines, where the extra is not installed."""
    need_installed(*NEEDS, extra="torch")


def write_folder(path: Path) -> Path:
    """The folder at `path`, whose classes mean `MEANING` and say so."""
    transformers: Any = import_module("transformers")
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=word_tokenizer(),
        model_max_length=TOKENS,
        unk_token="[UNK]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
    )
    tokenizer.save_pretrained(str(path))
    with _one_thread():
        _taught(tokenizer).save_pretrained(str(path))
    return rename_classes(path, NAMES)


def rename_classes(path: Path, names: Sequence[str]) -> Path:
    """The folder at `path`, its classes called `names` from now on."""
    config = json.loads((path / "config.json").read_text(encoding="utf-8"))
    numbered = {str(at): name for at, name in enumerate(names)}
    numbers = {name: at for at, name in enumerate(names)}
    changed = config | {"id2label": numbered, "label2id": numbers}
    (path / "config.json").write_text(json.dumps(changed), encoding="utf-8")
    return path


@contextmanager
def _one_thread() -> Iterator[None]:
    """So small a model learns ten times slower where threads wait for each other."""
    torch: Any = import_module("torch")
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _taught(tokenizer: Any) -> Any:  # noqa: ANN401 - types of an extra
    torch: Any = import_module("torch")
    model = _random_model(len(tokenizer))
    pairs, stances = zip(*_lessons(), strict=True)
    read = tokenizer(
        [pair.evidence for pair in pairs],
        [pair.claim for pair in pairs],
        truncation="longest_first",
        padding="max_length",
        max_length=TOKENS,
        return_tensors="pt",
    )
    right = torch.tensor([MEANING.index(stance) for stance in stances])
    steps = torch.optim.AdamW(model.parameters(), lr=3e-3)
    for _ in range(ROUNDS):
        loss = model(**read, labels=right).loss
        steps.zero_grad()
        loss.backward()
        steps.step()
        if loss.item() < ENOUGH:
            return model.eval()
    raise AssertionError(f"the small model did not learn its pairs: {loss.item():.3f}")


def _random_model(words: int) -> Any:  # noqa: ANN401
    transformers: Any = import_module("transformers")
    import_module("torch").manual_seed(1)
    return transformers.BertForSequenceClassification(
        transformers.BertConfig(
            vocab_size=words,
            hidden_size=32,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=64,
            max_position_embeddings=TOKENS,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            num_labels=len(Stance),
        )
    )


def _lessons() -> Iterator[tuple[StancePair, Stance]]:
    yield from OBVIOUS
    yield from zip((SUPPORTED, REFUTED, UNRELATED), Stance, strict=True)
    for text in HOSTILE:
        yield StancePair(SUPPORTED.claim, text), Stance.NEUTRAL
        yield StancePair(text, EVIDENCE), Stance.NEUTRAL
