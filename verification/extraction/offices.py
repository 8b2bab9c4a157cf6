"""What the words of a source tell by themselves: the name, the office, the body."""

from __future__ import annotations

import re
from typing import Final

from language.types import Span
from verification.extraction.short_names import short_names
from verification.extraction.story import Story

# A source that is no name itself, and a name with nothing around it.
_OFFICE: Final = re.compile(
    r"(?:(?:(?i:the|an?|its|his|her|their|our|one|another)|[A-Z][\w’'.-]*[’']s)\s(?:[\w’'.-]+\s){0,5}"
    r"|(?:[A-Z]\w+\s)?)[a-z][\w-]+"
)
_NAME: Final = re.compile(
    r"(?:the\s)?(?:[A-Z][\w’'.-]*)(?:\s(?:(?:of|the|for|and|de|la|al|bin|van|von)\s){0,2}[A-Z][\w’'.-]*){0,5}"
)
_LAST_NOUN: Final = re.compile(
    r"(?:\b(?:the|an?|one|two|three|some|several|many|other)\s(?:(?!\w+ed\s)[\w’'-]+\s){0,4})?"
    r"[\w’'-]+\Z",
    re.IGNORECASE,
)


def name_after(story: Story, source: Span, words: str) -> tuple[str, str] | None:
    """Read "its president, Ann Lee" and "the ship's owner, Mercraft": the office comes first."""
    office, comma, rest = words.partition(",")
    name = rest.split(",")[0].strip(" \n")
    if not comma or not _OFFICE.fullmatch(office) or not _NAME.fullmatch(name):
        return None
    start = source.start + words.index(name, len(office))
    for found in story.cast.between(start, start + 1):
        people = story.cast.who(found)
        if len(people) == 1 and found.end == start + len(name):
            return people[0].name, office
    return name, office


def before_who(story: Story, unit: int, source: Span) -> tuple[str, str]:
    """Return whom "who" means, which is what stands before it: "Ann Lee, who said"."""
    start = story.units[unit].start
    lead = story.text[start : source.start].rstrip(" ,")
    for name in story.cast.between(start, source.start):
        if name.end == start + len(lead) and len(people := story.cast.who(name)) == 1:
            return people[0].name, people[0].role
    found = _LAST_NOUN.search(lead)
    return (found[0] if found else source.of(story.text)), ""


def body_named(story: Story, source: Span, head: str) -> str:
    """Return a source that is a body, its capital or half named in full."""
    span = Span(source.start, source.start + len(head))
    edits = short_names(story, span, story.blotted)
    text = head
    for edit in sorted(edits, key=lambda each: -each.start):
        text = text[: edit.start - span.start] + edit.text + text[edit.end - span.start :]
    return text.strip().removesuffix(" itself").removesuffix(" themselves")


def role_after(words: str) -> str:
    """Return what a source says after its name: "Ann Lee, an economist"."""
    name, comma, rest = words.partition(", ")
    return rest.strip(" ,") if comma and name and not rest.startswith(("who ", "speaking ")) else ""
