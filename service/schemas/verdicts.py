"""A verdict as it is sent: the shape of `verification.wire`."""

from __future__ import annotations

from marshmallow import fields

from service.schemas.base import AnswerSchema, AsIs, many
from service.schemas.fields import (
    Anything,
    Count,
    Instant,
    OneOf,
    Plain,
    Share,
    WrittenDay,
    YesNo,
)
from verification.types import Stance, Veracity

VERACITIES = tuple(each.value for each in Veracity)
STANCES = tuple(each.value for each in Stance)
TIMINGS = ("in_time", "undated", "after_claim")


class ProbabilitiesAnswer(AnswerSchema):
    """How likely each veracity is; they sum to one."""

    supported = Share()
    refuted = Share()
    conflicting = Share()
    not_enough_evidence = Share()


class StanceProbabilitiesAnswer(AnswerSchema):
    """How likely each stance of one passage is; they sum to one."""

    supports = Share()
    refutes = Share()
    neutral = Share()


class SourceNameAnswer(AnswerSchema):
    """Who published a document."""

    id = Plain()
    name = Plain()


class DocumentHeaderAnswer(AnswerSchema):
    """The publication a quotation stands in."""

    id = Plain()
    title = Plain()
    source = fields.Nested(SourceNameAnswer)
    published_at = WrittenDay(allow_none=True)
    url = Plain(allow_none=True)
    version = Count()
    speaker = Plain(allow_none=True)


class ComparisonAnswer(AnswerSchema):
    """One detail of the claim held by code against the evidence."""

    kind = Plain(metadata={"example": "quantity"})
    claim = Plain(metadata={"example": "three missiles"})
    evidence = Plain(metadata={"example": "two missiles"})
    agrees = YesNo(allow_none=True, metadata={"description": "null where they cannot be compared"})


class EvidenceAnswer(AnswerSchema):
    """A passage and what it says about the claim."""

    stance = OneOf(STANCES)
    stance_probabilities = AsIs(StanceProbabilitiesAnswer)
    weight = Share(metadata={"description": "What it contributed to the verdict."})
    quote = Plain(metadata={"description": "Characters `start` to `end` of the document's text."})
    start = Count()
    end = Count()
    cluster = Count(metadata={"description": "Copies of one text share a number from 1."})
    timing = OneOf(TIMINGS)
    comparisons = many(ComparisonAnswer)
    passage_id = Plain()
    document = AsIs(DocumentHeaderAnswer)


class ProvenanceAnswer(AnswerSchema):
    """What made the verdict."""

    corpus_generation = Plain()
    judge = Plain()
    policy = Plain()
    code_version = Plain()
    as_of = WrittenDay(allow_none=True)
    finished_at = Instant()


class VerdictAnswer(AnswerSchema):
    """What all the evidence together says about the claim; a draft until a person decides."""

    veracity = OneOf(VERACITIES)
    confidence = Share(metadata={"description": "The probability of `veracity`."})
    probabilities = AsIs(ProbabilitiesAnswer)
    rationale = Plain()
    missing = fields.List(
        Plain(), metadata={"description": "What would have to be known for a firm answer."}
    )
    notes = fields.List(Plain(), metadata={"description": "Remarks such as `claim_is_opinion`."})
    independent_sources = Anything(
        metadata={
            "description": "Groups of copies by stance: copies count once.",
            "additionalProperties": {"type": "integer", "minimum": 0},
            "example": {"supports": 0, "refutes": 2},
        }
    )
    evidence = many(EvidenceAnswer)
    retrieved = fields.List(
        Plain(), metadata={"description": "Ids of the passages found, best first."}
    )
    provenance = AsIs(ProvenanceAnswer)
