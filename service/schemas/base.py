"""What all schemas share: unknown fields are refused, and answers pass values on untouched."""

from __future__ import annotations

from typing import Any

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
    """A part of an answer; every field is always there, unless its metadata say `x-optional`."""

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:  # noqa: ARG002
        """Promise the field in the OpenAPI document."""
        field_obj.required = not field_obj.metadata.get("x-optional")


class AsIs(fields.Nested):
    """An object that is wire JSON already: described by a schema, passed on as it stands."""

    def _serialize(self, *value_and_place: object, **_more: object) -> object:
        return value_and_place[0]


def many(schema: type[Schema], *, description: str = "") -> fields.List[Any]:
    """A list of objects in an answer."""
    return fields.List(fields.Nested(schema), metadata={"description": description})
