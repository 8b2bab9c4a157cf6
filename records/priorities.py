"""Priorities are words outside and numbers in the tables, where the lowest goes first."""

from __future__ import annotations

from verification.errors import Rejected

PRIORITIES = ("high", "normal", "low")


def priority_number(word: str) -> int:
    """0 for high, 1 for normal, 2 for low; Rejected for another word."""
    if word not in PRIORITIES:
        raise Rejected(f"A priority is one of {', '.join(PRIORITIES)}.", code="unknown_priority")
    return PRIORITIES.index(word)


def priority_word(number: int) -> str:
    """The word of a stored number."""
    return PRIORITIES[number]
