"""What the records know, in the words of the wire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from records.articles import ArticleClaim, ArticleRecord
from records.claims import ClaimRecord
from records.reviews import ReviewItem, ReviewSummary
from records.runs import RunRecord
from verification.article_wire import quote_check_as_json
from verification.quoting import QuoteCheck
from verification.types import Claim


def claim_body(record: ClaimRecord, *, cached: bool = False) -> dict[str, Any]:
    """A claim with its latest verdict."""
    place = f"/v1/claims/{record.id}"
    decided = record.review is not None and record.review.veracity is not None
    return {
        **claim_head(record.id, record.claim),
        "status": record.status,
        "verdict": record.verdict,
        "review": _review(record.review) if record.review else None,
        "cached": cached,
        "priority": record.priority,
        "demand": record.demand,
        "run": run_body(record.run) if record.run else None,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
        "links": {
            "self": place,
            "runs": f"{place}/runs",
            "claimreview": f"{place}/claimreview" if decided else None,
        },
    }


def claim_head(claim_id: str, claim: Claim) -> dict[str, Any]:
    """A claim's own words."""
    return {
        "id": claim_id,
        "text": claim.text,
        "claimed_at": claim.claimed_at,
        "speaker": claim.speaker,
        "language": claim.language,
        "as_of": claim.as_of,
    }


def article_body(record: ArticleRecord, quotes: Mapping[str, QuoteCheck]) -> dict[str, Any]:
    """An article with its claims as they stand, and what is known of its quotations."""
    return {
        "id": record.id,
        "title": record.title,
        "published_at": record.published_at,
        "publisher": record.publisher,
        "url": record.url,
        "language": record.language,
        "format": record.format,
        "text": record.text,
        "sentences": record.sentences,
        "claims": [
            found_claim_body(each, quotes, sibling=_sibling(each, record)) for each in record.claims
        ],
        "created_at": record.created_at,
        "updated_at": record.updated_at,
        "links": {"self": f"/v1/articles/{record.id}"},
    }


def found_claim_body(
    found: ArticleClaim, quotes: Mapping[str, QuoteCheck], *, sibling: str | None = None
) -> dict[str, Any]:
    """A claim of an article; one that is not verified has no id."""
    record = found.record
    return {
        **found.body,
        "id": record.id if record else None,
        "sibling": sibling,
        "quotes": [
            {**each, "check": _check(each["text"], quotes)} for each in found.body["quotes"]
        ],
        "known": [_known(each, like, record) for each, like in found.known],
        "status": record.status if record else "not_verified",
        "verdict": record.verdict if record else None,
        "review": _review(record.review) if record and record.review else None,
    }


def _sibling(found: ArticleClaim, article: ArticleRecord) -> str | None:
    """The id of the other part of what was said, where that is verified."""
    place = found.body["sibling_index"]
    other = article.claims[place].record if place is not None else None
    return other.id if other else None


def _check(quote: str, quotes: Mapping[str, QuoteCheck]) -> dict[str, Any] | None:
    return quote_check_as_json(quotes[quote]) if quote in quotes else None


def _known(
    found: Mapping[str, Any], like: ClaimRecord, record: ClaimRecord | None
) -> dict[str, Any]:
    return {
        **found,
        "text": like.claim.text,
        "reused": record is not None and record.id == like.id,
        "veracity": settled_veracity(like),
    }


def settled_veracity(record: ClaimRecord) -> str | None:
    """What a person decided, else what the machine found."""
    if record.review and record.review.veracity:
        return record.review.veracity.value
    return str(record.verdict["veracity"]) if record.verdict else None


def run_body(run: RunRecord) -> dict[str, Any]:
    """A run, with why it came to nothing where it did."""
    error = {"code": run.error_code, "detail": run.error_detail} if run.error_code else None
    return {
        "id": run.id,
        "status": run.status,
        "reason": run.reason,
        "attempt": run.attempt,
        "error": error,
        "verdict_id": run.verdict_id,
        "created_at": run.created_at,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
    }


def review_body(item: ReviewItem) -> dict[str, Any]:
    """An item of the review queue."""
    return {
        "id": item.id,
        "state": item.state,
        "reasons": list(item.reasons),
        "claim": claim_head(item.claim_id, item.claim),
        "verdict": item.verdict,
        "priority": item.priority,
        "demand": item.demand,
        "reviewer": item.reviewer,
        "lease_until": item.lease_until,
        "veracity": item.veracity,
        "rationale": item.rationale,
        "decided_by": item.decided_by,
        "decided_at": item.decided_at,
        "created_at": item.created_at,
    }


def _review(review: ReviewSummary) -> dict[str, Any]:
    return {
        "id": review.id,
        "state": review.state,
        "reasons": list(review.reasons),
        "veracity": review.veracity,
        "rationale": review.rationale,
        "decided_at": review.decided_at,
    }
