"""Which text can be stored on both databases, letter for letter, and how it is looked for."""

from __future__ import annotations

import unicodedata


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


def folded(text: str) -> str:
    """The text without case, for any script and both databases alike.

    Source: Unicode 16, section 3.13, D145 (canonical caseless matching), composed to save room.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())
