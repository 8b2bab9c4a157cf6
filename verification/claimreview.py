"""A person's verdict as schema.org ClaimReview, the form in which fact-checks are exchanged.

Types and properties: schema.org/ClaimReview, schema.org/Claim, schema.org/Rating.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from verification.types import Claim, Veracity

# A scale from 1, false, to 5, true; what was not found to be either has a name and no number.
_RATINGS: Final[Mapping[Veracity, tuple[int | None, str]]] = {
    Veracity.SUPPORTED: (5, "True"),
    Veracity.REFUTED: (1, "False"),
    Veracity.CONFLICTING: (3, "Conflicting evidence"),
    Veracity.NOT_ENOUGH_EVIDENCE: (None, "Not enough evidence"),
}


@dataclass(frozen=True, slots=True)
class Appearance:
    """Where a claim was seen."""

    url: str | None = None
    title: str | None = None
    published_at: date | None = None


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the review."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class PublishedReview:
    """What a person decided about a claim; `url` is where people can read it."""

    claim: Claim
    veracity: Veracity
    rationale: str
    decided_at: datetime
    url: str
    publisher: Publisher
    appearances: Sequence[Appearance] = ()


def claim_review(review: PublishedReview) -> dict[str, Any]:
    """The JSON-LD object of a review; properties without a value are left out."""
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": review.url,
        "claimReviewed": review.claim.text,
        "reviewBody": review.rationale,
        "datePublished": review.decided_at.astimezone(UTC).date().isoformat(),
        "inLanguage": review.claim.language,
        "author": {
            "@type": "Organization",
            "name": review.publisher.name,
            "url": review.publisher.url,
        },
        "itemReviewed": _item(review),
        "reviewRating": _rating(review.veracity),
    }


def _item(review: PublishedReview) -> dict[str, Any]:
    claim = review.claim
    item: dict[str, Any] = {"@type": "Claim"}
    if claim.claimed_at:
        item["datePublished"] = claim.claimed_at.isoformat()
    if claim.speaker:
        # A speaker may be a person or an office; nothing says which.
        item["author"] = {"@type": "Thing", "name": claim.speaker}
    appearances = [work for each in review.appearances if (work := _work(each))]
    if appearances:
        item["appearance"] = appearances
    return item


def _work(appearance: Appearance) -> dict[str, Any] | None:
    day = appearance.published_at
    found = {
        "url": appearance.url,
        "headline": appearance.title,
        "datePublished": day.isoformat() if day else None,
    }
    given = {name: value for name, value in found.items() if value}
    return {"@type": "CreativeWork", **given} if given else None


def _rating(veracity: Veracity) -> dict[str, Any]:
    number, name = _RATINGS[veracity]
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": name}
    if number is not None:
        rating |= {"ratingValue": number, "bestRating": 5, "worstRating": 1}
    return rating
