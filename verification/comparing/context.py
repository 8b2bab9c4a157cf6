"""Whether two details stand in the same context."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from language.normal import content_stems
from language.types import Name
from verification.comparing.naming import alike, is_among, names_of
from verification.details import Details, Phrase


@dataclass(frozen=True, slots=True)
class Header:
    """What a passage need not repeat: words and names of title, publisher, speaker; its day."""

    stems: frozenset[str] = frozenset()
    published_at: date | None = None
    names: tuple[Name, ...] = ()


@lru_cache(maxsize=1024)
def read_header(title: str, publisher: str, speaker: str, published_at: date | None) -> Header:
    """The header of a passage.

    Of the title only the names count as known: its other words may say the opposite of the text.
    """
    names = names_of(f"{publisher}. {speaker}. {title}")
    known = [publisher, speaker, *(each.wording for each in names)]
    return Header(content_stems(" ".join(known)), published_at, names)


def with_aliases(claim: Details, evidence: Details, header: Header) -> tuple[Details, Header]:
    """Evidence and header with the claim's words for the names that they call otherwise.

    "Pyongyang fired" then shares its subject with "North Korea fired".
    """
    stems = [
        content_stems(wanted.wording) for wanted in claim.names if is_among(wanted, header.names)
    ]
    return _renamed(claim, evidence), replace(header, stems=header.stems.union(*stems))


def _renamed(claim: Details, evidence: Details) -> Details:
    added: defaultdict[int, set[str]] = defaultdict(set)
    for wanted in claim.names:
        for found in evidence.names:
            if found.wording != wanted.wording and alike(wanted, found):
                phrase = evidence.phrase_at(found.start)
                if phrase:
                    added[phrase.start] |= content_stems(wanted.wording)
    if not added:
        return evidence
    phrases = tuple(
        replace(
            each,
            stems=each.stems | added.get(each.start, set()),
            context=each.context | added.get(each.start, set()),
        )
        for each in evidence.phrases
    )
    stems = evidence.stems.union(*added.values())
    return replace(evidence, phrases=phrases, stems=stems)


def shared(claim: Details, wording: str, context: frozenset[str]) -> float:
    """The share of what the claim is about, the words of `wording` left out, in `context`."""
    rest = claim.topic - content_stems(wording) if wording else claim.topic
    return len(rest & context) / len(rest) if rest else 0.0


def aligned(claim: Details, evidence: Details, header: Header) -> tuple[Phrase | None, float]:
    """The sentence of the evidence that is most about the claim, and the share it holds."""
    best, most = None, 0.0
    for phrase in evidence.phrases:
        share = shared(claim, "", phrase.context | header.stems)
        if share > most and phrase.stems & claim.topic:
            best, most = phrase, share
    return best, most
