"""How the pages say things: labels of veracities, reasons and times."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

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
NOTE_WORDS = {
    "claim_is_question": "A question, not a claim",
    "claim_is_opinion": "An opinion, not a fact",
    "claim_is_prediction": "A prediction",
}
FOUND_WORDS = {
    **WORDS,
    "checking": "Checking …",
    "failed": "Could not be checked",
    "opinion": "Opinion",
    "prediction": "Prediction",
    "unclear": "Unclear what is meant",
    "not_verified": "Not verified",
}
KIND_WORDS = {
    "event": "event",
    "quantity": "figure",
    "quote": "quotation",
    "position": "position",
    "prediction": "prediction",
    "opinion": "opinion",
}
PART_WORDS = {"utterance": "that it was said", "content": "what was said"}
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
    "later": "Come back to it in some hours",
    "not_checkable": "Nobody can check it: close it",
    "conflict_of_interest": "I have an interest in it",
}
PROVENANCE_WORDS = {
    "corpus_generation": "State of the corpus",
    "judge": "Judge of stances",
    "policy": "Rules of scoring",
    "code_version": "Version of Assay",
    "as_of": "Evidence up to",
    "finished_at": "Finished",
}


def add_wording(app: Flask) -> None:
    """Make labels, time formats and the check of addresses known to the templates."""
    app.jinja_env.filters.update(day=day, days=days, instant=instant, clock=clock, site=site)
    app.jinja_env.globals.update(
        words=WORDS,
        note_words=NOTE_WORDS,
        found_words=FOUND_WORDS,
        kind_words=KIND_WORDS,
        part_words=PART_WORDS,
        reason_words=REASON_WORDS,
        provenance_words=PROVENANCE_WORDS,
        veracities=[str(word) for word in Veracity],
    )


def day(value: date | str) -> str:
    """A day for people: `21 March 2021`."""
    moment = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{moment.day} {moment:%B} {moment.year}"


def days(found: Mapping[str, Any]) -> str:
    """The days a date in an article covers; nothing where they stay open."""
    first, last = found["from"], found["to"]
    if first is None or last is None:
        return ""
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def instant(value: datetime | str) -> str:
    """An instant for people, in UTC."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    moment = moment.astimezone(UTC)
    return f"{day(moment.date())}, {moment:%H:%M} UTC"


def clock(value: datetime) -> str:
    """The time of day of an instant, in UTC."""
    return f"{value.astimezone(UTC):%H:%M}"


def site(url: str | None) -> str:
    """The host of a web address; nothing for what must not become a link."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme in {"http", "https"} else ""
