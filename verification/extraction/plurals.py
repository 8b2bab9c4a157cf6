"""What is of many, so that "they" may mean it: "the talks", "officials", "soldiers and nurses"."""

from __future__ import annotations

import re
from typing import Final

from verification.extraction.clauses import subject_of
from verification.extraction.story import Story

GROUP: Final = re.compile(
    r"\b(?:[Tt]he|[Tt]hese|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]everal|[Ss]ome|[Mm]any|(?<![\d,.])[0-9][0-9,.]*)\s"
    r"(?:[\w,-]+\s){0,5}?(?!was\b|is\b|has\b|its\b|his\b|(?:hour|day|week|month|year|time)s\b)[\w-]{3,}(?<!s)s\b"
)
_QUALIFIED: Final = re.compile(r"\s(?:of|from|in|at|who|with|near|across|on)\s")
_BARE_MANY: Final = re.compile(
    r"(?:[\w-]+\s){0,3}?[\w-]{3,}(?<![su])s(?:\sand\s(?:[\w-]+\s){0,2}[\w-]{3,}(?<![su])s)?"
    r"|(?:[\w-]+\s){0,2}(?:[Pp]olice|[Pp]eople|[Tt]roops)"
)


def is_many(story: Story, name: str) -> bool:
    """Tell whether a source is of many: "officials", "the Russians", unlike "Marcos"."""
    last = name.rsplit(" ", 1)[-1]
    if not last.endswith("s") or last.endswith(("ss", "us")) or name in story.people:
        return False
    groups = (each for each in story.cast.others.values() if each.kind == "group")
    return last.islower() or any(last == each.name for each in groups)


def many_acting(story: Story, unit: int, start: int, end: int) -> list[str]:
    """Return a subject of many that has no article: "Soldiers and volunteers reached"."""
    subject = subject_of(story.blotted, start, story.units[unit].end)
    if not subject or subject.end > end:
        return []
    words = _QUALIFIED.split(subject.of(story.text))[0]
    plain = words.split(" ", 1)[0]
    begun = words.removeprefix(plain).islower() or " " not in words
    many = _BARE_MANY.fullmatch(words)
    known = words == plain and story.cast.between(subject.start, subject.end)
    return [words] if many and begun and not known else []
