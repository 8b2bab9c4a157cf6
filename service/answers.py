"""Answers with lists and headers, written once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from records.pages import Page
from service.cursors import next_page

T = TypeVar("T")
Answer = tuple[Mapping[str, Any], int, Mapping[str, str]]

LOCATION: Mapping[str, Any] = {
    "Location": {
        "description": "Where the new thing is.",
        "required": True,
        "schema": {"type": "string", "format": "uri-reference"},
    }
}
LINK: Mapping[str, Any] = {
    "Link": {
        "description": 'The next page, `rel="next"`; absent on the last.',
        "schema": {"type": "string"},
    }
}


def page_answer(
    name: str, page: Page[T], filters: Mapping[str, Any], shown: Callable[[T], Any]
) -> Answer:
    """A page of a list under its name, with the way to the next."""
    cursor, headers = next_page(filters, page.next)
    return {name: [shown(item) for item in page.items], "next_cursor": cursor}, 200, headers
