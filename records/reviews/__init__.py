"""The review queue: what people should look at, leased to one reviewer at a time."""

from records.reviews.deciding import decide, request_review
from records.reviews.leasing import lease_next, lease_review, release, renew, skip
from records.reviews.nouns import (
    REASONS,
    SKIP_REASONS,
    ReviewFilter,
    ReviewItem,
    ReviewSummary,
)
from records.reviews.queue import get_review, list_reviews, urgent_reviews

__all__ = [
    "REASONS",
    "SKIP_REASONS",
    "ReviewFilter",
    "ReviewItem",
    "ReviewSummary",
    "decide",
    "get_review",
    "lease_next",
    "lease_review",
    "list_reviews",
    "release",
    "renew",
    "request_review",
    "skip",
    "urgent_reviews",
]
