"""What a claim is: checked, named by its content, and taken apart."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Final

from language.normal import clean, normalise, words
from language.outlook import is_opinion, is_prediction
from language.polarity import is_question
from language.quotations import split_attribution
from verification.details import Details, read_details
from verification.errors import ClaimRejected
from verification.types import Claim

# Tab and the line ends are text; every other control character, a lone surrogate or the mark that
# decoders leave where bytes were no text tells of a binary file.
_NOT_TEXT: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffd\ufffe\uffff]"
)
# Overrides make a text read otherwise than it is stored; the weaker marks are simply dropped.
_OVERRIDES: Final = re.compile("[\u202d\u202e]")


def check_claim(text: str, max_characters: int) -> str:
    """The text of a claim as it is kept: cleaned of invisible characters and trimmed.

    Raises ClaimRejected with code `claim_not_text`, `claim_empty`, `claim_too_long` or
    `claim_no_words`.
    """
    if _NOT_TEXT.search(text):
        raise ClaimRejected(
            "The claim contains control characters or bytes that are not text; send plain text.",
            code="claim_not_text",
        )
    if _OVERRIDES.search(text):
        raise ClaimRejected(
            "The claim contains characters that reverse the reading direction; remove them.",
            code="claim_not_text",
        )
    cleaned = clean(text)
    if not cleaned:
        raise ClaimRejected("The claim is empty; send one sentence.", code="claim_empty")
    if len(cleaned) > max_characters:
        raise ClaimRejected(
            f"The claim has {len(cleaned):,} characters and may have {max_characters:,}; "
            "send one sentence, or the whole text as an article.",
            code="claim_too_long",
        )
    if not any(character.isalpha() for word in words(cleaned) for character in word):
        raise ClaimRejected(
            "The claim contains no words; send a sentence that states something.",
            code="claim_no_words",
        )
    return cleaned


def fingerprint(claim: Claim) -> str:
    """The SHA-256 (hex) that two wordings of the same question share.

    It covers the normal form of text and speaker, the days and the language.
    """
    parts = [
        normalise(claim.text),
        normalise(claim.speaker or ""),
        claim.language.casefold(),
        claim.claimed_at.isoformat() if claim.claimed_at else None,
        claim.as_of.isoformat() if claim.as_of else None,
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Utterance:
    """That somebody said something: the words naming who, and what was said."""

    speaker: str
    content: str
    direct: bool = False


@dataclass(frozen=True, slots=True)
class ClaimAnalysis:
    """A claim taken apart.

    `kind` is `event`, `quantity`, `quote`, `position`, `prediction`, `opinion` or `question`.
    `notes` tell, machine-readable, what keeps the claim from being verified.
    """

    claim: Claim
    kind: str
    details: Details
    utterance: Utterance | None = None
    notes: tuple[str, ...] = ()

    @property
    def verifiable(self) -> bool:
        """Whether evidence can settle the claim at all."""
        return not self.notes


def analyse(claim: Claim) -> ClaimAnalysis:
    """What a claim states, in parts; relative dates are resolved against the day it was made."""
    details = read_details(claim.text, claim.claimed_at)
    if is_question(claim.text):
        return ClaimAnalysis(claim, "question", details, notes=("claim_is_question",))
    utterance = _utterance(claim.text)
    if utterance:
        return ClaimAnalysis(claim, "quote" if utterance.direct else "position", details, utterance)
    if is_opinion(claim.text):
        return ClaimAnalysis(claim, "opinion", details, notes=("claim_is_opinion",))
    if is_prediction(claim.text, guesses=False):
        return ClaimAnalysis(claim, "prediction", details, notes=("claim_is_prediction",))
    return ClaimAnalysis(claim, "quantity" if details.quantities else "event", details)


def _utterance(text: str) -> Utterance | None:
    found = split_attribution(text)
    if found is None:
        return None
    attribution, content = found
    speaker = text[attribution.source_start : attribution.source_end]
    return Utterance(speaker, content, attribution.direct)
