"""The review queue as it is sent and answered."""

from __future__ import annotations

from typing import Final

from marshmallow import fields

from records.reviews import REASONS, SKIP_REASONS
from service.schemas.base import AnswerSchema, AsIs, RequestSchema
from service.schemas.claims import PRIORITIES, REVIEW_STATES
from service.schemas.fields import Choice, Count, Instant, OneOf, Plain, Text, Word, WrittenDay
from service.schemas.lists import PageQuery, page_of
from service.schemas.verdicts import VERACITIES, VerdictAnswer

CLAIM_ID: Final = r"^clm_[0-9a-z]{1,60}$"


class ReviewQuery(PageQuery):
    """Which items of the queue to list."""

    state = Choice(REVIEW_STATES)
    reason = Choice(REASONS, metadata={"description": "Why it waits for a person."})
    claim_id = Word(CLAIM_ID, "the id of a claim", longest=64)


class DecisionBody(RequestSchema):
    """What a person decided."""

    veracity = Choice(VERACITIES, required=True)
    rationale = Text(
        5000,
        required=True,
        metadata={
            "description": "Why, for readers; it is published.",
            "example": "The Joint Chiefs of Staff counted two missiles, not three.",
        },
    )


class SkipBody(RequestSchema):
    """Why a person passes an item over."""

    reason = Choice(SKIP_REASONS, required=True)


class ReviewedClaimAnswer(AnswerSchema):
    """The claim under review."""

    id = Plain()
    text = Plain()
    claimed_at = WrittenDay(allow_none=True)
    speaker = Plain(allow_none=True)
    language = Plain()
    as_of = WrittenDay(allow_none=True)


class ReviewAnswer(AnswerSchema):
    """One item of the queue."""

    id = Plain()
    state = OneOf(REVIEW_STATES)
    reasons = fields.List(OneOf(REASONS))
    claim = fields.Nested(ReviewedClaimAnswer)
    verdict = AsIs(VerdictAnswer, allow_none=True, metadata={"description": "The machine's draft."})
    priority = OneOf(PRIORITIES)
    demand = Count()
    reviewer = Plain(allow_none=True, metadata={"description": "Who holds it."})
    lease_until = Instant(allow_none=True)
    veracity = OneOf(VERACITIES, allow_none=True, metadata={"description": "As a person decided."})
    rationale = Plain(allow_none=True)
    decided_by = Plain(allow_none=True)
    decided_at = Instant(allow_none=True)
    created_at = Instant()


ReviewPageAnswer = page_of("reviews", ReviewAnswer)
