from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from verification.claimreview import Appearance, PublishedReview, Publisher, claim_review
from verification.types import Claim, Veracity

REVIEW = PublishedReview(
    claim=Claim("Three missiles were fired.", date(2021, 3, 25), "Yoshihide Suga"),
    veracity=Veracity.REFUTED,
    rationale="The Joint Chiefs of Staff counted two.",
    decided_at=datetime(2021, 3, 26, 23, 30, tzinfo=UTC),
    url="https://assay.example/claims/clm_1",
    publisher=Publisher("assay.example", "https://assay.example"),
    appearances=[Appearance("https://news.example/1", "Missiles", date(2021, 3, 25)), Appearance()],
)


def test_a_review_has_what_readers_of_claimreview_require() -> None:
    found = claim_review(REVIEW)
    assert found["@context"] == "https://schema.org"
    assert found["@type"] == "ClaimReview"
    assert found["claimReviewed"] == "Three missiles were fired."
    assert found["reviewBody"] == "The Joint Chiefs of Staff counted two."
    assert found["datePublished"] == "2021-03-26"
    assert found["url"] == "https://assay.example/claims/clm_1"
    assert found["author"] == {
        "@type": "Organization",
        "name": "assay.example",
        "url": "https://assay.example",
    }
    assert found["itemReviewed"] == {
        "@type": "Claim",
        "datePublished": "2021-03-25",
        "author": {"@type": "Thing", "name": "Yoshihide Suga"},
        "appearance": [
            {
                "@type": "CreativeWork",
                "url": "https://news.example/1",
                "headline": "Missiles",
                "datePublished": "2021-03-25",
            }
        ],
    }


@pytest.mark.parametrize(
    ("veracity", "number", "name"),
    [
        (Veracity.SUPPORTED, 5, "True"),
        (Veracity.REFUTED, 1, "False"),
        (Veracity.CONFLICTING, 3, "Conflicting evidence"),
        (Veracity.NOT_ENOUGH_EVIDENCE, None, "Not enough evidence"),
    ],
)
def test_every_veracity_has_a_rating(veracity: Veracity, number: int | None, name: str) -> None:
    rating = claim_review(replace(REVIEW, veracity=veracity))["reviewRating"]
    assert rating["alternateName"] == name
    assert rating.get("ratingValue") == number


def test_what_is_not_known_is_left_out() -> None:
    bare = replace(REVIEW, claim=Claim("Three missiles were fired."), appearances=())
    assert claim_review(bare)["itemReviewed"] == {"@type": "Claim"}
