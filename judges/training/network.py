"""The cross-encoder in PyTorch: six BERT layers, three poolings, one stance head.

The architecture is that of BERT (Devlin et al., 2019) in the size of MiniLM-L6 (Wang et al.,
2020); written out so that training needs neither `transformers` nor a download.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from language.numerals import VALUES
from language.stemmer import stem

WIDTH, HEADS, LAYERS, INNER, POSITIONS, VOCABULARY = 384, 12, 6, 1536, 512, 30522
STANCES = 3
_LEVELS = 3
_EPSILON = 1e-12
_SCALE = (WIDTH // HEADS) ** -0.5


class Embeddings(nn.Module):
    """Words, positions, which of the two texts a token belongs to and what both share, added up.

    That a word stands in the other text too is marked after Boualili et al., "MarkedBERT:
    integrating traditional IR cues in pre-trained language models" (SIGIR 2020), with vectors
    instead of marker tokens; a word's kin are the words of its stem or, of a number, its figure.
    """

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.types = nn.Embedding(2, WIDTH)
        self.shared = nn.Embedding(2 * _LEVELS, WIDTH)
        nn.init.zeros_(self.shared.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.kin: Tensor
        self.register_buffer("kin", torch.arange(VOCABULARY))

    def forward(self, ids: Tensor, types: Tensor) -> Tensor:
        """Vectors of shape (batch, length, width)."""
        places = torch.arange(ids.shape[1], device=ids.device)[None, :]
        together = self.words(ids) + self.positions(places) + self.types(types)
        out: Tensor = self.norm(together + self.shared(self.marks(ids, types)))
        return out

    def marks(self, ids: Tensor, types: Tensor) -> Tensor:
        """For each token 0 to 2 in the claim, 3 to 5 in the evidence, (batch, length).

        The least says that no kin is in the other text, the next that there is, the last that a
        neighbour of both is shared too.
        """
        kin = self.kin[ids]
        across = types[:, :, None] != types[:, None, :]
        same = ((kin[:, :, None] == kin[:, None, :]) & across).float()
        after = functional.pad(same[:, 1:, 1:], (0, 1, 0, 1))
        before = functional.pad(same[:, :-1, :-1], (1, 0, 1, 0))
        beside = (same * (after + before)).amax(-1).clamp(max=1.0)
        return types * _LEVELS + (same.amax(-1) + beside).long()


class Layer(nn.Module):
    """One encoder layer: self-attention, then a feed-forward network, each with a residual."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query_key_value = nn.Linear(WIDTH, 3 * WIDTH)
        self.attended = nn.Linear(WIDTH, WIDTH)
        self.attention_norm = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """The same shape as `hidden`; `mask` is added to the attention's logits."""
        batch, length, _ = hidden.shape
        heads = self.query_key_value(hidden).view(batch, length, 3, HEADS, WIDTH // HEADS)
        query, key, value = heads.permute(2, 0, 3, 1, 4).unbind(0)
        # Written out: the fused kernel of CPUs takes three times as long going backward.
        scores = query @ key.transpose(-1, -2) * _SCALE + mask
        seen = functional.softmax(scores, dim=-1) @ value
        seen = seen.transpose(1, 2).reshape(batch, length, WIDTH)
        hidden = self.attention_norm(hidden + self.dropout(self.attended(seen)))
        inner = functional.gelu(self.inner(hidden))
        out: Tensor = self.norm(hidden + self.dropout(self.outer(inner)))
        return out


class CrossEncoder(nn.Module):
    """Three stance logits (supports, refutes, neutral) for each pair of a batch."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.embeddings = Embeddings()
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)
        self.dense = nn.Linear(3 * WIDTH, WIDTH)
        self.stance = nn.Linear(WIDTH, STANCES)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """`ids`, `mask`, `types`: (batch, length) integers; returns (batch, 3)."""
        hidden = self.dropout(self.embeddings(ids, types))
        real = mask.to(hidden.dtype)
        blocked = ((1.0 - real) * -1e4)[:, None, None, :]
        for layer in self.layers:
            hidden = layer(hidden, blocked.to(hidden.dtype))
        weights = real[:, :, None]
        mean = (hidden * weights).sum(1) / weights.sum(1)
        highest = (hidden + (weights - 1.0) * 1e4).amax(1)
        pooled = torch.cat((hidden[:, 0], mean, highest), dim=1)
        logits: Tensor = self.stance(self.dropout(torch.tanh(self.dense(pooled))))
        return logits


def pretrained(folder: Path, dropout: float = 0.1) -> CrossEncoder:
    """A cross-encoder whose encoder carries the weights of a BERT of this size.

    `folder` holds `model.safetensors` with the names of the `transformers` BertModel.
    """
    found = load_file(folder / "model.safetensors")
    model = CrossEncoder(dropout)
    own = model.state_dict()
    own.update(_renamed(found))
    own["embeddings.kin"] = torch.tensor(kin_of(folder / "tokenizer.json"))
    model.load_state_dict(own)
    return model


def kin_of(tokenizer: Path) -> list[int]:
    """For each token of a vocabulary the first token of the same stem or figure."""
    words: dict[str, int] = json.loads(tokenizer.read_text("utf-8"))["model"]["vocab"]
    first: dict[str, int] = {}
    return [
        first.setdefault(str(VALUES.get(word, "")) or stem(word), number)
        for word, number in sorted(words.items(), key=lambda item: item[1])
    ]


def _renamed(found: dict[str, Tensor]) -> dict[str, Tensor]:
    names = {
        "embeddings.word_embeddings.weight": "embeddings.words.weight",
        "embeddings.position_embeddings.weight": "embeddings.positions.weight",
        "embeddings.token_type_embeddings.weight": "embeddings.types.weight",
        "embeddings.LayerNorm.weight": "embeddings.norm.weight",
        "embeddings.LayerNorm.bias": "embeddings.norm.bias",
    }
    parts = {
        "attended": "attention.output.dense",
        "attention_norm": "attention.output.LayerNorm",
        "inner": "intermediate.dense",
        "outer": "output.dense",
        "norm": "output.LayerNorm",
    }
    renamed: dict[str, Any] = {new: found[old] for old, new in names.items()}
    for layer in range(LAYERS):
        for kind in ("weight", "bias"):
            old = f"encoder.layer.{layer}."
            renamed[f"layers.{layer}.query_key_value.{kind}"] = torch.cat(
                [found[f"{old}attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
            )
            for new, part in parts.items():
                renamed[f"layers.{layer}.{new}.{kind}"] = found[f"{old}{part}.{kind}"]
    return renamed
