"""What words like "he", "the North" or "Biden" mean within an article, where that is certain.

A pronoun is resolved where one candidate is left, or where the one quoted before is plainly meant;
everything else is reported with its candidates and stays as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from language.lists import word_set
from language.types import Span
from verification.extraction.antecedents import (
    NEUTER,
    PERSONAL,
    PLURAL,
    bodies_before,
    groups_before,
    people_before,
)
from verification.extraction.pointing import pointing_nouns
from verification.extraction.rewording import Edit
from verification.extraction.short_names import short_names, short_of_many
from verification.extraction.story import Meaning, Story
from verification.extraction.types import Ambiguity

_POINTING: Final = re.compile(
    r"(?P<word>this|that|these|those)\s(?:is|was|are|were|has|have|had|would|will|came|means|meant)\b",
    re.IGNORECASE,
)
_OWNING: Final = word_set("his their its")


@dataclass(frozen=True, slots=True)
class Resolved:
    """What to write in place of words that do not stand alone, and those that stay open."""

    edits: tuple[Edit, ...]
    ambiguous: tuple[Ambiguity, ...]


def references_in(story: Story, unit: int, span: Span, *, spoken: bool = False) -> Resolved:
    """Return what the short names and pronouns of a claim mean; the claim is in that unit.

    `spoken` tells that the claim is what was said rather than that it was said: then short names
    are written out within quotation marks too.
    """
    edits = short_names(story, span, story.text if spoken else story.blotted)
    open_words: list[Ambiguity] = []
    told: set[str] = set()
    for found, meant in _pronouns(story, unit, span):
        if meant.only is None:
            place = (found.start(), found.end(), found[0])
            open_words.append(Ambiguity(*place, meant.candidates))
        elif meant.only not in told:  # "Kim said his country would", not "Kim said Kim's country"
            told.add(meant.only)
            edits.append(Edit(found.start(), found.end(), _inflected(found, meant.only, story)))
    if pointing := _POINTING.match(story.blotted, span.start, span.end):
        at = pointing.start("word")
        open_words.append(Ambiguity(at, pointing.end("word"), pointing["word"]))
    open_words += [*short_of_many(story, span), *pointing_nouns(story, unit, span)]
    return Resolved(tuple(edits), tuple(sorted(open_words, key=lambda each: each.start)))


def _pronouns(story: Story, unit: int, span: Span) -> list[tuple[re.Match[str], Meaning]]:
    """Return the pronouns of a claim that it does not explain itself, in order."""
    found = [
        (pronoun, meant)
        for pattern, candidates in _READERS
        for pronoun in pattern.finditer(story.blotted, span.start, span.end)
        if (meant := candidates(story, unit, span, pronoun)) is not None
    ]
    return sorted(found, key=lambda each: each[0].start())


def _inflected(found: re.Match[str], meant: str, story: Story) -> str:
    word = found["word"].lower()
    following = story.blotted[found.end() : found.end() + 2]
    owning = word in _OWNING or (word == "her" and following[1:2].isalpha() and following[0] == " ")
    if meant.startswith(("A ", "An ", "One ", "The ")):
        meant = meant[0].lower() + meant[1:]
    if not owning:
        return meant
    return f"{meant}’" if meant.endswith("s") else f"{meant}’s"


_READERS: Final = (
    (PERSONAL, people_before),
    (PLURAL, groups_before),
    (NEUTER, bodies_before),
)
