"""Word lists written as plain text in the code, and patterns made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

_Tree: TypeAlias = "dict[str, _Tree]"


def word_set(listing: str) -> frozenset[str]:
    """Return the words of `listing`, parted by white space."""
    return frozenset(listing.split())


def phrase_set(listing: str) -> frozenset[str]:
    """Return the phrases of `listing`, parted by commas or line ends."""
    phrases = (" ".join(phrase.split()) for phrase in listing.replace("\n", ",").split(","))
    return frozenset(phrase for phrase in phrases if phrase)


def any_of(phrases: Iterable[str]) -> str:
    """Return a regular expression for any of `phrases`, the longest first, without captures.

    Common beginnings are written once, so that a position where none fits is left at once.
    """
    tree: _Tree = {}
    for phrase in phrases:
        node = tree
        for letter in phrase:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _pattern(tree)


def _pattern(node: _Tree) -> str:
    branches = [
        re.escape(letter) + _pattern(following)
        for letter, following in sorted(node.items())
        if letter
    ]
    if not branches:
        return ""
    if len(branches) == 1 and "" not in node:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if "" in node else "")
