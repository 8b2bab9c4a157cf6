"""Which text can be stored on both databases, letter for letter."""

from __future__ import annotations


def storable(text: str) -> bool:
    """Whether both databases give this text back unchanged.

    PostgreSQL refuses U+0000, SQLite cuts text off there, and neither takes half of a surrogate
    pair, which has no UTF-8.
    """
    if "\x00" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
