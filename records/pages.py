"""A page of a list, and the place from which the next one goes on.

Lists go by (created_at, id): what is added meanwhile neither repeats an item nor hides one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from sqlalchemy import ColumnElement, Select, literal, tuple_

After: TypeAlias = tuple[datetime, str]
"""The (created_at, id) of the last item seen; plain values, callers make them opaque."""


class Listed(Protocol):
    """What can be listed page by page."""

    @property
    def id(self) -> str:
        """The id."""

    @property
    def created_at(self) -> datetime:
        """When it came to be."""


T = TypeVar("T")
ListedT = TypeVar("ListedT", bound=Listed)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a list; `next` is None on the last page."""

    items: tuple[T, ...]
    next: After | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Which table a list goes through, in which direction, and which page of it is wanted."""

    table: Any
    limit: int
    after: After | None = None
    newest_first: bool = True

    def of(self, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        """The query of one page; it asks for one item more, to see whether there is a next."""
        place = (self.table.created_at, self.table.id)
        if self.after is not None:
            query = query.where(self._beyond(self.after))
        order = [column.desc() if self.newest_first else column.asc() for column in place]
        return query.order_by(*order).limit(self.limit + 1)

    def page(self, found: Sequence[ListedT]) -> Page[ListedT]:
        """The page in what that query found."""
        if len(found) <= self.limit:
            return Page(tuple(found))
        last = found[self.limit - 1]
        return Page(tuple(found[: self.limit]), (last.created_at, last.id))

    def _beyond(self, after: After) -> ColumnElement[bool]:
        created_at, item_id = after
        here = tuple_(self.table.created_at, self.table.id)
        there = tuple_(
            literal(created_at, self.table.created_at.type), literal(item_id, self.table.id.type)
        )
        return here < there if self.newest_first else here > there
