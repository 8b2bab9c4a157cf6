"""The two things verification needs from outside: a corpus and a judge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from verification.types import Hit, Passage, PassageQuery, StanceJudgement, StancePair


class Corpus(Protocol):
    """Official passages that can be searched.

    Raises CorpusUnavailable, and nothing else, whenever an answer would not be complete.
    """

    def search(self, query: PassageQuery) -> list[Hit]:
        """The best passages for a query, best first; ties in a fixed order; [] for no words."""

    def get(self, passage_id: str) -> Passage | None:
        """One passage by its id."""

    def generation(self) -> str:
        """A word for the exact content: it changes when, and only when, the content does."""

    def count(self) -> int:
        """How many passages there are."""

    def check(self) -> None:
        """Raise CorpusUnavailable unless every part of the corpus answers."""


@dataclass(frozen=True, slots=True)
class AddReport:
    """What an `add` did, in passages; `documents` counts the documents given."""

    documents: int
    added: int
    changed: int
    unchanged: int
    removed: int


class WritableCorpus(Corpus, Protocol):
    """A corpus that ingestion may change."""

    def add(self, passages: Iterable[Passage]) -> AddReport:
        """Make these the complete passages of the documents they belong to.

        All passages of one document come next to each other. Passages that a document had and
        are not among the given ones are removed. When it returns, `search` finds them.
        """

    def remove_documents(self, document_ids: Sequence[str]) -> int:
        """Remove every passage of these documents; returns how many there were."""

    def rebuild(self, passages: Iterable[Passage]) -> AddReport:
        """Replace the whole content while searches go on against the old one."""

    def close(self) -> None:
        """Give connections and files back."""


class Judge(Protocol):
    """Decides the stance of evidence towards a claim.

    Raises JudgeUnavailable or JudgeAnswerInvalid; never answers with a made-up stance.
    """

    @property
    def version(self) -> str:
        """Name and version for provenance; differs whenever answers may differ."""

    @property
    def max_batch(self) -> int:
        """How many pairs one call may carry."""

    def judge(self, pairs: Sequence[StancePair]) -> list[StanceJudgement]:
        """One judgement per pair, in the order given."""
