"""How a claim and its evidence become the tokens that the cross-encoder reads.

Training and judging share this module, so a model never sees at work what it did not see when it
learnt. The claim is the first text; the second is the evidence with its header in front, because
who said a thing and when is often what a claim gets wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy
from tokenizers import Tokenizer

from verification.errors import SettingsInvalid
from verification.types import StancePair

MAX_TOKENS = 384
# A claim longer than this leaves too little room for evidence; what is beyond is cut.
MAX_CLAIM_TOKENS = 160
# Raised whenever the same pair would become other tokens.
FORMAT = 1

Tokens = numpy.ndarray


@dataclass(frozen=True, slots=True)
class Encoded:
    """One pair as token ids; `split` is where the evidence's tokens begin."""

    ids: Tokens
    split: int

    def __len__(self) -> int:
        return len(self.ids)


def header_of(pair: StancePair) -> str:
    """Title, publisher and day of the evidence, as far as they are known."""
    day = pair.published_at
    written = f"{day.day} {day:%B %Y}" if day else ""
    return " | ".join(part for part in (pair.title, pair.publisher, written) if part)


def texts(pair: StancePair) -> tuple[str, str]:
    """The two texts of a pair: the claim, and the evidence with its header."""
    header = header_of(pair)
    said = f"{pair.speaker}: " if pair.speaker else ""
    return pair.claim, f"{header} || {said}{pair.evidence}" if header else said + pair.evidence


def read_tokenizer(file: Path) -> Tokenizer:
    """A tokenizer that neither cuts nor pads. Raises SettingsInvalid where there is none."""
    try:
        tokenizer = Tokenizer.from_file(str(file))
    except Exception as error:  # the library raises no other
        raise SettingsInvalid(f"There is no readable {file.name} in {file.parent}.") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    # A claim that spells `[SEP]` must not end itself: such words are read as text.
    tokenizer.encode_special_tokens = True
    return tokenizer


class PairEncoder:
    """Turns pairs into token ids with the tokenizer of a model's folder."""

    def __init__(self, tokenizer_file: Path, max_tokens: int = MAX_TOKENS) -> None:
        self._tokenizer = read_tokenizer(tokenizer_file)
        self._max_tokens = max_tokens
        self._start = self._id("[CLS]")
        self._end = self._id("[SEP]")

    def _id(self, token: str) -> int:
        found = self._tokenizer.token_to_id(token)
        if found is None:
            raise SettingsInvalid(f"The tokenizer has no token {token}; it is not one of BERT's.")
        return int(found)

    def encode(self, pairs: Sequence[StancePair]) -> list[Encoded]:
        """One `Encoded` per pair, at most `max_tokens` long; only the evidence's end is cut."""
        both = [texts(pair) for pair in pairs]
        claims = self._tokens([claim for claim, _ in both])
        evidence = self._tokens([text for _, text in both])
        return [self._join(*pair) for pair in zip(claims, evidence, strict=True)]

    def _tokens(self, found: Sequence[str]) -> list[list[int]]:
        encoded = self._tokenizer.encode_batch_fast(list(found), add_special_tokens=False)
        return [one.ids for one in encoded]

    def _join(self, claim: list[int], evidence: list[int]) -> Encoded:
        first = [self._start, *claim[:MAX_CLAIM_TOKENS], self._end]
        room = self._max_tokens - len(first) - 1
        ids = numpy.asarray([*first, *evidence[:room], self._end], dtype=numpy.int64)
        return Encoded(ids, len(first))


def padded(batch: Sequence[Encoded], length: int | None = None) -> tuple[Tokens, Tokens, Tokens]:
    """Three (pairs, length) arrays of int64: ids, mask (1 where a token is), types (1: evidence).

    `length` is that of the longest pair unless given.
    """
    width = length or max(map(len, batch))
    ids, mask, types = numpy.zeros((3, len(batch), width), dtype=numpy.int64)
    for row, pair in enumerate(batch):
        ids[row, : len(pair)] = pair.ids
        mask[row, : len(pair)] = 1
        types[row, pair.split : len(pair)] = 1
    return ids, mask, types
