"""Reviews: the queue of what people should look at, one lease at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response

from records.reviews import (
    ReviewFilter,
    decide,
    get_review,
    lease_next,
    lease_review,
    list_reviews,
    renew,
    skip,
)
from service.access import Access
from service.answers import LINK, Answer, page_answer
from service.api.wording import review_body
from service.auth import caller
from service.cursors import place_of
from service.openapi import Blueprint
from service.requests import json_response
from service.schemas.reviews import (
    DecisionBody,
    ReviewAnswer,
    ReviewPageAnswer,
    ReviewQuery,
    SkipBody,
)
from service.state import runtime, settings
from verification.types import Veracity
from workers import queue

reviews = Blueprint(
    "reviews", __name__, description="The queue of what people should look at, and what they say."
)

REVIEWER = Access("review:write")


@reviews.operation("GET", "/v1/reviews", REVIEWER, errors=(404, 422))
@reviews.query(ReviewQuery)
@reviews.answer(
    200, ReviewPageAnswer, description="A page of the queue, oldest first.", headers=LINK
)
def list_of_reviews(query: Mapping[str, Any]) -> Answer:
    """List reviews."""
    wanted = ReviewFilter(
        state=query.get("state"),
        reason=query.get("reason"),
        claim_id=query.get("claim_id"),
        limit=query["limit"],
        after=place_of(query),
    )
    with runtime().records.read() as session:
        page = list_reviews(session, wanted)
    return page_answer("reviews", page, query, review_body)


@reviews.operation("POST", "/v1/reviews/next", REVIEWER)
@reviews.also_answers(200, ReviewAnswer, description="The most urgent item, held for you.")
@reviews.answer(204, description="Nothing waits for you.")
def lease_next_review() -> Response:
    """Take the next item.

    It is yours for as long as `lease_until` says; nobody else is given it meanwhile.
    """
    with runtime().records.begin() as session:
        item = lease_next(
            session,
            reviewer=caller().actor,
            lease_s=settings().review_lease_s,
            now=runtime().now(),
        )
    if item is None:
        return Response(status=204)
    return json_response(ReviewAnswer().dump(review_body(item)))


@reviews.operation("GET", "/v1/reviews/<id:review_id>", REVIEWER)
@reviews.answer(200, ReviewAnswer, description="The item.")
def read_review(review_id: str) -> dict[str, Any]:
    """Read a review."""
    with runtime().records.read() as session:
        return review_body(get_review(session, review_id))


@reviews.operation("POST", "/v1/reviews/<id:review_id>/lease", REVIEWER, errors=(409,))
@reviews.answer(200, ReviewAnswer, description="The item, held for you.")
def lease_a_review(review_id: str) -> dict[str, Any]:
    """Take a certain item."""
    with runtime().records.begin() as session:
        item = lease_review(
            session,
            review_id,
            reviewer=caller().actor,
            lease_s=settings().review_lease_s,
            now=runtime().now(),
        )
    return review_body(item)


@reviews.operation("POST", "/v1/reviews/<id:review_id>/renew", REVIEWER, errors=(409,))
@reviews.answer(200, ReviewAnswer, description="The item, held longer.")
def renew_review(review_id: str) -> dict[str, Any]:
    """Hold an item longer."""
    with runtime().records.begin() as session:
        item = renew(
            session,
            review_id,
            reviewer=caller().actor,
            lease_s=settings().review_lease_s,
            now=runtime().now(),
        )
    return review_body(item)


@reviews.operation("POST", "/v1/reviews/<id:review_id>/decision", REVIEWER, errors=(409,))
@reviews.body(DecisionBody)
@reviews.answer(200, ReviewAnswer, description="Decided, audited and told to whoever asked.")
def decide_review(body: Mapping[str, Any], review_id: str) -> dict[str, Any]:
    """Decide.

    Only whoever holds the item can; the decision is what `GET /v1/claims/{id}` answers from then
    on as `review`, and what is published as ClaimReview.
    """
    with runtime().records.begin() as session:
        item = decide(
            session,
            review_id,
            reviewer=caller().actor,
            veracity=Veracity(body["veracity"]),
            rationale=body["rationale"],
            now=runtime().now(),
        )
    queue.wake(runtime())
    return review_body(item)


@reviews.operation("POST", "/v1/reviews/<id:review_id>/skip", REVIEWER, errors=(409,))
@reviews.body(SkipBody)
@reviews.answer(200, ReviewAnswer, description="Passed over; somebody else may take it.")
def skip_review(body: Mapping[str, Any], review_id: str) -> dict[str, Any]:
    """Pass an item over."""
    with runtime().records.begin() as session:
        item = skip(
            session,
            review_id,
            reviewer=caller().actor,
            reason=body["reason"],
            now=runtime().now(),
        )
    return review_body(item)
