"""Who speaks: whether a passage gives the words of the one who is said to have said something."""

from __future__ import annotations

from language.lists import word_set
from language.normal import content_stems, normalise, stem
from verification.claims import ClaimAnalysis, Utterance
from verification.comparing.naming import alike, is_among, names_of
from verification.types import Comparison, DocumentRef, Passage

# A speaker who is no name ("the South Korean military") is known by half of the words.
_HALF = 0.5
# What is done by saying so.
_SPEECH_ACTS = frozenset(
    map(
        stem,
        word_set(
            """
            accused announced appealed apologised apologized asked called condemned congratulated
            criticised criticized declared demanded denied endorsed invited ordered pledged praised
            promised proposed rejected thanked threatened urged vowed warned welcomed
            """
        ),
    )
)


def compare_speaker(utterance: Utterance | None, passage: Passage) -> tuple[Comparison, ...]:
    """The speaker of the claim against those of the passage; undecided where none surely fits."""
    if utterance is None:
        return ()
    found = _found(utterance, passage)
    said_by = found or passage.document.speaker or passage.document.source.name
    return (Comparison("attribution", utterance.speaker, said_by, True if found else None),)


def _found(utterance: Utterance, passage: Passage) -> str | None:
    """The words by which the passage surely names the speaker."""
    document = passage.document
    for header in (document.speaker or "", document.source.name):
        if _fits(utterance.speaker, header):
            return header
    for wanted in names_of(utterance.speaker):
        for name in names_of(passage.text):
            if alike(wanted, name):
                return name.wording
    return None


def _fits(speaker: str, header: str) -> bool:
    wanted = names_of(speaker)
    if wanted:
        return all(is_among(name, names_of(header)) for name in wanted)
    stems = content_stems(speaker)
    return len(stems & content_stems(header)) >= _HALF * max(1, len(stems))


def speaks(utterance: Utterance, passage: Passage) -> bool:
    """Whether the passage speaks of the speaker at all: in its header or in its words."""
    if _found(utterance, passage):
        return True
    stems = content_stems(utterance.speaker)
    held = content_stems(f"{passage.document.title} {passage.text}")
    return not names_of(utterance.speaker) and len(stems & held) >= _HALF * len(stems)


def is_own_act(analysis: ClaimAnalysis, document: DocumentRef) -> bool:
    """Whether a document gives the words by which the claim's subject did what it is said to do."""
    if not document.speaker:
        return False
    speakers = names_of(document.speaker)
    if analysis.utterance:
        return any(is_among(name, speakers) for name in names_of(analysis.utterance.speaker))
    subject = analysis.details.names[:1]
    spoken = analysis.details.stems & _SPEECH_ACTS
    return bool(spoken) and any(is_among(name, speakers) for name in subject)


def is_own_word(speaker: str | None, document: DocumentRef) -> bool:
    """Whether a document gives the words of whoever makes the claim."""
    if not speaker or not document.speaker:
        return False
    return normalise(speaker) == normalise(document.speaker)
