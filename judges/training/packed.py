"""A prepared training set in one small file: token ids end to end, with labels and groups."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy

from judges.encoding import Encoded, PairEncoder, padded
from judges.training.examples import Example

_BATCH = 2048


@dataclass(frozen=True)
class Packed:
    """Encoded pairs; every array but `ids` has one entry a pair."""

    ids: numpy.ndarray
    starts: numpy.ndarray
    splits: numpy.ndarray
    targets: numpy.ndarray
    groups: numpy.ndarray

    @property
    def lengths(self) -> numpy.ndarray:
        """The number of tokens of each pair."""
        return numpy.diff(self.starts)

    @property
    def digest(self) -> str:
        """A short hash of the content."""
        whole = hashlib.sha256()
        for array in (self.ids, self.starts, self.splits, self.targets, self.groups):
            whole.update(numpy.ascontiguousarray(array).tobytes())
        return whole.hexdigest()[:16]

    def __len__(self) -> int:
        return len(self.targets)

    @classmethod
    def of(cls, chosen: Sequence[Example], encoder: PairEncoder) -> Packed:
        """The examples encoded, in the order given."""
        encoded: list[Encoded] = []
        for start in range(0, len(chosen), _BATCH):
            encoded += encoder.encode([one.pair for one in chosen[start : start + _BATCH]])
        numbers: dict[str, int] = {}
        groups = [numbers.setdefault(one.group, len(numbers)) for one in chosen]
        return cls(
            ids=numpy.concatenate([one.ids for one in encoded]).astype(numpy.uint16),
            starts=numpy.cumsum([0, *map(len, encoded)]).astype(numpy.int32),
            splits=numpy.asarray([one.split for one in encoded], dtype=numpy.int16),
            targets=numpy.asarray([one.target for one in chosen], dtype=numpy.int8),
            groups=numpy.asarray(groups, dtype=numpy.int32),
        )

    def save(self, path: Path) -> None:
        """Write one compressed file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        numpy.savez_compressed(path, **vars(self))

    @classmethod
    def load(cls, path: Path) -> Packed:
        """Read what `save` wrote."""
        with numpy.load(path) as found:
            return cls(**dict(found))

    def padded(self, chosen: numpy.ndarray) -> tuple[numpy.ndarray, ...]:
        """Ids, mask and types of these pairs, as `judges.encoding.padded` gives them."""
        return padded(
            [
                Encoded(self.ids[self.starts[i] : self.starts[i + 1]], int(self.splits[i]))
                for i in chosen
            ]
        )

    def pieces(self, chosen: Sequence[int], tokens: int) -> list[numpy.ndarray]:
        """The pairs by length in pieces of at most so many padded tokens; groups stay together."""
        lengths = self.lengths[list(chosen)]
        longest: dict[int, int] = {}
        for i, length in zip(chosen, lengths, strict=True):
            group = int(self.groups[i])
            longest[group] = max(longest.get(group, 0), int(length))
        found: list[list[int]] = [[]]
        for i in sorted(chosen, key=lambda i: (longest[int(self.groups[i])], self.groups[i])):
            if found[-1] and (len(found[-1]) + 1) * longest[int(self.groups[i])] > tokens:
                found.append([])
            found[-1].append(int(i))
        return [numpy.asarray(piece) for piece in found if piece]


@dataclass(frozen=True, slots=True)
class Order:
    """How pairs are put into steps: pairs and padded tokens at most, and the seed of chance."""

    pairs_per_step: int
    tokens_per_piece: int
    rounds: float
    seed: int


_POOL = 8


def steps_of(packed: Packed, order: Order) -> Iterator[list[numpy.ndarray]]:
    """The pieces of each step, in an order drawn from the seed, anew in each round.

    Several steps' worth of groups are drawn, cut by length into pieces that need little padding,
    and the pieces dealt to the steps by chance.
    """
    drawn = numpy.random.default_rng(order.seed)
    members: dict[int, list[int]] = {}
    for i, group in enumerate(packed.groups):
        members.setdefault(int(group), []).append(i)
    whole = list(members.values())
    left = round(order.rounds * len(packed))
    pool: list[int] = []
    while left > 0:
        for place in drawn.permutation(len(whole)):
            pool += whole[place]
            left -= len(whole[place])
            if len(pool) >= _POOL * order.pairs_per_step or left <= 0:
                yield from _dealt(packed.pieces(pool, order.tokens_per_piece), order, drawn)
                pool = []
            if left <= 0:
                return


def order_digest(steps: Iterable[Sequence[numpy.ndarray]]) -> str:
    """A short hash of which pairs come in which piece of which step."""
    whole = hashlib.sha256()
    for step in steps:
        whole.update(repr([piece.tolist() for piece in step]).encode())
    return whole.hexdigest()[:16]


def _dealt(
    pieces: list[numpy.ndarray], order: Order, drawn: numpy.random.Generator
) -> Iterator[list[numpy.ndarray]]:
    step: list[numpy.ndarray] = []
    for place in drawn.permutation(len(pieces)):
        step.append(pieces[place])
        if sum(map(len, step)) >= order.pairs_per_step:
            yield step
            step = []
    if step:
        yield step
