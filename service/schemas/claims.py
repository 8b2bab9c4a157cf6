"""Claims as they are sent and answered."""

from __future__ import annotations

from typing import Final

from marshmallow import fields

from service.schemas import patterns
from service.schemas.base import AnswerSchema, AsIs, HeaderSchema, RequestSchema, many
from service.schemas.fields import (
    Choice,
    Count,
    Day,
    Instant,
    OneOf,
    OutsideAddress,
    Plain,
    RawText,
    Text,
    Word,
    WrittenDay,
    YesNo,
)
from service.schemas.lists import PageQuery, page_of
from service.schemas.verdicts import VERACITIES, VerdictAnswer

PRIORITIES: Final = ("low", "normal", "high")
STATUSES: Final = ("queued", "running", "done", "failed")
REVIEW_STATES: Final = ("waiting", "decided", "closed")


class AppearanceBody(RequestSchema):
    """Where the claim appeared."""

    url = Word(
        patterns.ANY_WEB,
        "a web address in ASCII",
        longest=patterns.URL_CHARACTERS,
        allow_none=True,
        metadata={"example": "https://news.example/2021/03/25/missiles"},
    )
    title = Text(500, allow_none=True)
    published_at = Day(allow_none=True, metadata={"example": "2021-03-25"})


class ClaimBody(RequestSchema):
    """A claim to check."""

    text = RawText(
        "max_claim_characters",
        patterns.CLAIM,
        required=True,
        metadata={
            "description": "One sentence in English that states something. It holds at least one "
            "letter from a to z and no control characters but white space.",
            "example": "North Korea fired three missiles on 21 March 2021.",
        },
    )
    claimed_at = Day(
        allow_none=True,
        metadata={
            "description": "The day the claim was made. Relative dates are read from it, and "
            "evidence from after it is not counted.",
            "example": "2021-03-25",
        },
    )
    speaker = Text(200, allow_none=True, metadata={"description": "Who said it."})
    appeared_in = fields.Nested(AppearanceBody, allow_none=True)
    language = RawText(
        40,
        metadata={
            "enum": ["en"],
            "description": "Claims are checked in English only.",
            "default": "en",
        },
    )
    priority = Choice(
        PRIORITIES, metadata={"description": "`high` for people who wait.", "default": "normal"}
    )
    as_of = Day(
        allow_none=True,
        metadata={
            "description": "The last day from which evidence counts, instead of `claimed_at`."
        },
    )
    callback_url = OutsideAddress(
        allow_none=True,
        metadata={
            "description": "Is sent `claim.verified`, `claim.failed` and `review.decided`, signed "
            "with the key's callback secret as Standard Webhooks says. Public addresses only, "
            "by https, without user name and password.",
        },
    )


class IdempotencyHeaders(HeaderSchema):
    """The header that makes repeating safe."""

    idempotency_key = Word(
        patterns.IDEMPOTENCY_KEY,
        "1 to 255 printable ASCII characters",
        longest=255,
        data_key="Idempotency-Key",
    )


class SubmitHeaders(HeaderSchema):
    """Headers of a submission."""

    prefer = Text(
        1000,
        data_key="Prefer",
        metadata={
            "description": "`wait=10` holds the answer back for up to ten seconds, until there is "
            "a verdict (RFC 7240).",
            "example": "wait=10",
        },
    )


class ClaimQuery(PageQuery):
    """Which claims to list."""

    status = Choice(STATUSES)
    veracity = Choice(VERACITIES, metadata={"description": "Of the latest verdict."})
    text = Text(200, metadata={"description": "What the claim's text contains, in any case."})
    review_state = Choice(REVIEW_STATES, metadata={"description": "Of the latest review."})


class ErrorAnswer(AnswerSchema):
    """Why an attempt came to nothing."""

    code = Plain()
    detail = Plain(allow_none=True)


class RunAnswer(AnswerSchema):
    """The latest run of a claim."""

    id = Plain()
    attempt = Count()
    error = fields.Nested(ErrorAnswer, allow_none=True)


class RunHistoryAnswer(AnswerSchema):
    """One run of a claim."""

    id = Plain()
    status = Plain(metadata={"description": "`queued`, `running`, `done` or `failed`."})
    reason = Plain(
        metadata={
            "description": "Why it was run: `submitted`, `document_changed`, `document_added`, …"
        }
    )
    attempt = Count()
    error = fields.Nested(ErrorAnswer, allow_none=True)
    verdict_id = Plain(allow_none=True)
    created_at = Instant()
    started_at = Instant(allow_none=True)
    finished_at = Instant(allow_none=True)


class RunsAnswer(AnswerSchema):
    """The history of a claim, newest first."""

    runs = many(RunHistoryAnswer)


class ReviewSummaryAnswer(AnswerSchema):
    """What people make of the verdict."""

    id = Plain()
    state = OneOf(REVIEW_STATES)
    reasons = fields.List(Plain())
    veracity = OneOf(VERACITIES, allow_none=True)
    rationale = Plain(allow_none=True)
    decided_at = Instant(allow_none=True)


class ClaimLinksAnswer(AnswerSchema):
    """Where to go on."""

    self = Plain(metadata={"format": "uri-reference"})
    runs = Plain(metadata={"format": "uri-reference"})
    claimreview = Plain(
        allow_none=True,
        metadata={"format": "uri-reference", "description": "null until a person has decided."},
    )


class ClaimAnswer(AnswerSchema):
    """A claim with its latest verdict."""

    id = Plain()
    status = OneOf(STATUSES)
    text = Plain()
    claimed_at = WrittenDay(allow_none=True)
    speaker = Plain(allow_none=True)
    language = Plain()
    as_of = WrittenDay(allow_none=True)
    verdict = AsIs(
        VerdictAnswer,
        allow_none=True,
        metadata={"description": "null until there is one; a failure is never a verdict."},
    )
    review = fields.Nested(ReviewSummaryAnswer, allow_none=True)
    cached = YesNo(metadata={"description": "The request met a verdict that is still valid."})
    priority = OneOf(PRIORITIES)
    demand = Count(metadata={"description": "How often the claim was asked for."})
    run = fields.Nested(RunAnswer, allow_none=True)
    created_at = Instant()
    updated_at = Instant()
    links = fields.Nested(ClaimLinksAnswer)


ClaimPageAnswer = page_of("claims", ClaimAnswer)
