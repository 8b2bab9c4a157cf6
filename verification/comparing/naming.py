"""Whether two names are of one thing, remembered: the same few names meet again and again."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from language.names import find_names, same_name
from language.types import Name, NameKind

_Key = tuple[str, NameKind, str]


def alike(one: Name, other: Name) -> bool | None:
    """As `same_name`: True, False, or None where it is unknown."""
    return _alike(
        (one.wording, one.kind, one.canonical), (other.wording, other.kind, other.canonical)
    )


def is_among(wanted: Name, names: Iterable[Name]) -> bool:
    """Whether one of the names is of the same thing."""
    return any(alike(wanted, each) for each in names)


@lru_cache(maxsize=1024)
def names_of(text: str) -> tuple[Name, ...]:
    """The names in a text, each thing once."""
    return tuple({each.canonical: each for each in find_names(text)}.values())


@lru_cache(maxsize=65536)
def _alike(one: _Key, other: _Key) -> bool | None:
    return same_name(Name(0, 0, *one), Name(0, 0, *other))
