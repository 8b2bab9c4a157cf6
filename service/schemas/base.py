"""What all schemas share: unknown fields are refused, and answers pass values on untouched."""

from __future__ import annotations

from marshmallow import EXCLUDE, RAISE, Schema, fields


class RequestSchema(Schema):
    """A part of a request; a field it does not know is refused."""

    class Meta:
        """Refuse what is unknown, and say so in the OpenAPI document."""

        unknown = RAISE


class HeaderSchema(Schema):
    """Headers an operation reads; all the others are none of its business."""

    class Meta:
        """Let other headers be."""

        unknown = EXCLUDE


class AnswerSchema(Schema):
    """A part of an answer, dumped by code that knows its fields."""

    class Meta:
        """Say nothing of other fields, so that an answer may grow."""

        unknown = EXCLUDE


class AsIs(fields.Nested):
    """An object that is wire JSON already: described by a schema, passed on as it stands."""

    def _serialize(self, *value_and_place: object, **_more: object) -> object:
        return value_and_place[0]
