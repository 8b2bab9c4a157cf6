"""What words like "he", "the North" or "Biden" mean within an article, where that is certain.

A pronoun is resolved where one candidate is left, or where the one quoted before is plainly meant;
everything else is reported with its candidates and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from language.lists import word_set
from language.types import Span
from verification.extraction.attribution import Saying
from verification.extraction.cast import Cast, Member
from verification.extraction.layout import Unit
from verification.extraction.rewording import Edit
from verification.extraction.types import Ambiguity

_PERSONAL: Final = re.compile(r"\b(?P<word>he|she|him|his|her|hers)\b(?!-)", re.IGNORECASE)
_PLURAL: Final = re.compile(r"\b(?P<word>they|them|their|theirs)\b", re.IGNORECASE)
_NEUTER: Final = re.compile(r"\b(?P<word>it|its)\b(?!\s?[’'])", re.IGNORECASE)
_POINTING: Final = re.compile(
    r"(?P<word>this|that|these|those)\s(?:is|was|are|were|has|have|had|would|will|came|means|meant)\b",
    re.IGNORECASE,
)
_EXPLETIVE: Final = re.compile(
    r"it(?:\s(?:is|was|will be|would be|seems|appears|remains|takes|took))\s"
    r"(?:\w+\s){0,2}?(?:common|possible|clear|unclear|hard|easy|likely|unlikely|time|important"
    r"|necessary|difficult|true|known|expected|too|the \w+ time|anyone)\b",
    re.IGNORECASE,
)
_STATES: Final = re.compile(r"it\s(?:is|was|has been|would be|will be)\b", re.IGNORECASE)
# After these a name only tells whose: "the Biden administration".
_ADJECTIVE: Final = re.compile(
    r"\s(?:administration|officials?|government|regime|team|campaign|aides?|era|presidency)\b"
)
_MARKS: Final = " \t\r\n“”\"'‘’—–,"
_GROUP: Final = re.compile(
    r"\b(?:[Tt]he|[Tt]hese|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]everal|[Ss]ome|[Mm]any|[0-9]+)\s"
    r"(?:[\w,-]+\s){0,5}?(?!was\b|is\b|has\b|its\b|his\b)[\w-]{3,}(?<!s)s\b"
)
_UNNAMED: Final = re.compile(
    r"(?:an?|one|the)\s(?:[\w’'-]+\s){0,6}?(?:official|analyst|diplomat|source|spokes\w+|expert|aide"
    r"|adviser|officer|economist|resident|shopper|witness|critic|lawyer|person|man|woman|minister)"
    r"\b[^,]{0,40}",
    re.IGNORECASE,
)
_MALE: Final = word_set("he him his")
_OWNING: Final = word_set("his their its")
_SUBJECTS: Final = word_set("he she they it")
_LOOKED_BACK: Final = 3


@dataclass(slots=True)
class Story:
    """An article as it is read: its cast, its sentences and who says what in each of them."""

    text: str
    blotted: str
    units: Sequence[Unit]
    cast: Cast
    sayings: Sequence[Sequence[Saying]]
    genders: dict[str, str] = field(default_factory=dict)
    speakers: dict[int, tuple[str, str]] = field(default_factory=dict)

    @property
    def people(self) -> frozenset[str]:
        """The full names of the people of the article."""
        return self.cast.full_names


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
    edits = _short_names(story, span, story.text if spoken else story.blotted)
    open_words: list[Ambiguity] = []
    for pattern, candidates in (
        (_PERSONAL, _people_before),
        (_PLURAL, _groups_before),
        (_NEUTER, _bodies_before),
    ):
        for found in pattern.finditer(story.blotted, span.start, span.end):
            meant = candidates(story, unit, span, found)
            if meant is None:
                continue
            if len(meant) == 1:
                edits.append(Edit(found.start(), found.end(), _inflected(found, meant[0], story)))
            else:
                open_words.append(Ambiguity(found.start(), found.end(), found[0], tuple(meant)))
    if pointing := _POINTING.match(story.blotted, span.start, span.end):
        at = pointing.start("word")
        open_words.append(Ambiguity(at, pointing.end("word"), pointing["word"]))
    open_words += _short_of_many(story, span)
    return Resolved(tuple(edits), tuple(sorted(open_words, key=lambda each: each.start)))


def speaker_of(story: Story, unit: int, source: Span) -> tuple[str, str]:
    """Return the fullest name of a source and its role as the article gives it.

    Asked of the sentences in order, every answer rests on those already given.
    """
    if source.start not in story.speakers:
        story.speakers[source.start] = _speaker(story, unit, source)
    return story.speakers[source.start]


def _speaker(story: Story, unit: int, source: Span) -> tuple[str, str]:
    words = source.of(story.text)
    plain = words.strip().lower()
    if plain in ("he", "she", "they", "it"):
        return _pronoun_speaker(story, unit, source, plain), _role_of(story, unit, source, plain)
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
    return _body(story, source, head), _role_after(words)


def _body(story: Story, source: Span, head: str) -> str:
    """Return a source that is a body, its capital or half named in full."""
    span = Span(source.start, source.start + len(head))
    edits = _short_names(story, span, story.blotted)
    text = head
    for edit in sorted(edits, key=lambda each: -each.start):
        text = text[: edit.start - span.start] + edit.text + text[edit.end - span.start :]
    return text.strip().removesuffix(" itself").removesuffix(" themselves")


def _role_after(words: str) -> str:
    name, comma, rest = words.partition(", ")
    return rest.strip(" ,") if comma and name and not rest.startswith(("who ", "speaking ")) else ""


def _pronoun_speaker(story: Story, unit: int, source: Span, plain: str) -> str:
    pattern = {"they": _PLURAL, "it": _NEUTER}.get(plain, _PERSONAL)
    found = pattern.match(story.blotted, source.start)
    read = {"they": _groups_before, "it": _bodies_before}.get(plain, _people_before)
    meant = read(story, unit, source, found) if found else None
    return meant[0] if meant and len(meant) == 1 else source.of(story.text)


def _role_of(story: Story, unit: int, source: Span, plain: str) -> str:
    name = _pronoun_speaker(story, unit, source, plain)
    member = story.cast.by_name(name)
    return member.role if member else ""


def _short_names(story: Story, span: Span, read: str) -> list[Edit]:
    halves = story.cast.halves(span.start, span.end)
    edits = [
        Edit(half.start, half.end, name)
        for half, name in halves
        if read[half.start : half.end] == half.of(story.text)
    ]
    for name in story.cast.between(span.start, span.end):
        words = read[name.start : name.end]
        if words != story.text[name.start : name.end]:
            continue  # within quotation marks, which keep their words
        if _ADJECTIVE.match(story.text, name.end):
            continue
        meant = story.cast.who(name)
        full = meant[0].name if len(meant) == 1 else story.cast.full_name(name)
        if full and full != words and len(full) > len(words):
            edits.append(Edit(name.start, name.end, _with_article(story, name.start, full)))
    return [edit for edit in edits if edit.end <= span.end]


def _with_article(story: Story, at: int, name: str) -> str:
    if name.startswith("United ") and story.text[max(0, at - 4) : at].lower() != "the ":
        return f"the {name}"
    return name


def _short_of_many(story: Story, span: Span) -> list[Ambiguity]:
    return [
        Ambiguity(name.start, name.end, name.wording, tuple(each.name for each in meant))
        for name in story.cast.between(span.start, span.end)
        if len(meant := story.cast.who(name)) > 1
    ]


def _inflected(found: re.Match[str], meant: str, story: Story) -> str:
    word = found["word"].lower()
    following = story.blotted[found.end() : found.end() + 2]
    owning = word in _OWNING or (word == "her" and following[1:2].isalpha() and following[0] == " ")
    if not owning:
        return meant
    return f"{meant}’" if meant.endswith("s") else f"{meant}’s"


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


def _people_before(story: Story, unit: int, span: Span, found: re.Match[str]) -> list[str] | None:
    word = found["word"].lower()
    start = story.units[unit].start
    here = _persons(story, start, found.start(), word)
    inside = _persons(story, span.start, found.start(), word)
    if inside and len(here) == len(inside):
        return None if len(inside) == 1 else _told_apart(story, unit, found, inside)
    if here:
        return here if len(here) == 1 else _told_apart(story, unit, found, here)
    for back in range(unit - 1, max(-1, unit - 1 - _LOOKED_BACK), -1):
        there = story.units[back]
        people = _persons(story, there.start, there.end, word)
        speakers = _sources(story, back, there.end)
        speaking = [name for name in speakers if _may_be(name, people, story)]
        if speaking and (len(people) != 1 or speaking[0] not in people):
            people = [speaking[0]] if word in _SUBJECTS or not people else people
        if people:
            if len(people) == 1:
                story.genders.setdefault(people[0], "male" if word in _MALE else "female")
            return people
    return []


def _may_be(name: str, people: Sequence[str], story: Story) -> bool:
    unnamed = _UNNAMED.fullmatch(name) is not None
    return name in people or (unnamed and name not in story.people)


def _told_apart(
    story: Story, unit: int, found: re.Match[str], people: list[str]
) -> list[str] | None:
    speaking = [name for name in _sources(story, unit, found.start()) if name in people]
    return [speaking[0]] if speaking else people


def _groups_before(story: Story, unit: int, span: Span, found: re.Match[str]) -> list[str] | None:
    start = story.units[unit].start
    if _GROUP.search(story.blotted, span.start, found.start()):
        return None
    is_source = any(
        saying.source and saying.source.start == found.start() for saying in story.sayings[unit]
    )
    if is_source:
        for back in range(unit - 1, max(-1, unit - 1 - _LOOKED_BACK), -1):
            for name in _sources(story, back, story.units[back].end):
                return [name]
    here = [each[0] for each in _GROUP.finditer(story.blotted, start, found.start())]
    here += [name for name in _sources(story, unit, found.start()) if name.endswith("s")]
    if not here and unit:
        before = story.units[unit - 1]
        here = [each[0] for each in _GROUP.finditer(story.blotted, before.start, before.end)]
        here += [name for name in _sources(story, unit - 1, before.end) if name.endswith("s")]
        return list(dict.fromkeys(here))[:4] if len(here) != 1 else []
    return list(dict.fromkeys(here))[:4]


def _bodies_before(story: Story, unit: int, span: Span, found: re.Match[str]) -> list[str] | None:
    if _EXPLETIVE.match(story.blotted, found.start()):
        return None
    said = _said_around(story, unit, found.start())
    if said and said.source and found.start() - said.content[0].start <= 1:
        body = _body_speaking(story, unit, said.source)
        if body:
            return None if span.start <= said.source.start else [body]
    start = max(span.start, said.content[0].start) if said else span.start
    if story.blotted[start : found.start()].strip(_MARKS):
        # A noun of the claim itself comes before: the claim tells what is meant, or who knows.
        return None
    if _STATES.match(story.blotted, found.start()) or not unit:
        return []
    subject = _subject(story, story.units[unit - 1])
    return [subject] if subject else []


def _said_around(story: Story, unit: int, at: int) -> Saying | None:
    return next(
        (
            said
            for said in story.sayings[unit]
            if said.clause and said.content[0].start <= at < said.content[-1].end
        ),
        None,
    )


def _body_speaking(story: Story, unit: int, source: Span) -> str | None:
    """Return a source that is a body, for which "it" stands: "the bank said it would"."""
    name = speaker_of(story, unit, source)[0]
    person = name in story.people or _UNNAMED.fullmatch(name) or name.lower() in _SUBJECTS
    return None if person or name.endswith("s") else name


def _subject(story: Story, unit: Unit) -> str | None:
    """Return the body that a sentence speaks of first, if it does so before its verb."""
    for name in story.cast.between(unit.start, min(unit.end, unit.start + 40)):
        member = story.cast.others.get(name.canonical)
        lead = story.text[unit.start : name.start].split()
        if member and name.kind != "group" and len(lead) <= 5:
            return _with_article(story, name.start, story.cast.full_name(name) or member.name)
    return None
