"""Lists: how much of one is asked for, and how a page of it looks."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.cursors import CURSOR_PATTERN
from service.schemas.base import AnswerSchema, RequestSchema
from service.schemas.fields import Plain, Whole, Word


class PageQuery(RequestSchema):
    """Which page of a list."""

    limit = Whole(
        1,
        "page_size_max",
        load_default=50,
        metadata={"description": "Most items on the page.", "example": 20},
    )
    cursor = Word(
        CURSOR_PATTERN,
        "a cursor that a list gave out",
        longest=400,
        metadata={"description": "`next_cursor` of the page before."},
    )


def page_of(name: str, item: type[Schema]) -> type[AnswerSchema]:
    """The schema of a page whose items stand under `name`."""
    page = AnswerSchema.from_dict(
        {
            name: fields.List(fields.Nested(item)),
            "next_cursor": Plain(
                allow_none=True,
                metadata={"description": "For the next page; null on the last. See also `Link`."},
            ),
        },
        name=f"{item.__name__.removesuffix('Answer')}PageAnswer",
    )
    assert issubclass(page, AnswerSchema)
    page.__doc__ = f"A page of {name}."
    return page
