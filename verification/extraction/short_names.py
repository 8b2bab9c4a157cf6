"""Short names written out: "Biden", "the North", a capital that stands for its country."""

from __future__ import annotations

import re
from typing import Final

from language.types import Span
from verification.extraction.rewording import Edit
from verification.extraction.story import Story
from verification.extraction.types import Ambiguity

# After these a name only tells whose: "the Biden administration".
_ADJECTIVE: Final = re.compile(
    r"\s(?:administration|officials?|government|regime|team|campaign|aides?|era|presidency)\b"
)


def short_names(story: Story, span: Span, read: str) -> list[Edit]:
    """Return how to write the short names of a span in full, where that is certain.

    `read` is the text, or the text with its quotations blotted out to leave these as they are.
    """
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
            before = story.text[max(0, name.start - 4) : name.start].lower()
            written = full if before == "the " else with_article(story, full)
            edits.append(Edit(name.start, name.end, written))
    return [edit for edit in edits if edit.end <= span.end]


def with_article(story: Story, name: str) -> str:
    """Return a name with "the" where it is written so."""
    articled = name.startswith("United ") or name in story.cast.articled
    return f"the {name}" if articled else name


def short_of_many(story: Story, span: Span) -> list[Ambiguity]:
    """Return the short names of a span that several people of the article have."""
    return [
        Ambiguity(name.start, name.end, name.wording, tuple(each.name for each in meant))
        for name in story.cast.between(span.start, span.end)
        if len(meant := story.cast.who(name)) > 1
    ]
