"""What the lexical judge looks at: a dozen numbers about a claim and its evidence.

Two questions are kept apart, so that a word-for-word copy can never look like a contradiction:
`RELEVANCE` tells whether the evidence settles the claim at all, from the words shared, and
`POLARITY` which way, from the details that agree and differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from judges.rarity import Rarity
from language.normal import words
from verification.comparing.naming import is_among
from verification.comparison import Header, compare, read_header, with_aliases
from verification.details import Details, Phrase, read_details
from verification.types import Comparison, StancePair

RELEVANCE = (
    *("coverage", "sentence", "sentences", "gap", "order"),
    *("agreeing", "open", "length", "names"),
)
POLARITY = (
    *("quantity_differs", "quantity_agrees", "quantity_open"),
    *("date_differs", "date_agrees", "negation_differs", "negation_agrees"),
    *("name_differs", "direction", "modality", "denied", "scope"),
    *("verbatim", "name_open"),
)
_NEAR = 3
_SCOPE = frozenset(
    ("all", "every", "only", "first", "never", "none", "always", "last", "most", "entire", "sole")
)


@dataclass(frozen=True, slots=True)
class Features:
    """The numbers named in `RELEVANCE` and those named in `POLARITY`."""

    relevance: tuple[float, ...]
    polarity: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Overlap:
    """How much of the claim, by rarity, the evidence holds (all shares in [0, 1])."""

    coverage: float
    sentence: float
    sentences: float
    gap: float
    order: float


def features(pair: StancePair) -> Features:
    """The numbers for one pair."""
    claim = read_details(pair.claim, pair.claimed_at)
    evidence = read_details(pair.evidence, pair.published_at)
    header = read_header(pair.title, pair.publisher, pair.speaker or "", pair.published_at)
    comparisons = compare(claim, evidence, header)
    renamed, known = with_aliases(claim, evidence, header)
    overlap = _overlap(claim, renamed, known.stems)
    names_open = _names_open(claim, evidence, header)
    return Features(
        (*_relevance(claim, overlap, comparisons), 1.0 - names_open),
        (*_polarity(claim, evidence, overlap, comparisons), names_open),
    )


def _relevance(
    claim: Details, overlap: _Overlap, comparisons: Sequence[Comparison]
) -> tuple[float, ...]:
    figures = [each for each in comparisons if each.kind in {"quantity", "unit", "date"}]
    settled = len(figures)
    agreeing = sum(each.agrees is True for each in figures)
    still_open = max(0, len(claim.quantities) + len(claim.dates) - settled)
    return (
        overlap.coverage,
        overlap.sentence,
        overlap.sentences,
        overlap.gap,
        overlap.order,
        float(min(agreeing, 3)),
        float(min(still_open, 3)),
        min(len(claim.stems), 40) / 10,
    )


def _polarity(
    claim: Details, evidence: Details, overlap: _Overlap, comparisons: Sequence[Comparison]
) -> tuple[float, ...]:
    near = overlap.sentences
    quantities = _count(comparisons, "quantity", agrees=True)
    differing = _count(comparisons, "quantity", agrees=False)
    differing += _count(comparisons, "unit", agrees=False)
    return (
        near * min(differing, 1),
        near * min(quantities, 2),
        float(min(max(0, len(claim.quantities) - quantities - differing), 2)),
        near * min(_count(comparisons, "date", agrees=False), 1),
        near * min(_count(comparisons, "date", agrees=True), 2),
        near * min(_count(comparisons, "negation", agrees=False), 1),
        near * min(_count(comparisons, "negation", agrees=True), 1),
        near * min(_count(comparisons, "name", agrees=False), 1),
        near * _count(comparisons, "direction", agrees=False),
        near * _count(comparisons, "modality", agrees=False),
        near * float(_denies(evidence) and not _denies(claim)),
        near * float(bool(_scope(claim.text) - _scope(evidence.text))),
        overlap.order * overlap.sentence,
    )


def _count(comparisons: Sequence[Comparison], kind: str, *, agrees: bool) -> int:
    return sum(each.kind == kind and each.agrees is agrees for each in comparisons)


def _names_open(claim: Details, evidence: Details, header: Header) -> float:
    """The share of the claim's names that neither the evidence nor its header has."""
    wanted = {each.canonical: each for each in claim.names}.values()
    held = (*evidence.names, *header.names)
    known = sum(is_among(name, held) for name in wanted)
    return 1.0 - known / len(wanted) if wanted else 0.0


def _denies(details: Details) -> bool:
    return any("denied" in phrase.modality for phrase in details.phrases)


@lru_cache(maxsize=4096)
def _scope(text: str) -> frozenset[str]:
    return _SCOPE.intersection(words(text))


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
