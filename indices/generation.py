"""A word for the exact content of a corpus, whatever the engine and the order of writing.

Each passage gives five numbers below 2^24, cut from one SHA-256; a corpus keeps their sums and its
count, which every engine can add up exactly (doubles hold them up to 2^29 passages), add to and
take from. Two contents with equal sums would have to collide in 120 bits.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from verification.types import Passage

Marks: TypeAlias = tuple[int, int, int, int, int]

NO_MARKS: Final[Marks] = (0, 0, 0, 0, 0)


def marks(passage: Passage) -> Marks:
    """The five numbers, each of 24 bits, that stand for everything a passage says."""
    document = passage.document
    source = document.source
    content = (
        *(passage.id, document.id, document.version, passage.start, passage.end, passage.text),
        *(document.title, source.id, source.name, source.kind, source.weight),
        str(document.published_at or ""),
        *(document.url, document.speaker, document.language),
    )
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(written.encode("utf-8", "surrogatepass")).digest()
    one, two, three, four, five = (
        int.from_bytes(digest[at : at + 3], "big") for at in range(0, 15, 3)
    )
    return one, two, three, four, five


@dataclass(frozen=True, slots=True)
class Content:
    """How many passages there are and the sums of their marks."""

    count: int = 0
    sums: Marks = NO_MARKS

    def changed(self, added: Iterable[Marks] = (), removed: Iterable[Marks] = ()) -> Content:
        """The content after these passages came and those went."""
        count, sums = self.count, list(self.sums)
        for sign, several in ((1, added), (-1, removed)):
            for each in several:
                count += sign
                for place, mark in enumerate(each):
                    sums[place] += sign * mark
        one, two, three, four, five = sums
        return Content(count, (one, two, three, four, five))

    @property
    def generation(self) -> str:
        """The word for this content: "g" and 16 hexadecimal digits."""
        written = ",".join(map(str, (self.count, *self.sums)))
        return "g" + hashlib.sha256(written.encode("ascii")).hexdigest()[:16]


def documents_that_differ(
    before: Mapping[str, Content], after: Mapping[str, Content]
) -> tuple[str, ...]:
    """The documents added, changed or removed between two readings of a corpus, in order."""
    everything = before.keys() | after.keys()
    return tuple(sorted(each for each in everything if before.get(each) != after.get(each)))
