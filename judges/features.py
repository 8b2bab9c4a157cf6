"""What the lexical judge looks at: a dozen numbers about a claim and its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from judges.rarity import Rarity
from language.normal import content_stems
from verification.comparison import compare
from verification.details import Details, Phrase, read_details
from verification.types import Comparison, StancePair

FEATURES = (
    "coverage",
    "sentence",
    "sentences",
    "gap",
    "order",
    "quantity_agrees",
    "quantity_differs",
    "quantity_open",
    "differs_here",
)
_NEAR = 3


@dataclass(frozen=True, slots=True)
class _Overlap:
    """How much of the claim, by rarity, the evidence holds (all shares in [0, 1])."""

    coverage: float
    sentence: float
    sentences: float
    gap: float
    order: float


def features(pair: StancePair) -> tuple[float, ...]:
    """The numbers named in `FEATURES`, for one pair."""
    claim, evidence = read_details(pair.claim), read_details(pair.evidence)
    header = _header(pair.title, pair.publisher, pair.speaker or "")
    overlap = _overlap(claim, evidence, header)
    comparisons = compare(claim, evidence, header)
    agreed = _count(comparisons, "quantity", agrees=True)
    differ = _count(comparisons, "quantity", agrees=False)
    still_open = len(claim.quantities) - agreed - differ
    return (
        overlap.coverage,
        overlap.sentence,
        overlap.sentences,
        overlap.gap,
        overlap.order,
        min(agreed, 2) * overlap.sentences,
        float(differ > 0),
        float(min(still_open, 2)),
        float(differ > 0) * overlap.sentences,
    )


def _count(comparisons: Sequence[Comparison], kind: str, *, agrees: bool) -> int:
    return sum(each.kind == kind and each.agrees is agrees for each in comparisons)


@lru_cache(maxsize=1024)
def _header(*parts: str) -> frozenset[str]:
    return content_stems(" ".join(parts))


def _overlap(claim: Details, evidence: Details, header: frozenset[str]) -> _Overlap:
    rarity = Rarity.load()
    order = [word for phrase in claim.phrases for word in phrase.order]
    known = evidence.stems | header
    total = rarity.sum(order) or 1.0
    own = [word for word in order if word not in header]
    rest = rarity.sum(own) or 1.0
    singles = [rarity.sum(w for w in own if w in each.stems) for each in evidence.phrases]
    doubles = [
        rarity.sum(w for w in own if w in one.stems or w in two.stems)
        for one, two in pairwise(evidence.phrases)
    ]
    return _Overlap(
        coverage=rarity.sum(word for word in order if word in known) / total,
        sentence=max(singles, default=0.0) / rest,
        sentences=max(*singles, *doubles, 0.0, 0.0) / rest,
        gap=_longest_gap(order, known, rarity) / total,
        order=_kept_order(order, evidence.phrases),
    )


def _longest_gap(order: Sequence[str], known: frozenset[str], rarity: Rarity) -> float:
    """The weight of the longest run of claim words that the evidence does not know."""
    longest = run = 0.0
    for word in order:
        run = 0.0 if word in known else run + rarity.of(word)
        longest = max(longest, run)
    return longest


def _kept_order(order: Sequence[str], phrases: Sequence[Phrase]) -> float:
    """The share of neighbouring claim words that stand near each other, in order, in a sentence."""
    wanted = set(pairwise(order))
    if not wanted:
        return 0.0
    found = {
        (one, two)
        for phrase in phrases
        for at, one in enumerate(phrase.order)
        for two in phrase.order[at + 1 : at + 1 + _NEAR]
        if (one, two) in wanted
    }
    return len(found) / len(wanted)
