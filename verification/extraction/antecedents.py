"""Whom a pronoun means, and who speaks: the candidates that the sentences before leave."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from language.lists import word_set
from language.types import Span
from verification.extraction.attribution import said_within
from verification.extraction.cast import Member
from verification.extraction.clauses import has_verb
from verification.extraction.offices import before_who, body_named, name_after, role_after
from verification.extraction.plurals import GROUP, is_many, many_acting
from verification.extraction.pointing import DENIED, body_spoken_of, event_meant, told_before
from verification.extraction.sayings import Saying
from verification.extraction.story import Meaning, Story

PERSONAL: Final = re.compile(r"\b(?P<word>he|she|him|his|her|hers)\b(?!-)", re.IGNORECASE)
PLURAL: Final = re.compile(r"\b(?P<word>they|them|their|theirs)\b", re.IGNORECASE)
NEUTER: Final = re.compile(r"\b(?P<word>it|its)\b(?!\s?[’'])", re.IGNORECASE)
_EXPLETIVE: Final = re.compile(
    r"it(?:\s(?:is|was|will be|would be|seems|appears|remains|takes|took))\s"
    r"(?:\w+\s){0,2}?(?:common|possible|clear|unclear|hard|easy|likely|unlikely|time|important"
    r"|necessary|difficult|true|known|expected|too|the \w+ time|anyone)\b",
    re.IGNORECASE,
)
_STATES: Final = re.compile(r"it\s(?:is|was|has been|would be|will be)\b", re.IGNORECASE)
# What "its" may stand for: a noun told apart, or a name.
_OWNER: Final = re.compile(r"(?i:\b(?:the|a|an|this|that|its|his|her|each|every))\s\w|\b[A-Z]\w+\b")
_MARKS: Final = " \t\r\n“”\"'‘’—–,"
_UNNAMED: Final = re.compile(
    r"(?:an?|one|the)\s(?:[\w’'-]+\s){0,6}?(?:official|analyst|diplomat|source|spokes\w+|expert|aide"
    r"|adviser|officer|economist|resident|shopper|witness|critic|lawyer|person|man|woman|minister)"
    r"\b[^,]{0,40}",
    re.IGNORECASE,
)
# "Zelensky's aide Mykhailo Podolyak", "the mayor": somebody, not a body.
_PERSON: Final = re.compile(
    r"\b(?:aide|adviser|advisor|spokes(?:man|woman|person)|minister|president|mayor|governor|general"
    r"|director|envoy|chief|wife|husband|leader|captain|owner|inspector|ambassador|secretary)\b"
)
_MALE: Final = word_set("he him his")
_SUBJECTS: Final = word_set("he she they it")
_CLAUSE_OVER: Final = re.compile(r"(?:,|\sand|\sbut)\s|[;:—]")
_LOOKED_BACK: Final = 3
_MOST_CANDIDATES: Final = 4


def speaker_of(story: Story, unit: int, source: Span) -> tuple[str, str]:
    """Return the fullest name of a source and its role as the article gives it.

    Asked of the sentences in order, every answer rests on those already given.
    """
    if source.start not in story.speakers:
        name, role = _speaker(story, unit, source)
        story.speakers[source.start] = " ".join(name.split()), " ".join(role.split())
    return story.speakers[source.start]


def _speaker(story: Story, unit: int, source: Span) -> tuple[str, str]:
    words = source.of(story.text)
    if titled := name_after(story, source, words):
        return titled
    if words.endswith(("’s", "'s")):  # "the mayor's claim that"
        source = Span(source.start, source.end - 2)
        words = words[:-2]
    plain = words.strip().lower()
    if plain in ("he", "she", "they", "it"):
        return _pronoun_speaker(story, unit, source, plain), _role_of(story, unit, source, plain)
    if plain == "who":
        return before_who(story, unit, source)
    head = words.split(",")[0]
    named = [
        name
        for name in story.cast.between(source.start, source.start + len(head))
        if len(story.cast.who(name)) == 1
    ]
    if named and not re.search(r"[’']s\s*\w", story.text[named[0].end : source.start + len(head)]):
        person = story.cast.who(named[0])[0]
        if story.text[named[0].end : source.start + len(head)].strip() == "":
            return person.name, person.role
    known = story.cast.by_office(words)
    if known:
        return known.name, known.role
    return body_named(story, source, head), role_after(words)


def _pronoun_speaker(story: Story, unit: int, source: Span, plain: str) -> str:
    if plain in ("he", "she") and (last := _last_speaker(story, unit, source.start, plain)):
        return last
    pattern = {"they": PLURAL, "it": NEUTER}.get(plain, PERSONAL)
    found = pattern.match(story.blotted, source.start)
    read = {"they": groups_before, "it": bodies_before}.get(plain, people_before)
    meant = read(story, unit, source, found) if found else None
    return (meant.only if meant else None) or source.of(story.text)


def _last_speaker(story: Story, unit: int, before: int, word: str) -> str | None:
    """Return the person who spoke last, a sentence or two before; "P, he said" goes on with him."""
    wanted = "male" if word == "he" else "female"
    found = PERSONAL.match(story.blotted, before)
    acted_on = _acted_on(story, unit, found) if found else []
    for back in range(unit, max(-1, unit - 1 - _LOOKED_BACK), -1):
        for name in _sources(story, back, before):
            if name in acted_on:
                continue
            if _may_be(name, (), story) and story.genders.get(name, wanted) == wanted:
                story.genders.setdefault(name, wanted)
                return name
        if back < unit and _persons(story, story.units[back].start, story.units[back].end, word):
            return None
    return None


def _role_of(story: Story, unit: int, source: Span, plain: str) -> str:
    name = _pronoun_speaker(story, unit, source, plain)
    member = story.cast.by_name(name)
    return member.role if member else ""


def _persons(story: Story, start: int, end: int, word: str) -> list[str]:
    """Return the people named between two places, and the unnamed who speak there, once each."""
    found: dict[str, Member | None] = {}
    for name in story.cast.between(start, end):
        for person in story.cast.who(name)[:1]:
            found[person.name] = person
    wanted = "male" if word in _MALE else "female"
    return [name for name in found if story.genders.get(name, wanted) == wanted]


def _sources(story: Story, unit: int, before: int) -> list[str]:
    """Return who speaks in a unit before a place, the last one first."""
    return [
        _speaker_name(story, unit, saying)
        for saying in reversed(story.sayings[unit])
        if saying.source and saying.source.end <= before
    ]


def _speaker_name(story: Story, unit: int, saying: Saying) -> str:
    assert saying.source is not None
    return speaker_of(story, unit, saying.source)[0]


def people_before(story: Story, unit: int, span: Span, found: re.Match[str]) -> Meaning | None:
    """Return whom "he", "she" and their forms may mean; None where the claim itself tells."""
    word = found["word"].lower()
    start = story.units[unit].start
    if speaker := _as_source(story, unit, found):
        return Meaning((speaker,))
    acted_on = _acted_on(story, unit, found)
    here = _without(_persons(story, start, found.start(), word), acted_on)
    inside = _without(_persons(story, span.start, found.start(), word), acted_on)
    if teller := _unnamed_teller(story, unit, found.start()):
        return Meaning((teller, *here), certain=False)
    if inside and len(here) == len(inside):
        return None if len(inside) == 1 else _told_apart(story, unit, found, inside)
    if here:
        return Meaning((here[0],)) if len(here) == 1 else _told_apart(story, unit, found, here)
    for back in range(unit - 1, max(-1, unit - 1 - _LOOKED_BACK), -1):
        if people := _without(_people_of(story, back, word), acted_on):
            if len(people) == 1:
                story.genders.setdefault(people[0], "male" if word in _MALE else "female")
            return Meaning(tuple(people))
    return Meaning()


def _unnamed_teller(story: Story, unit: int, at: int) -> str:
    """Return who is quoted within what another says: "the captain told him he did not know"."""
    said = _said_around(story, unit, at)
    if not said or not said.source or any(said is each for each in story.sayings[unit]):
        return ""
    name = speaker_of(story, unit, said.source)[0]
    return "" if name in story.people or not _PERSON.search(name) else name


def _acted_on(story: Story, unit: int, found: re.Match[str]) -> list[str]:
    """Return whom the rest of a clause names whose subject is "he": none of them is he."""
    if found["word"].lower() not in _SUBJECTS:
        return []
    end = story.units[unit].end
    over = _CLAUSE_OVER.search(story.blotted, found.end(), end)
    return _persons(story, found.end(), over.start() if over else end, found["word"].lower())


def _without(names: list[str], others: Sequence[str]) -> list[str]:
    return [name for name in names if name not in others]


def _people_of(story: Story, unit: int, word: str) -> list[str]:
    """Return whom a sentence leaves for "he" to mean: its speaker, or the people it names."""
    there = story.units[unit]
    people = _persons(story, there.start, there.end, word)
    speakers = _sources(story, unit, there.end)
    speaking = [name for name in speakers if _may_be(name, people, story)]
    if speaking and (len(people) != 1 or speaking[0] not in people):
        return [speaking[0]] if word in _SUBJECTS or not people else people
    return people


def _as_source(story: Story, unit: int, found: re.Match[str]) -> str | None:
    """Return the name of a speaker who is only called "he" or "she", where it is known."""
    for saying in story.sayings[unit]:
        if saying.source == Span(*found.span()) and found.start() != saying.within.start - 1:
            name = story.speakers.get(found.start(), ("", ""))[0]
            return name if name.lower() not in ("", "he", "she") else None
    return None


def _may_be(name: str, people: Sequence[str], story: Story) -> bool:
    return name in people or name in story.people or _UNNAMED.fullmatch(name) is not None


def _told_apart(story: Story, unit: int, found: re.Match[str], people: list[str]) -> Meaning:
    speaking = [name for name in _sources(story, unit, found.start()) if name in people]
    return Meaning((speaking[0],) if speaking else tuple(people))


def groups_before(story: Story, unit: int, span: Span, found: re.Match[str]) -> Meaning | None:
    """Return what "they" and its forms may mean; None where the claim itself tells."""
    start = story.units[unit].start
    lead = story.blotted[span.start : found.start()]
    if GROUP.search(lead) or many_acting(story, unit, span.start, found.start()):
        return None
    if found["word"].lower() == "their" and has_verb(_of_its_own(story, unit, lead, found)):
        return None
    if any(each.source and each.source.start == found.start() for each in story.sayings[unit]):
        for back in range(unit - 1, max(-1, unit - 1 - _LOOKED_BACK), -1):
            for name in _sources(story, back, story.units[back].end):
                return Meaning((name,))
    here = _groups(story, unit, start, found.start())
    if here:
        return Meaning(tuple(here))
    before = story.units[unit - 1] if unit else None
    near = _groups(story, unit - 1, before.start, before.end) if before else []
    return Meaning(tuple(near), certain=False)


def _of_its_own(story: Story, unit: int, lead: str, found: re.Match[str]) -> str:
    """Return what comes before "their", without the one person who says so."""
    said = _said_around(story, unit, found.start())
    alone = said and said.source and speaker_of(story, unit, said.source)[0] in story.people
    return lead[-max(1, found.start() - said.content[0].start) :] if said and alone else lead


def _groups(story: Story, unit: int, start: int, end: int) -> list[str]:
    """Return the groups named in a part of a sentence, and who of many speak there."""
    named = [each[0] for each in GROUP.finditer(story.blotted, start, end)]
    speaking = [name for name in _sources(story, unit, end) if is_many(story, name)]
    acting = many_acting(story, unit, start, end)
    return list(dict.fromkeys([*acting, *named, *speaking]))[:_MOST_CANDIDATES]


def bodies_before(story: Story, unit: int, span: Span, found: re.Match[str]) -> Meaning | None:
    """Return what "it" and "its" may mean; None where the claim itself tells."""
    if _EXPLETIVE.match(story.blotted, found.start()):
        return None
    said = _said_around(story, unit, found.start())
    told_first = said and said.source and found.start() - said.content[0].start <= 1
    body = _body_speaking(story, unit, said.source) if told_first and said and said.source else None
    if body and said and said.source:
        return None if span.start <= said.source.start else Meaning((body,))
    owning = found["word"].lower() == "its"
    start = max(said.content[0].start, 0 if owning else span.start) if said else span.start
    lead = story.blotted[start : found.start()]
    if not owning and not said and DENIED.fullmatch(lead):
        return Meaning(tuple(told_before(story, unit)), certain=False)
    if (_OWNER.search(lead) or has_verb(lead)) if owning else lead.strip(_MARKS):
        # A noun of the claim itself comes before: the claim tells what is meant, or who knows.
        return None
    if _STATES.match(story.blotted, found.start()):
        event = None if said else event_meant(story, unit, found.start())
        return Meaning((event,) if event else ())
    return _body_before(story, unit, certain=not said or owning)


def _body_before(story: Story, unit: int, *, certain: bool) -> Meaning:
    for back in range(unit - 1, max(-1, unit - 1 - _LOOKED_BACK), -1):
        if subject := body_spoken_of(story, story.units[back]):
            return Meaning((subject,), certain=certain)
    return Meaning()


def _said_around(story: Story, unit: int, at: int) -> Saying | None:
    """Return in whose words a place stands; of two, one within the other, the inner one."""
    around: Saying | None = None
    sayings = story.sayings[unit]
    while found := next((said for said in sayings if _says_at(said, at)), None):
        around, sayings = found, said_within(story.blotted, found)
    return around


def _says_at(said: Saying, at: int) -> bool:
    return said.clause and said.content[0].start <= at < said.content[-1].end


def _body_speaking(story: Story, unit: int, source: Span) -> str | None:
    """Return a source that is a body, for which "it" stands: "the bank said it would"."""
    name = speaker_of(story, unit, source)[0]
    people = story.cast.between(source.start, source.end)
    called = _UNNAMED.fullmatch(name) or _PERSON.search(name) or name.lower() in _SUBJECTS
    person = called or name in story.people or any(story.cast.who(each) for each in people)
    return None if person or name.endswith("s") else name
