"""A problem as it is sent."""

from __future__ import annotations

from marshmallow import fields as marshmallow_fields

from service.schemas.base import AnswerSchema
from service.schemas.fields import Plain, Whole


class FieldProblemAnswer(AnswerSchema):
    """One value that is to blame."""

    pointer = Plain(metadata={"description": "JSON pointer into the body, or `/parameter`."})
    detail = Plain(metadata={"description": "What is wrong with it."})


class ProblemAnswer(AnswerSchema):
    """A problem, as RFC 9457 describes it."""

    type = Plain(
        metadata={
            "format": "uri-reference",
            "description": "Names the kind of problem and leads to a page that explains it.",
            "example": "/problems/validation",
        },
    )
    title = Plain(metadata={"example": "Some values are not allowed"})
    status = Whole(400, 599, in_body=True, metadata={"example": 422})
    detail = Plain(
        metadata={"description": "What happened this time, and what to do."},
    )
    instance = Plain(metadata={"format": "uri-reference"})
    request_id = Plain(metadata={"description": "Name it when you ask for help."})
    errors = marshmallow_fields.List(
        marshmallow_fields.Nested(FieldProblemAnswer),
        metadata={"x-optional": True, "description": "Where single values are to blame."},
    )
