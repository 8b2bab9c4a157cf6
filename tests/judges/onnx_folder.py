"""A folder such as a Hugging Face export, with a model small enough to be made in a test.

Its ONNX graph holds the words of a claim against those of the evidence: claims whose words are
there are supported, unless a number is missing or a word of theirs is negated; else it is neutral.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from judges.label_check import OBVIOUS
from tests.contracts.judge_contract import REFUTED, SUPPORTED, UNRELATED
from tests.judges.onnx_file import FLOAT, INT64, Graph
from verification.types import Stance

NAMES = ("contradiction", "neutral", "entailment")
MEANING = (Stance.REFUTES, Stance.NEUTRAL, Stance.SUPPORTS)
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
NUMBERS = ("one", "two", "three", "seven")
SMALL = "a and by did do for had has her in is it its not of on over that the they to was were will"
ENDINGS = r"(ed|es|e|s)\b"


def write_folder(
    path: Path,
    names: Sequence[str] = NAMES,
    meaning: Sequence[Stance] = MEANING,
    number: int = INT64,
) -> Path:
    """The folder at `path`: classes called `names` that in truth mean the stances in `meaning`."""
    path.mkdir(parents=True, exist_ok=True)
    numbered = {str(at): name for at, name in enumerate(names)}
    config = {"model_type": "bert", "id2label": numbered, "max_position_embeddings": 512}
    (path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    tokenizer = word_tokenizer()
    tokenizer.save(str(path / "tokenizer.json"))
    (path / "model.onnx").write_bytes(overlap_model(tokenizer, meaning, number))
    return path


def word_tokenizer() -> Tokenizer:
    """One token per word of the plain pairs, without its ending; other words are unknown."""
    shown = [pair for pair, _ in OBVIOUS] + [SUPPORTED, REFUTED, UNRELATED]
    text = " ".join(f"{pair.claim} {pair.evidence}" for pair in shown)
    words = sorted(_stems([*re.findall(r"\w+", text.lower()), *NUMBERS]))
    vocabulary = {word: at for at, word in enumerate([*SPECIAL, *words])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, "[UNK]"))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Lowercase(), normalizers.Replace(Regex(ENDINGS), "")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.add_special_tokens(list(SPECIAL))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(word, vocabulary[word]) for word in ("[CLS]", "[SEP]")],
    )
    return tokenizer


def overlap_model(tokenizer: Tokenizer, meaning: Sequence[Stance], number: int = INT64) -> bytes:
    """The model: tokens of premise (type 0) and hypothesis (type 1) in, one logit per class out."""
    graph = Graph()
    covered, refuted = _covered_and_refuted(graph, tokenizer)
    logits = {
        Stance.SUPPORTS: graph.op("Sub", covered, refuted),
        Stance.REFUTES: graph.op("Add", graph.op("Sub", covered, _share(1.0)), refuted),
        Stance.NEUTRAL: graph.op("Mul", covered, _share(0.0)),
    }
    beside = graph.op("Concat", *[logits[stance] for stance in meaning], axis=1)
    graph.op("Mul", beside, _share(10.0), called="logits")
    inputs = dict.fromkeys(("input_ids", "attention_mask", "token_type_ids"), number)
    return graph.model(inputs, {"logits": FLOAT})


def _covered_and_refuted(graph: Graph, tokenizer: Tokenizer) -> tuple[str, str]:
    """The share of the claim's words found less 0.6, and 1 where one of them is contradicted."""
    small = set(_stems(SMALL.split())) | set(SPECIAL)
    content = graph.op("Gather", _table(tokenizer, small, 0.0), "input_ids")
    numeric = graph.op("Gather", _table(tokenizer, set(_stems(NUMBERS)), 1.0), "input_ids")
    negates = graph.op("Gather", _table(tokenizer, {"not"}, 1.0), "input_ids")
    claimed = graph.op("Mul", content, graph.op("Cast", "token_type_ids", to=FLOAT))
    shown = graph.op("Sub", content, claimed)
    columns = graph.op("Unsqueeze", "input_ids", _whole(2))
    rows = graph.op("Unsqueeze", "input_ids", _whole(1))
    same = graph.op("Cast", graph.op("Equal", columns, rows), to=FLOAT)
    # A word is negated by the one before it.
    moved = graph.op("Pad", negates, _whole(0, 1, 0, 0))
    negated = graph.op("Mul", shown, graph.op("Slice", moved, _whole(0), _whole(-1), _whole(1)))

    found = graph.op("Mul", claimed, _there(graph, same, shown))
    missing = graph.op("Mul", numeric, graph.op("Sub", claimed, found))
    denied = graph.op("Mul", claimed, _there(graph, same, negated))
    wrong = _total(graph, graph.op("Add", missing, denied))
    refuted = graph.op("Min", wrong, _share(1.0))
    claimed_words = graph.op("Add", _total(graph, claimed), _share(1e-6))
    covered = graph.op("Sub", graph.op("Div", _total(graph, found), claimed_words), _share(0.6))
    return covered, refuted


def _stems(words: Iterable[str]) -> set[str]:
    return {re.sub(ENDINGS, "", word) for word in words} - {""}


def _table(tokenizer: Tokenizer, words: set[str], value: float) -> numpy.ndarray:
    """One number per token: `value` for these words, and the other of 0 and 1 for all others."""
    known = tokenizer.get_vocab()
    table = numpy.full(len(known), 1.0 - value, dtype=numpy.float32)
    table[[known[word] for word in words if word in known]] = value
    return table


def _there(graph: Graph, same: str, tokens: str) -> str:
    """For each token, whether it is also among `tokens`."""
    seen = graph.op("Mul", same, graph.op("Unsqueeze", tokens, _whole(1)))
    return graph.op("ReduceMax", seen, axes=[2], keepdims=0)


def _total(graph: Graph, tokens: str) -> str:
    return graph.op("ReduceSum", tokens, _whole(1), keepdims=1)


def _whole(*values: int) -> numpy.ndarray:
    return numpy.asarray(values, dtype=numpy.int64)


def _share(value: float) -> numpy.ndarray:
    return numpy.asarray([value], dtype=numpy.float32)
