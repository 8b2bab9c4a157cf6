"""Claims: accepted once, asked for many times, answered with their latest verdict."""

from records.claims.accepting import add_claim
from records.claims.known import KnownClaims, known_claims
from records.claims.nouns import (
    AcceptedClaim,
    ClaimFilter,
    ClaimRecord,
    ClaimRequest,
    ClaimSubmission,
    CurrentState,
)
from records.claims.reading import (
    claim_history,
    claim_requests,
    get_claim,
    get_claims,
    list_claims,
    unfinished_claims_of,
)

__all__ = [
    "AcceptedClaim",
    "ClaimFilter",
    "ClaimRecord",
    "ClaimRequest",
    "ClaimSubmission",
    "CurrentState",
    "KnownClaims",
    "add_claim",
    "claim_history",
    "claim_requests",
    "get_claim",
    "get_claims",
    "known_claims",
    "list_claims",
    "unfinished_claims_of",
]
