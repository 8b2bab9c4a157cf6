"""How the pages say things: labels of veracities, reasons and times."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Flask

from verification.types import Veracity

WORDS = {
    "supported": "Supported",
    "refuted": "Refuted",
    "conflicting": "Sources conflict",
    "not_enough_evidence": "Not enough evidence",
    "supports": "Supports",
    "refutes": "Contradicts",
    "neutral": "Says neither",
}
REASON_WORDS = {
    "low_confidence": "the machine is unsure",
    "conflicting": "sources conflict",
    "refuted": "a refutation needs a person",
    "failed": "could not be checked",
    "high_demand": "asked by many",
    "not_enough_evidence": "evidence is missing",
    "requested": "somebody asked for a review",
    "changed": "the verdict changed after a decision",
}
SKIP_REASONS = {
    "for_others": "Somebody else should decide",
    "later": "Come back to it later",
    "not_checkable": "It cannot be checked",
    "conflict_of_interest": "I have an interest in it",
}


def add_wording(app: Flask) -> None:
    """Make labels and time formats known to the templates."""
    app.jinja_env.filters.update(day=day, instant=instant, clock=clock)
    app.jinja_env.globals.update(
        words=WORDS, reason_words=REASON_WORDS, veracities=[str(word) for word in Veracity]
    )


def day(value: date | str) -> str:
    """A day for people: `21 March 2021`."""
    moment = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{moment.day} {moment:%B %Y}"


def instant(value: datetime) -> str:
    """An instant for people, in UTC."""
    moment = value.astimezone(UTC)
    return f"{day(moment.date())}, {moment:%H:%M} UTC"


def clock(value: datetime) -> str:
    """The time of day of an instant, in UTC."""
    return f"{value.astimezone(UTC):%H:%M}"
