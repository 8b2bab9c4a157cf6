"""A page of a list, and the place from which the next one goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")

After: TypeAlias = tuple[datetime, str]
"""The (created_at, id) of the last item seen; plain values, callers make them opaque."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a list; `next` is None on the last page."""

    items: tuple[T, ...]
    next: After | None = None
