"""Names of a claim against names of evidence."""

from __future__ import annotations

from collections.abc import Iterator

from language.normal import content_words, stem
from language.types import Name
from verification.comparing.context import Header, aligned
from verification.comparing.naming import alike, is_among
from verification.details import Details, Phrase
from verification.types import Comparison

_ENOUGH = 0.5
_NEAR = 2
# How far around a name its neighbours are looked for, in characters.
_REACH = 60


def compare_all(claim: Details, evidence: Details, header: Header) -> Iterator[Comparison]:
    """Each name of the claim that the evidence has too, or has another one in the place of.

    A rival must be known to be somebody or something else, stand in the sentence that is most
    about the claim, and have one of the same words before or after it.
    """
    phrase, share = aligned(claim, evidence, header)
    seen: set[str] = set()
    for wanted in claim.names:
        if wanted.canonical in seen:
            continue
        seen.add(wanted.canonical)
        found = next((each for each in evidence.names if alike(wanted, each)), None)
        if found:
            yield Comparison("name", wanted.wording, found.wording, agrees=True)
        elif phrase and share >= _ENOUGH and not is_among(wanted, header.names):
            rival = _rival(wanted, claim, evidence, phrase)
            if rival:
                yield Comparison("name", wanted.wording, rival.wording, agrees=False)


def _rival(wanted: Name, claim: Details, evidence: Details, phrase: Phrase) -> Name | None:
    before, after = _neighbours(claim, wanted)
    for each in evidence.names:
        inside = phrase.start <= each.start < phrase.end
        if not inside or alike(wanted, each) is not False:
            continue
        if is_among(each, claim.names):
            continue
        rival_before, rival_after = _neighbours(evidence, each)
        if before & rival_before or after & rival_after:
            return each
    return None


def _neighbours(details: Details, name: Name) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of the content words just before and just after a name, other names left out."""
    before = content_words(details.text[max(0, name.start - _REACH) : name.start])[-_NEAR:]
    after = content_words(details.text[name.end : name.end + _REACH])[:_NEAR]
    named = {word for each in details.names for word in content_words(each.wording)}
    return (
        frozenset(stem(word) for word in before if word not in named),
        frozenset(stem(word) for word in after if word not in named),
    )
