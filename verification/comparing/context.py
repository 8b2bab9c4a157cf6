"""Whether two details stand in the same context."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from language.normal import content_stems
from verification.details import Details, Phrase


@dataclass(frozen=True, slots=True)
class Header:
    """What a passage need not repeat: the stems of title, publisher and speaker, and its day."""

    stems: frozenset[str] = frozenset()
    published_at: date | None = None


def shared(claim: Details, wording: str, context: frozenset[str]) -> float:
    """The share of what the claim is about, the words of `wording` left out, in `context`."""
    rest = claim.topic - content_stems(wording) if wording else claim.topic
    return len(rest & context) / len(rest) if rest else 0.0


def aligned(claim: Details, evidence: Details, header: Header) -> tuple[Phrase | None, float]:
    """The sentence of the evidence that is most about the claim, and the share it holds."""
    best, most = None, 0.0
    for phrase in evidence.phrases:
        share = shared(claim, "", phrase.stems | header.stems)
        if share > most and phrase.stems & claim.topic:
            best, most = phrase, share
    return best, most
