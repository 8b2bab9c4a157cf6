"""What goes into the extraction of claims and what comes out; offsets are characters of the text.

An offset counts the characters of the text as it was given: nothing is normalised, decoded or
trimmed before it is counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from language.types import Granularity, Quantity

SentenceKind = Literal["sentence", "heading", "question", "boilerplate"]
ClaimKind = Literal["event", "quantity", "quote", "position", "prediction", "opinion"]
Part = Literal["content", "utterance"]


@dataclass(frozen=True, slots=True)
class Article:
    """A news story as plain text; relative dates are told from `published_at`."""

    text: str
    title: str = ""
    published_at: date | None = None
    publisher: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, heading or line of the article.

    `check_worthiness` in [0, 1] tells how much it deserves to be checked (0 for whatever is no
    sentence), `reasons` what in its words says so.
    """

    start: int
    end: int
    kind: SentenceKind
    check_worthiness: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimSource:
    """Who is made responsible for a claim.

    `speaker` is the fullest name the article gives, `role` the office as given there, `cue` the
    words of saying. `start` and `end` delimit source and cue in the text; `direct` tells a word
    for word quotation. `through` is who passed it on ("said, according to the agency").
    """

    speaker: str
    role: str
    cue: str
    start: int
    end: int
    direct: bool
    through: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that the article quotes; the offsets are those inside the quotation marks."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class ClaimDate:
    """A date as worded, and the days it covers, both included; None where it stays open."""

    start: int
    end: int
    wording: str
    first: date | None
    last: date | None
    granularity: Granularity


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """Words that do not stand alone, and what they may mean; nothing where nobody can tell."""

    start: int
    end: int
    wording: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtractedClaim:
    """One checkable statement.

    Characters `start` to `end` of the article state it; `text` says it so that it stands alone.
    `part` tells that somebody said it (`utterance`) from what was said (`content`); `sibling` is
    the place of the other in `Extraction.claims`. `markers` are `comparative` and `temporal`.
    """

    start: int
    end: int
    text: str
    kind: ClaimKind
    check_worthiness: float
    part: Part | None = None
    sibling: int | None = None
    attribution: ClaimSource | None = None
    quotes: tuple[Quote, ...] = ()
    dates: tuple[ClaimDate, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    markers: tuple[str, ...] = ()
    ambiguous: tuple[Ambiguity, ...] = ()

    @property
    def verifiable(self) -> bool:
        """Whether evidence can settle it: opinions and predictions are named, not verified."""
        return self.kind not in ("opinion", "prediction")


@dataclass(frozen=True, slots=True)
class Extraction:
    """An article taken apart: every sentence and line of it, and its claims, in order."""

    language: str
    sentences: tuple[Sentence, ...] = ()
    claims: tuple[ExtractedClaim, ...] = field(default=())
