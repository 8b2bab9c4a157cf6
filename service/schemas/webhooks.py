"""Webhook endpoints, deliveries and inbound messages as they are sent and answered."""

from __future__ import annotations

from typing import Final

from marshmallow import fields, validate

from records.webhooks import EVENT_TYPES
from service.schemas.base import AnswerSchema, RequestSchema
from service.schemas.fields import (
    Choice,
    Count,
    Flag,
    Instant,
    OneOf,
    OutsideAddress,
    Plain,
    Text,
    YesNo,
)
from service.schemas.lists import PageQuery, page_of

ENDPOINT_STATES: Final = ("enabled", "disabled")
DELIVERY_STATES: Final = ("pending", "delivered", "dead")
_EVENTS: Final = {"description": "Which events to send.", "example": ["claim.verified"]}


class EndpointBody(RequestSchema):
    """An address that wants to be told."""

    url = OutsideAddress(required=True, metadata={"example": "https://news.example/hooks/assay"})
    events = fields.List(
        Choice(EVENT_TYPES),
        required=True,
        validate=validate.Length(1, len(EVENT_TYPES)),
        metadata=_EVENTS,
    )
    description = Text(300, allow_none=True)


class EndpointChangeBody(RequestSchema):
    """What to change of it; what is left out stays."""

    url = OutsideAddress()
    events = fields.List(
        Choice(EVENT_TYPES), validate=validate.Length(1, len(EVENT_TYPES)), metadata=_EVENTS
    )
    description = Text(300, allow_none=True)
    enabled = Flag(in_body=True, metadata={"description": "Switch it off, or on again."})


class EndpointAnswer(AnswerSchema):
    """An address that gets signed events."""

    id = Plain()
    url = Plain()
    events = fields.List(OneOf(EVENT_TYPES))
    description = Plain()
    state = OneOf(ENDPOINT_STATES)
    disabled_reason = Plain(allow_none=True)
    created_at = Instant()
    updated_at = Instant()


class NewEndpointAnswer(EndpointAnswer):
    """A new endpoint with its signing secret."""

    secret = Plain(metadata={"description": "Shown this once.", "example": "whsec_…"})


class SecretAnswer(AnswerSchema):
    """A new signing secret; the one before stays valid beside it for 24 hours."""

    secret = Plain(metadata={"description": "Shown this once.", "example": "whsec_…"})


EndpointPageAnswer = page_of("webhooks", EndpointAnswer)


class DeliveryQuery(PageQuery):
    """Which deliveries to list."""

    state = Choice(DELIVERY_STATES)


class DeliveryAnswer(AnswerSchema):
    """One event on its way to one receiver."""

    id = Plain(metadata={"description": "The `webhook-id`, the same at every attempt."})
    claim_id = Plain()
    event_id = Plain()
    event_type = Plain()
    url = Plain()
    state = OneOf(DELIVERY_STATES)
    attempt = Count()
    next_at = Instant(allow_none=True)
    last_status = Count(allow_none=True)
    last_error = Plain(allow_none=True)
    excerpt = Plain(allow_none=True, metadata={"description": "How the receiver's answer began."})
    created_at = Instant()
    finished_at = Instant(allow_none=True)


DeliveryPageAnswer = page_of("deliveries", DeliveryAnswer)


class TestAnswer(AnswerSchema):
    """How a receiver took the test event."""

    id = Plain(metadata={"description": "The `webhook-id` of the message."})
    delivered = YesNo()
    status = Count(allow_none=True, metadata={"description": "The receiver's HTTP status."})
    error = Plain(allow_none=True)
    excerpt = Plain(metadata={"description": "How the receiver's answer began."})
