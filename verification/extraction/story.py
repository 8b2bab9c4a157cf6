"""An article as it is read, shared by all who look for what its words mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from verification.extraction.cast import Cast
from verification.extraction.layout import Unit
from verification.extraction.sayings import Saying


@dataclass(slots=True)
class Story:
    """An article as it is read: its cast, its sentences and who says what in each of them."""

    text: str
    blotted: str
    units: Sequence[Unit]
    cast: Cast
    sayings: Sequence[Sequence[Saying]]
    genders: dict[str, str] = field(default_factory=dict)
    speakers: dict[int, tuple[str, str]] = field(default_factory=dict)

    @property
    def people(self) -> frozenset[str]:
        """The full names of the people of the article."""
        return self.cast.full_names


@dataclass(frozen=True, slots=True)
class Meaning:
    """What words may mean, and whether the only candidate is certain enough to be written."""

    candidates: tuple[str, ...] = ()
    certain: bool = True

    @property
    def only(self) -> str | None:
        """The one meaning that is certain."""
        return self.candidates[0] if self.certain and len(self.candidates) == 1 else None
