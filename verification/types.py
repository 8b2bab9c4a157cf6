"""Every noun of Assay on one page (design: section 4, one meaning each)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final


class Stance(StrEnum):
    """What one passage says about one claim."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    NEUTRAL = "neutral"


class Veracity(StrEnum):
    """What all the evidence together says about a claim."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    CONFLICTING = "conflicting"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable sentence with who said it and when.

    `claimed_at` is the day the claim was made; `as_of` the day up to which evidence counts (the
    day of the claim where it is not given, otherwise no bound). Days are as the publisher wrote
    them, in the publisher's own time zone.
    """

    text: str
    claimed_at: date | None = None
    speaker: str | None = None
    language: str = "en"
    as_of: date | None = None

    @property
    def evidence_until(self) -> date | None:
        """The last day of publication that may count for this claim."""
        return self.as_of or self.claimed_at


@dataclass(frozen=True, slots=True)
class Source:
    """Who publishes; `weight` in [0, 1] is how much its word counts as evidence."""

    id: str
    name: str
    kind: str = "other"
    weight: float = 0.8


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """The header of one version of a publication, as evidence shows it."""

    id: str
    version: int
    title: str
    source: Source
    published_at: date | None = None
    url: str | None = None
    speaker: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Passage:
    """The indexed unit: characters `start` to `end` of a document's text.

    `text` equals `document_text[start:end]`. `document.title`, `.speaker`, `.published_at` and
    `.url` are the passage's own where its document gives them passage by passage.
    """

    id: str
    document: DocumentRef
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class PassageQuery:
    """What to look for: plain text (never query syntax) and typed filters.

    `published_until` and `published_from` include the day named. A passage without a date passes
    them only with `include_undated`. `publishers` are source ids.
    """

    text: str
    limit: int = 20
    published_from: date | None = None
    published_until: date | None = None
    include_undated: bool = True
    publishers: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query; `rank` starts at 1 and is the whole contract of the order."""

    passage: Passage
    rank: int


@dataclass(frozen=True, slots=True)
class StancePair:
    """One question to a judge: does this evidence support or refute this claim."""

    claim: str
    evidence: str
    title: str = ""
    publisher: str = ""
    published_at: date | None = None
    speaker: str | None = None
    claimed_at: date | None = None


UNDECIDED: Final = 0.6
"""A passage that is neutral with a higher probability takes no side."""


@dataclass(frozen=True, slots=True)
class StanceJudgement:
    """A judge's answer: three probabilities that sum to one.

    `by` is the version of the judge that gave it, where that is not the judge's own: a model
    that was replaced meanwhile, or another that stood in.
    """

    supports: float
    refutes: float
    neutral: float
    by: str = field(default="", compare=False)

    @property
    def stance(self) -> Stance:
        """The likeliest stance; ties go to neutral, then to refutes."""
        best = max(self.supports, self.refutes, self.neutral)
        if self.neutral == best:
            return Stance.NEUTRAL
        return Stance.REFUTES if self.refutes == best else Stance.SUPPORTS

    @property
    def side(self) -> Stance:
        """The likelier of supports and refutes, unless neutral is likelier than UNDECIDED.

        A judge in two minds is heard too, for little; what the code compares may settle it.
        """
        if self.neutral > UNDECIDED:
            return Stance.NEUTRAL
        return Stance.SUPPORTS if self.supports > self.refutes else Stance.REFUTES

    def as_mapping(self) -> dict[str, float]:
        """The probabilities by stance name."""
        return {"supports": self.supports, "refutes": self.refutes, "neutral": self.neutral}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One detail of the claim held by code against the evidence.

    `kind` is `quantity`, `date`, `name`, `unit`, `negation`, `direction`, `modality` or
    `attribution`; `agrees` is None where the two cannot be compared.
    """

    kind: str
    claim: str
    evidence: str
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage after a judge gave it a stance.

    `quote` equals characters `start` to `end` of the document's stored text. `cluster` numbers
    groups of copies from 1; `weight` in [0, 1] is what it contributed to the verdict. `timing` is
    `in_time`, `undated` or `after_claim`.
    """

    passage: Passage
    judgement: StanceJudgement
    quote: str
    start: int
    end: int
    weight: float = 0.0
    cluster: int = 0
    timing: str = "in_time"
    comparisons: tuple[Comparison, ...] = ()

    @property
    def stance(self) -> Stance:
        """The side its judge takes."""
        return self.judgement.side


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made a verdict: enough to repeat it and to know when it is out of date."""

    corpus_generation: str
    judge: str
    policy: str
    code_version: str
    as_of: date | None
    finished_at: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """Veracity with confidence, evidence, rationale and provenance; immutable.

    `probabilities` has the four veracities as keys and sums to one; `confidence` is the
    probability of `veracity`. `independent_sources` counts clusters of copies by stance.
    `retrieved` are the ids of the passages found, best first. `notes` are machine-readable remarks
    such as `claim_is_opinion`.
    """

    veracity: Veracity
    confidence: float
    probabilities: Mapping[str, float]
    rationale: str
    evidence: tuple[Evidence, ...]
    independent_sources: Mapping[str, int]
    provenance: Provenance
    missing: tuple[str, ...] = ()
    retrieved: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())
