"""Whether a claim says what a known one says: in the same form, nearly, or in other words.

Words weigh by their rarity among the known claims; what differs in a name, a figure, a date or a
negation is another claim, however alike the words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

from language.dates import find_dates
from language.lists import word_set
from language.names import find_names
from language.normal import content_words, normalise, stem, words
from language.polarity import direction_words, modality, negations
from language.quantities import find_quantities
from verification.types import Claim, Veracity

MatchKind = Literal["exact", "near", "meaning"]
Rarity = Callable[[str], float]

SUGGEST: Final = 0.4
"""At least this alike is worth showing."""
REUSE: Final = 0.9
"""At least this alike, and the same in every detail, is the same claim."""
FRESH: Final = timedelta(days=30)
"""For how long the answer to a claim may stand for a claim made later."""

# A pair of neighbours tells more than its words, but less than both again.
_PAIR_WEIGHT: Final = 0.5
# How much a long claim is held back in the order; chosen on the dev parts of CheckThat 2022, 2A.
_LENGTH_POWER: Final = 0.35
_ADDED: Final = 1000
# Words that carry no topic and turn what is said.
_TURNING: Final = word_set(
    """
    after against all any before both by down each every few first for from into last least less
    many more most never no none not only out over same since some than to under until up with
    without
    """
)


@dataclass(frozen=True, slots=True)
class ClaimForm:
    """A claim as it is compared.

    `stems` are those of its content words, `pairs` those that stand next to each other, `details`
    its names in order, figures, dates, negations and turning words.
    """

    normal: str
    stems: frozenset[str]
    pairs: frozenset[str]
    details: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """How a claim matches a known one.

    `similarity` in [0, 1] is the cosine of their words weighed by rarity; known claims are sorted
    by `order`. `same_claim` when one may stand for the other.
    """

    kind: MatchKind
    similarity: float
    order: float
    same_claim: bool

    @property
    def suggested(self) -> bool:
        """Whether it is worth showing."""
        return self.kind != "meaning" or self.similarity >= SUGGEST


def stems_of(text: str) -> list[str]:
    """The stems of the content words of a claim, in order."""
    return [stem(word) for word in content_words(text)]


@lru_cache(maxsize=8192)
def form_of(text: str) -> ClaimForm:
    """The form of a claim, or of a claim and its headline as one text."""
    stems = stems_of(text)
    return ClaimForm(
        normal=normalise(text),
        stems=frozenset(stems),
        pairs=frozenset(f"{a} {b}" for a, b in pairwise(stems)),
        details=_details(text),
    )


def match(claim: ClaimForm, known: ClaimForm, rarity: Rarity) -> Match:
    """Hold a claim against a known one; `rarity` weighs a stem (a pair by its rarer half).

    Source: inverse document frequencies after Robertson and Spärck Jones, "Relevance weighting of
    search terms", Journal of the American Society for Information Science 27, 1976.
    """
    shared = _weight(claim.stems & known.stems, claim.pairs & known.pairs, rarity)
    mine = _weight(claim.stems, claim.pairs, rarity)
    theirs = _weight(known.stems, known.pairs, rarity)
    similarity = shared / math.sqrt(mine * theirs) if mine and theirs else 0.0
    order = shared / theirs**_LENGTH_POWER if theirs else 0.0
    kind: MatchKind = "meaning"
    if claim.normal == known.normal:
        kind, similarity = "exact", 1.0
    elif claim.stems and claim.stems == known.stems:
        kind = "near"
    same = kind == "exact" or (claim.details == known.details and _same_words(claim, known))
    return Match(kind, similarity, order, same and (kind != "meaning" or similarity >= REUSE))


def best_matches(
    claim: ClaimForm, known: Mapping[str, ClaimForm], rarity: Rarity, limit: int = 5
) -> list[tuple[str, Match]]:
    """The ids of the known claims that match best, best first; ties in the order of ids."""
    found = [(name, match(claim, form, rarity)) for name, form in known.items()]
    found = [(name, each) for name, each in found if each.order > 0 or each.kind == "exact"]
    found.sort(key=lambda one: (one[1].kind != "exact", -one[1].order, one[0]))
    return found[:limit]


def rarity_among(counts: Mapping[str, int], total: int) -> Rarity:
    """The rarity of a stem that `counts` of `total` known claims hold.

    Few claims tell little of how rare a word is: some without it are added.
    """

    def rarity(stem_: str) -> float:
        holding = min(counts.get(stem_, 0), total)
        return math.log1p((total + _ADDED - holding + 0.5) / (holding + 0.5))

    return rarity


def may_stand_for(known: Claim, veracity: Veracity, claim: Claim) -> bool:
    """Whether the answer to a known claim may be given to a claim that is the same but for its day.

    The answer must not rest on what came later, be at most `FRESH` old and have settled something;
    who is said to have made the claim must be the same.
    """
    if normalise(known.speaker or "") != normalise(claim.speaker or ""):
        return False
    if known.language != claim.language:
        return False
    before, now = known.evidence_until, claim.evidence_until
    if before is None or now is None:
        return before is now
    settled = veracity is not Veracity.NOT_ENOUGH_EVIDENCE or before == now
    return settled and before <= now <= before + FRESH


def _same_words(claim: ClaimForm, known: ClaimForm) -> bool:
    """Whether neither puts a word in place of the other's."""
    return claim.stems <= known.stems or known.stems <= claim.stems


def _weight(stems: Iterable[str], pairs: Iterable[str], rarity: Rarity) -> float:
    alone = sum(rarity(each) ** 2 for each in stems)
    together = sum(max(map(rarity, each.split(" "))) ** 2 for each in pairs)
    return alone + _PAIR_WEIGHT**2 * together


def _details(text: str) -> tuple[object, ...]:
    return (
        tuple(each.canonical for each in find_names(text)),
        frozenset(
            (each.low, each.high, each.unit, each.modifier, each.noun)
            for each in find_quantities(text)
        ),
        frozenset((each.first, each.last, each.role) for each in find_dates(text)),
        len(negations(text)),
        modality(text),
        tuple(sign for _, sign in direction_words(text)),
        frozenset(words(text)) & _TURNING,
    )
