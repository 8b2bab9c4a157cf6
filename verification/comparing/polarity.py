"""Whether claim and evidence say yes and no, more and less, done and planned, of the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from language.normal import stem, words
from language.polarity import ANTONYMS
from verification.comparing.context import Header, aligned, shared
from verification.details import Details, Negation, Phrase
from verification.types import Comparison

_ABOUT_NEGATION = 0.34
_ABOUT = 0.5
_NEAR = 3
# North and south, early and late oppose each other in names and dates too.
_IN_NAMES = frozenset(("north", "south", "east", "west", "earli", "late", "upper", "lower"))
_NOT_YET = frozenset(("planned", "possible"))
_LACKING = frozenset(map(stem, ("unable", "lack", "lacking", "failure", "refusal", "absence")))
_TOKEN = re.compile(r"\w[\w'’]*")


def compare_all(claim: Details, evidence: Details, header: Header) -> Iterator[Comparison]:
    """Negations, opposite words, directions and modality of the sentence that is most alike."""
    yield from _negations(claim, evidence, header)
    phrase, share = aligned(claim, evidence, header)
    if phrase is None or share < _ABOUT:
        return
    opposite = _opposite(claim, evidence, phrase) or _direction(claim, evidence, phrase)
    if opposite:
        yield Comparison("direction", *opposite, agrees=False)
    if not any(each.modality for each in claim.phrases) and phrase.modality & _NOT_YET:
        yield Comparison("modality", claim.text, _clause(evidence, phrase), agrees=False)


def _negations(claim: Details, evidence: Details, header: Header) -> Iterator[Comparison]:
    """What one side denies and the other affirms; denied by both, it agrees."""
    near = [
        phrase
        for phrase in evidence.phrases
        if shared(claim, "", phrase.context | header.stems) >= _ABOUT_NEGATION
    ]
    of_claim, of_evidence = _denied(claim.phrases), _denied(near)
    # A sentence that denies anything affirms nothing for certain: "unable to find the authority".
    affirmed = {
        word: phrase
        for phrase in near
        if not phrase.negations and "denied" not in phrase.modality and not phrase.stems & _LACKING
        for word in phrase.stems
    }
    held = {word for phrase in near for word in phrase.stems - _denied([phrase]).keys()}
    for word, denial in of_claim.items():
        said = _words(claim, denial)
        if word in of_evidence:
            yield Comparison("negation", said, _words(evidence, of_evidence[word]), agrees=True)
        elif word in affirmed:
            yield Comparison("negation", said, _clause(evidence, affirmed[word]), agrees=False)
    for word, denial in of_evidence.items():
        if word in claim.stems and word not in of_claim and word not in held:
            said = _as_written(claim.text, word)
            yield Comparison("negation", said, _words(evidence, denial), agrees=False)


def _denied(phrases: tuple[Phrase, ...] | list[Phrase]) -> Mapping[str, Negation]:
    return {each.word: each for phrase in phrases for each in phrase.negations}


def _words(details: Details, negation: Negation) -> str:
    return details.text[negation.start : negation.end]


def _clause(details: Details, phrase: Phrase) -> str:
    return details.text[phrase.start : phrase.end]


def _as_written(text: str, wanted: str) -> str:
    """The first word of the text with this stem."""
    found = (each[0] for each in _TOKEN.finditer(text) if wanted in map(stem, words(each[0])))
    return next(found, wanted)


def _opposite(claim: Details, evidence: Details, phrase: Phrase) -> tuple[str, str] | None:
    """A word of the claim and its opposite in the evidence, next to the same other word."""
    order = [word for part in claim.phrases for word in part.order]
    for at, word in enumerate(order):
        opposites = ANTONYMS.get(word, frozenset()) & phrase.stems
        if word in _IN_NAMES or word in phrase.stems or not opposites:
            continue
        near = set(order[max(0, at - _NEAR) : at + _NEAR + 1]) - {word}
        for found in sorted(opposites - claim.stems):
            place = phrase.order.index(found)
            if near & set(phrase.order[max(0, place - _NEAR) : place + _NEAR + 1]):
                return _as_written(claim.text, word), _as_written(_clause(evidence, phrase), found)
    return None


def _direction(claim: Details, evidence: Details, phrase: Phrase) -> tuple[str, str] | None:
    """Where the claim only rises and the evidence only falls, or the other way round."""
    of_claim = [each for part in claim.phrases for each in part.directions]
    signs = {each.sign for each in of_claim}
    rivals = {each.sign for each in phrase.directions}
    if len(signs) == 1 and len(rivals) == 1 and signs != rivals:
        one, other = of_claim[0], phrase.directions[0]
        return claim.text[one.start : one.end], evidence.text[other.start : other.end]
    return None
