"""Who speaks: whether a passage gives the words of the one who is said to have said something."""

from __future__ import annotations

from language.lists import word_set
from language.normal import content_stems, normalise, stem
from verification.claims import ClaimAnalysis, Utterance
from verification.comparing.naming import is_among, names_of
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
    """The speaker of the claim against those of the passage; undecided where nobody fits."""
    if utterance is None:
        return ()
    document = passage.document
    if not document.speaker and not speaks(utterance, passage):
        return ()
    said_by = document.speaker or document.source.name
    agrees = True if speaks(utterance, passage) else None
    return (Comparison("attribution", utterance.speaker, said_by, agrees),)


def speaks(utterance: Utterance, passage: Passage) -> bool:
    """Whether the passage names the speaker, as publisher, as speaker or in its words."""
    document = passage.document
    header = f"{document.speaker or ''}. {document.source.name}. {document.title}"
    wanted = names_of(utterance.speaker)
    if wanted:
        held = (*names_of(header), *names_of(passage.text))
        return all(is_among(name, held) for name in wanted)
    stems = content_stems(utterance.speaker)
    return len(stems & content_stems(f"{header} {passage.text}")) >= _HALF * len(stems)


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
