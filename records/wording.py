"""Which text can be stored on both databases, letter for letter."""

from __future__ import annotations


def storable(text: str) -> bool:
    """Whether both databases give this text back unchanged.

    PostgreSQL refuses U+0000, SQLite cuts text off there, and neither takes half of a surrogate
    pair.
    """
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
