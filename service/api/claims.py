"""Claims: sent in, looked up, listed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Response, request

from records.claims import ClaimFilter, claim_history, claim_requests, get_claim, list_claims
from service.access import Access
from service.answers import LINK, Answer, page_answer
from service.api.submitting import SUBMITTED_HEADERS, Door, submit
from service.api.wording import claim_body, run_body
from service.auth import caller
from service.cursors import place_of
from service.errors import Problem
from service.openapi import Blueprint
from service.requests import json_response
from service.schemas.base import AnswerSchema, HeaderSchema
from service.schemas.claims import (
    ClaimAnswer,
    ClaimBody,
    ClaimPageAnswer,
    ClaimQuery,
    RunsAnswer,
    SubmitHeaders,
)
from service.schemas.fields import Anything, Plain, Text
from service.state import runtime, settings
from verification.claimreview import Appearance, PublishedReview, Publisher, claim_review
from verification.types import Veracity

claims = Blueprint("claims", __name__, description="Claims to check, and their verdicts.")

ETAG: Final = {"ETag": {"description": "Names this state.", "schema": {"type": "string"}}}
JSON_LD: Final = "application/ld+json"
EXAMPLES: Final = {
    "claim": {
        "summary": "A claim",
        "value": {"text": "North Korea fired three missiles on 21 March 2021."},
    },
    "attributed": {
        "summary": "A claim with who said it, when and where",
        "value": {
            "text": "North Korea fired two ballistic missiles on Thursday.",
            "claimed_at": "2021-03-26",
            "speaker": "Yoshihide Suga",
            "appeared_in": {"url": "https://news.example/missiles", "title": "Missiles fired"},
        },
    },
}


@claims.operation("POST", "/v1/claims", Access("claims:write"), errors=(409,))
@claims.body(ClaimBody, examples=EXAMPLES)
@claims.headers(SubmitHeaders)
@claims.idempotent()
@claims.also_answers(
    200,
    ClaimAnswer,
    description="The verdict is known already and still valid, or came within `Prefer: wait`.",
    headers=SUBMITTED_HEADERS,
)
@claims.answer(
    202,
    ClaimAnswer,
    description="Accepted; it will not be lost. Look at `Location` for the verdict.",
    headers=SUBMITTED_HEADERS,
)
def submit_claim(
    body: Mapping[str, Any], headers: Mapping[str, Any], key: Mapping[str, Any]
) -> Response:
    """Check a claim.

    The claim is stored once however often it is sent. The same claim with a verdict that is still
    valid is answered at once. With an `Idempotency-Key` a request can be repeated safely: it gets
    the answer of the first one, and with another body it is refused (422).
    """
    return submit(body, {**headers, **key}, Door(caller().key_id, "api"))


@claims.operation("GET", "/v1/claims", Access("claims:read"), errors=(404, 422))
@claims.query(ClaimQuery)
@claims.answer(200, ClaimPageAnswer, description="A page of claims, newest first.", headers=LINK)
def list_of_claims(query: Mapping[str, Any]) -> Answer:
    """List claims."""
    veracity = query.get("veracity")
    wanted = ClaimFilter(
        status=query.get("status"),
        veracity=Veracity(veracity) if veracity else None,
        text=query.get("text"),
        review_state=query.get("review_state"),
        limit=query["limit"],
        after=place_of(query),
    )
    with runtime().records.read() as session:
        page = list_claims(session, wanted)
    return page_answer("claims", page, query, claim_body)


@claims.operation("GET", "/v1/claims/<id:claim_id>", Access("claims:read"))
@claims.answer(200, ClaimAnswer, description="The claim with its latest verdict.")
def read_claim(claim_id: str) -> dict[str, Any]:
    """Read a claim.

    `status` goes from `queued` over `running` to `done` or `failed`. A claim that failed has no
    verdict, and `run.error` says why.
    """
    with runtime().records.read() as session:
        return claim_body(get_claim(session, claim_id))


@claims.operation("GET", "/v1/claims/<id:claim_id>/runs", Access("claims:read"))
@claims.answer(200, RunsAnswer, description="All runs of the claim, newest first.")
def read_runs(claim_id: str) -> dict[str, Any]:
    """Read a claim's history."""
    with runtime().records.read() as session:
        return {"runs": [run_body(run) for run in claim_history(session, claim_id)]}


class ConditionalHeaders(HeaderSchema):
    """What the caller has already."""

    if_none_match = Text(
        1000,
        data_key="If-None-Match",
        metadata={"description": "`ETag` of the copy you have; 304 when it is still the one."},
    )


class ClaimReviewAnswer(AnswerSchema):
    """A ClaimReview of schema.org in JSON-LD."""

    context = Plain(data_key="@context")
    type = Plain(data_key="@type")
    url = Plain(metadata={"format": "uri"})
    claimReviewed = Plain()  # noqa: N815 - as schema.org spells it
    reviewBody = Plain()  # noqa: N815
    datePublished = Plain(metadata={"format": "date"})  # noqa: N815
    inLanguage = Plain()  # noqa: N815
    author = Anything()
    itemReviewed = Anything()  # noqa: N815
    reviewRating = Anything()  # noqa: N815


@claims.operation(
    "GET",
    "/v1/claims/<id:claim_id>/claimreview",
    Access("claims:read", produces=JSON_LD),
)
@claims.headers(ConditionalHeaders)
@claims.answer(304, description="It is the one you have.")
@claims.answer(
    200,
    ClaimReviewAnswer,
    description="The published review.",
    content_type=JSON_LD,
    headers=ETAG,
)
def read_claimreview(_headers: Mapping[str, Any], claim_id: str) -> Response:
    """Read a claim's ClaimReview.

    There is one once a person has decided; a machine's verdict is a draft and never published.
    """
    with runtime().records.read() as session:
        record = get_claim(session, claim_id)
        requests = claim_requests(session, claim_id)
    review = record.review
    if review is None or review.veracity is None or review.decided_at is None:
        raise Problem("not-reviewed", "No person has decided on this claim yet.")
    home = settings().public_url
    name = settings().publisher_name or urlsplit(home).hostname or "Assay"
    published = PublishedReview(
        claim=record.claim,
        veracity=review.veracity,
        rationale=review.rationale or "",
        decided_at=review.decided_at,
        url=f"{home}/claims/{record.id}",
        publisher=Publisher(name, settings().publisher_url or home),
        appearances=[_appearance(each.appeared_in) for each in requests if each.appeared_in],
    )
    answer = json_response(claim_review(published), 200, {"Content-Type": JSON_LD})
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _appearance(given: Mapping[str, Any]) -> Appearance:
    day = given.get("published_at")
    return Appearance(
        given.get("url"), given.get("title"), date.fromisoformat(day) if day else None
    )
