"""Nouns that point back at something: "the move", "the agency", "It was the first launch"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from language.lists import any_of, word_set
from language.types import Span
from verification.extraction.clauses import clauses_in
from verification.extraction.layout import Unit
from verification.extraction.sayings import after_dateline
from verification.extraction.short_names import with_article
from verification.extraction.story import Story
from verification.extraction.types import Ambiguity

# What is told in a sentence as a whole, and who acts: both are named once and then only meant.
_DEEDS: Final = word_set(
    """
    move decision step measure measures plan plans announcement agreement deal launch launches test
    tests attack attacks strike strikes incident accident blast explosion visit meeting talks vote
    ruling report statement remarks comments claim claims allegation allegations utterance
    """
)
_BODIES: Final = word_set(
    """
    agency ministry company bank commission committee council court group party union firm regulator
    """
)
_NOUN: Final = re.compile(
    rf"\b(?:the|this|these|those)\s(?P<noun>{any_of(_DEEDS | _BODIES)})\b"
    r"(?![’']s?\s?\w*\s(?:of|that)\b|\s(?:of|by|to|that|which|who|on|for|in|against|between|with|at|from|into)\b"
    r"|\s(?-i:[A-Z]|\d)|-)",
    re.IGNORECASE,
)
DENIED: Final = re.compile(
    r"\W*(?:[\w’'.-]+\s){1,6}?(?:denied|denies|confirmed|confirms|rejected|rejects|condemned|dismissed"
    r"|disputed|disputes|welcomed|praised|criticised|criticized|called|described|announced|acknowledged)\s"
)
_MARKS: Final = " “”\"'—,"
_LOOKED_BACK: Final = 6
_FARTHEST: Final = 5000  # characters; whole books are read as well
_MOST_CANDIDATES: Final = 4
_LONGEST_EVENT: Final = 240
# "It was North Korea's first launch since", "It is the bank's largest increase in".
_RANKED: Final = re.compile(
    r"[Ii]t\s(?:is|was)\s[^,;:.—]{2,60}?\b(?:first|second|third|fourth|fifth|sixth|seventh|last|latest"
    r"|largest|biggest|longest|highest|deadliest|worst|\d+th)\s(?:[\w-]+\s){0,3}?"
    r"(?P<noun>launch|test|firing|increase|rise|cut|attack|strike|visit|summit|election|vote)\b"
)
_FIRED: Final = word_set("fired launched shot test-fired")
_ACTS: Final = {
    "launch": _FIRED,
    "firing": _FIRED,
    "test": _FIRED | {"tested"},
    "increase": word_set("raised increased"),
    "rise": word_set("raised increased"),
    "cut": word_set("cut lowered reduced"),
}
_NAMES: Final = {"rise": "increase", "cut": "cut"}
_EVENT: Final = re.compile(
    r"\W*(?P<lead>[^,;:]{2,60}?)\s(?P<verb>fired|launched|shot|test-fired|tested|raised|increased|cut"
    r"|lowered|reduced)\s(?P<object>(?:an?|the|its|one|two|three|four|five|six|seven|eight|nine|ten|\d[\d,.]*)"
    r"\s(?:[\w-]+,?\s){0,4}?[\w-]+)"
    r"(?=[,.;]|\s(?:on|in|into|at|just|after|over|from|to|by|toward|towards|early|late)\b)"
)


def event_meant(story: Story, unit: int, at: int) -> str | None:
    """Return how "It" at a place is named where the sentence before plainly tells that event.

    "It was X's first launch since Y", after "X fired two missiles": "the launch of two missiles".
    """
    ranked = _RANKED.match(story.blotted, at)
    if not ranked or not unit:
        return None
    before = story.units[unit - 1]
    told = _EVENT.match(story.blotted, before.start, before.end)
    noun = ranked["noun"]
    if before.kind != "sentence" or not told or told["verb"] not in _ACTS.get(noun, ()):
        return None
    owners = {name.canonical for name in story.cast.between(at, ranked.end())}
    acting = {name.canonical for name in story.cast.between(before.start, told.start("verb"))}
    if owners and not owners & acting:
        return None
    return f"The {_NAMES.get(noun, noun)} of {told['object'].replace('its ', 'the ')}"


def pointing_nouns(story: Story, unit: int, span: Span) -> Iterator[Ambiguity]:
    """Yield the nouns of a claim that point at something it does not tell, with candidates."""
    for found in _NOUN.finditer(story.blotted, span.start, span.end):
        noun = found["noun"].lower()
        stem = noun.removesuffix("es") if noun.endswith("ches") else noun.removesuffix("s")
        lead = story.blotted[span.start : found.start()].lower()
        if stem in lead:
            continue
        words = story.text[found.start() : found.end()]
        if noun in _BODIES:
            if story.cast.by_office(words) is None:
                candidates = tuple(_bodies(story, span.start, noun))
                if candidates or not lead.strip(_MARKS):  # else the claim is of somebody else
                    yield Ambiguity(found.start(), found.end(), words, candidates)
        elif not lead.strip(_MARKS) or _is_told(story, unit, stem):
            yield Ambiguity(found.start(), found.end(), words, _events(story, unit, stem))


def _is_told(story: Story, unit: int, noun: str) -> bool:
    """Tell whether the sentences shortly before speak of such a deed."""
    start = story.units[max(0, unit - 3)].start
    before = story.blotted[start : story.units[unit].start].lower()
    return noun in before or not _ACTS.get(noun, frozenset()).isdisjoint(before.split())


def _events(story: Story, unit: int, noun: str) -> tuple[str, ...]:
    """Return the statement before that tells such an act, or else just the one before."""
    acts = _ACTS.get(noun, frozenset())
    told = list(_statements(story, unit))
    acted = (words for words in told if acts & set(words.lower().split()))
    nearest = next(acted, told[0] if told else "")
    return (nearest,) if 0 < len(nearest) <= _LONGEST_EVENT else ()


def _statements(story: Story, unit: int) -> Iterator[str]:
    for back in range(unit - 1, max(-1, unit - 1 - _LOOKED_BACK), -1):
        before = story.units[back]
        quoted = any(saying.direct for saying in story.sayings[back])
        if before.kind == "sentence" and not quoted:
            start = after_dateline(story.blotted, before.start, before.end)
            first = clauses_in(story.blotted, start, before.end)[0].span
            words = " ".join(first.of(story.text).split())
            yield words.rstrip(".")


def _bodies(story: Story, before: int, noun: str) -> list[str]:
    """Return the bodies named before, the last one first; those so called where there are any."""
    first = max(0, before - _FARTHEST)
    names = [
        story.cast.others[name.canonical].name
        for name in reversed(story.cast.between(first, before))
        if name.kind == "organisation" and name.canonical in story.cast.others
    ]
    unique = list(dict.fromkeys(names))
    called = [name for name in unique if noun in name.lower()]
    named = re.compile(
        rf"\b(?:[Tt]he|[Aa]n?|[A-Z]\w+[’']s)\s(?:(?!\w+ed\b)[\w-]+\s){{1,3}}?{noun}\b(?!\s\w+s\b)"
    )
    called += reversed([found[0] for found in named.finditer(story.blotted, first, before)])
    called = list(dict.fromkeys(called))
    return (called or unique)[:_MOST_CANDIDATES]


def told_before(story: Story, unit: int) -> list[str]:
    """Return the sentence before, which "it" stands for in "Kyiv denied it"."""
    before = story.units[unit - 1] if unit else None
    if not before or before.kind != "sentence":
        return []
    return [" ".join(story.text[before.start : before.end].split()).rstrip(".")]


def body_spoken_of(story: Story, unit: Unit) -> str | None:
    """Return the body that a sentence speaks of first, if it does so before its verb."""
    for name in story.cast.between(unit.start, min(unit.end, unit.start + 40)):
        member = story.cast.others.get(name.canonical)
        lead = story.text[unit.start : name.start].split()
        if member and name.kind != "group" and len(lead) <= 5:
            return with_article(story, story.cast.full_name(name) or member.name)
    return None
