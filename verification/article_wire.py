"""What was found in an article as JSON values: the shape of the published contract.

What is known only once a claim is verified (its id, status and verdict) is not in it; `sibling`
comes as `sibling_index`, the place of the other claim in the list.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from language.types import Quantity
from verification.extraction.types import (
    Ambiguity,
    ClaimDate,
    ClaimSource,
    ExtractedClaim,
    Extraction,
    Sentence,
)
from verification.quoting import QuoteCheck
from verification.types import Claim
from verification.wire import document_as_json

LONGEST_SPEAKER: Final = 200


def sentences_as_json(extraction: Extraction) -> list[dict[str, Any]]:
    """The sentences and lines of an article, in order."""
    return [_sentence(each) for each in extraction.sentences]


def claims_as_json(extraction: Extraction) -> list[dict[str, Any]]:
    """The claims of an article, in order."""
    return [_claim(each) for each in extraction.claims]


def claim_to_verify(found: ExtractedClaim, published_at: date | None) -> Claim:
    """What is verified of a claim: its words that stand alone, as of the day of publication.

    Who made the statement is its speaker; that somebody made it is the article's own claim.
    """
    said = found.attribution if found.part != "utterance" else None
    speaker = said.speaker[:LONGEST_SPEAKER].strip() if said else ""
    return Claim(text=found.text, claimed_at=published_at, speaker=speaker or None)


def quote_check_as_json(check: QuoteCheck) -> dict[str, Any]:
    """What became of a quotation: where its words stand, and which of them differ."""
    return {
        "finding": check.finding,
        "text": check.text or None,
        "start": check.start if check.passage else None,
        "end": check.end if check.passage else None,
        "differences": [{"quoted": each.quoted, "found": each.found} for each in check.differences],
        "document": document_as_json(check.passage.document) if check.passage else None,
    }


def _sentence(given: Sentence) -> dict[str, Any]:
    return {
        "start": given.start,
        "end": given.end,
        "kind": given.kind,
        "check_worthiness": round(given.check_worthiness, 4),
        "reasons": list(given.reasons),
    }


def _claim(given: ExtractedClaim) -> dict[str, Any]:
    return {
        "start": given.start,
        "end": given.end,
        "text": given.text,
        "kind": given.kind,
        "check_worthiness": round(given.check_worthiness, 4),
        "part": given.part,
        "sibling_index": given.sibling,
        "attribution": _attribution(given.attribution) if given.attribution else None,
        "quotes": [
            {"start": each.start, "end": each.end, "text": each.text} for each in given.quotes
        ],
        "dates": [_date(each) for each in given.dates],
        "quantities": [_quantity(each) for each in given.quantities],
        "markers": list(given.markers),
        "ambiguous": [_ambiguity(each) for each in given.ambiguous],
    }


def _quantity(given: Quantity) -> dict[str, Any]:
    # Nouns are kept as stems to compare them; a reader gets the word that was written.
    noun = given.wording.split()[-1].lower() if given.noun and given.wording else given.noun
    return {
        "wording": given.wording,
        "low": given.low,
        "high": given.high,
        "unit": noun if given.noun and given.unit == given.noun else given.unit,
        "dimension": given.dimension,
        "modifier": given.modifier,
        "noun": noun,
    }


def _attribution(given: ClaimSource) -> dict[str, Any]:
    return {
        "speaker": given.speaker,
        "role": given.role or None,
        "cue": given.cue,
        "start": given.start,
        "end": given.end,
        "direct": given.direct,
        "through": given.through or None,
    }


def _date(given: ClaimDate) -> dict[str, Any]:
    return {
        "wording": given.wording,
        "start": given.start,
        "end": given.end,
        "from": given.first.isoformat() if given.first else None,
        "to": given.last.isoformat() if given.last else None,
        "granularity": given.granularity,
    }


def _ambiguity(given: Ambiguity) -> dict[str, Any]:
    return {
        "start": given.start,
        "end": given.end,
        "wording": given.wording,
        "candidates": list(given.candidates),
    }
