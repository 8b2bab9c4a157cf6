"""Why a verdict is as it is, in two or three plain sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from verification.claims import ClaimAnalysis
from verification.scoring import voices
from verification.types import Comparison, Evidence, Stance, Veracity

_ADVICE = {
    "claim_is_question": "The text asks a question and states nothing that could be true or false. "
    "Send it again as a statement.",
    "claim_is_opinion": "The text is a judgement of value, which facts cannot settle. "
    "Check the facts that it rests on, one by one.",
    "claim_is_prediction": "The text speaks of what is yet to come, so no evidence can settle it. "
    "Ask again when it should have happened, or check who has announced it.",
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_LONGEST_QUOTE = 200


def rationale(
    analysis: ClaimAnalysis,
    veracity: Veracity,
    evidence: Sequence[Evidence],
    repetition: float = 1.0,
) -> str:
    """Name who says what and when, and what of it agrees with the claim or differs from it.

    `repetition` is the policy's, by which the voices that decided were chosen.
    """
    if analysis.notes:
        return _ADVICE[analysis.notes[0]]
    supporting = voices(evidence, Stance.SUPPORTS, repetition)
    refuting = voices(evidence, Stance.REFUTES, repetition)
    if veracity is Veracity.SUPPORTED:
        return f"{_says(supporting[0])} {_others(supporting, 'supports', evidence)}"
    if veracity is Veracity.REFUTED:
        return f"{_says(refuting[0])} {_others(refuting, 'contradicts', evidence)}"
    if veracity is Veracity.CONFLICTING:
        return (
            "Sources that count disagree. "
            f"For the claim: {_says(supporting[0])} Against it: {_says(refuting[0])}"
        )
    return _abstention(supporting, refuting, evidence)


def _says(item: Evidence) -> str:
    said = f"{who_and_when(item)} says: {_quoted(item.quote)}"
    differing = [each for each in item.comparisons if each.agrees is False]
    agreeing = list(dict.fromkeys(each.evidence for each in item.comparisons if each.agrees))
    if item.stance is Stance.REFUTES and differing:
        return f"{said} {_differences(differing)}"
    if item.stance is Stance.SUPPORTS and agreeing:
        return f"{said} It agrees on {_listed([f'“{each}”' for each in agreeing[:3]])}."
    return said


def _differences(differing: Sequence[Comparison]) -> str:
    parts = [f"“{each.evidence}” where the claim has “{each.claim}”" for each in differing[:2]]
    return f"It says {_listed(parts)}."


def _others(side: Sequence[Evidence], verb: str, evidence: Sequence[Evidence]) -> str:
    """Who else says so, and that copies were not counted."""
    others = [who_and_when(each) for each in side[1:]]
    copies = _copies(side[0], evidence)
    if not others:
        return f"No other independent source found {verb} the claim{copies}."
    named = others if len(others) <= 2 else [*others[:2], f"{len(others) - 2} more"]
    plural = verb if len(others) == 1 else verb.removesuffix("s")
    return f"{_listed(named)} {plural} the claim too{copies}."


def _copies(item: Evidence, evidence: Sequence[Evidence]) -> str:
    names = {
        each.passage.document.source.name
        for each in evidence
        if each.cluster == item.cluster and each.stance is item.stance
    } - {item.passage.document.source.name}
    return f"; the copies of {_listed(sorted(names)[:3])} count as one with it" if names else ""


def _abstention(
    supporting: Sequence[Evidence], refuting: Sequence[Evidence], evidence: Sequence[Evidence]
) -> str:
    if not evidence:
        return "The corpus holds no passage that speaks of the claim."
    if supporting or refuting:
        sides = [_leaning(supporting, "speaks for"), _leaning(refuting, "speaks against")]
        leaning = _listed([side for side in sides if side])
        return f"Nothing found settles the claim. {leaning} it, but not clearly enough to decide."
    closest = evidence[0]
    return (
        "Nothing found says whether the claim is so. "
        f"The closest is {who_and_when(closest)}: {_quoted(closest.quote)}"
    )


def _leaning(side: Sequence[Evidence], verb: str) -> str:
    return f"{who_and_when(side[0])} {verb}" if side else ""


def who_and_when(item: Evidence) -> str:
    """The publisher and the day, such as "The White House (23 March 2021)"."""
    document = item.passage.document
    when = long_day(document.published_at) if document.published_at else "undated"
    return f"{document.source.name} ({when})"


def long_day(day: date) -> str:
    """A day as people write it: "23 March 2021"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _quoted(words: str) -> str:
    flat = " ".join(words.split())
    if len(flat) > _LONGEST_QUOTE:
        flat = flat[:_LONGEST_QUOTE].rsplit(" ", 1)[0].rstrip(",;:") + " …"
    return f"“{flat}”" if flat.endswith((".", "!", "?", "…", "”")) else f"“{flat}”."


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
