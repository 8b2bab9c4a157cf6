"""Who said what in a sentence: several sources, cues in a row, quotations that run on.

The rules of `language.attributions` find one source, cue and content in a sentence; here sentences
are first cut where a second one begins ("…, but downplayed them as …"), words in quotation marks
are kept from being read as the article's own, and a quotation without a source is given to whoever
was quoted last. The terms are those of S. Pareti, "PARC 3.0: A Corpus of Attribution Relations",
LREC 2016.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from language.lists import any_of
from language.quotations import find_attributions
from language.speech_acts import PASTS, find_acts
from language.speech_words import PARTICIPLES
from language.types import Attribution, Quotation, Span
from verification.extraction.clauses import has_verb, subject_of
from verification.extraction.sayings import (
    ACT,
    ACTS,
    CUES,
    NO_SOURCE,
    Saying,
    act,
    acted,
    after_dateline,
    amid,
    made,
    named,
    trimmed_end,
)

__all__ = ["Saying", "masked", "said_within", "sayings_in"]

_REPORTS: Final = re.compile(rf"(?:(?:has|have|had|would)\s)?(?:{CUES})\b")
_PASTS: Final = re.compile(rf"(?:{PASTS})\b")
_AGAIN: Final = re.compile(
    rf"(?P<join>,?\s(?:and|but|while|though)\s)(?:(?:then|also|later|again|further)\s)?"
    rf"(?P<cue>(?:(?:has|have|had|would)\s)?(?:{CUES}|{PASTS}))\b(?=\s)"
)
_ADDING: Final = re.compile(
    r"(?:(?:,|\s[—–―])\s(?:(?:also|then|later|even|again|repeatedly|while|by|before|after|and)\s)?"
    rf"|\s(?:while|by|before)\s)(?P<cue>{any_of(PARTICIPLES)})(?=[\s,:])"
)
_ANOTHER: Final = re.compile(
    rf"(?P<join>,?\s(?:and|but|while|though|as)\s|;\s|\s[—―–]\s(?:(?:and|but)\s)?)"
    rf"(?=(?P<source>(?:[\w’'.-]+\s){{1,5}}?|(?:[\w’'-]+\s){{0,4}}[\w’'-]+,\s(?:[\w’'.-]+\s){{0,5}}[\w’'.-]+,\s)"
    rf"(?:{CUES})\s)"
)
# "said that according to Y the army", "said that, according to Y, the army".
_VIA: Final = re.compile(
    r"(?:(?<=\sthat)|(?=,\saccording to\s[^,]+,\sthat\s))(?P<told>,?\saccording to\s"
    r"(?P<through>(?:(?:the|an?|its|his|her|their)\s)?"
    r"(?:[\w’'-]+\s){0,5}?[\w’'-]+),?)\s"
    r"(?=(?:that|the|an?|he|she|it|they|its|his|her|their|there|some|[A-Z][\w’'-]*|\d[\d,.]*)\s)"
)
_THROUGH: Final = re.compile(r",?\s(?=according to\s)", re.IGNORECASE)
# Sentences with more are lists or noise, and each part costs another reading of the rest.
_MOST_PARTS: Final = 8
_DOUBLED: Final = "''"
_WORDS: Final = re.compile(r"[^\W_]")


def masked(text: str, quotations: Sequence[Quotation]) -> str:
    """Return `text` with the letters of its quotations blotted out, every offset as before."""
    pieces, at = [], 0
    for quotation in quotations:
        words = _WORDS.sub("x", quotation.text)
        if quotation.text[:1].isupper():
            words = "X" + words[1:]
        if words.endswith(("?", "!")):  # no sentence ends there: "“Who knows?” she said"
            words = words[:-1] + "—"
        pieces += [text[at : quotation.start], words]
        at = quotation.end
        doubled = text.startswith(_DOUBLED, at) and pieces[-2].endswith(_DOUBLED)
        if doubled:  # read like any other mark from here on
            pieces[-2] = pieces[-2].removesuffix(_DOUBLED) + "““"
            pieces.append("””")
            at += len(_DOUBLED)
    return "".join(pieces) + text[at:]


def sayings_in(blotted: str, start: int, end: int) -> list[Saying]:
    """Return who said what in one sentence of the blotted text, in order of their parts."""
    found: list[Saying] = []
    start = after_dateline(blotted, start, end)
    for part in _parts(blotted, start, end):
        source = found[-1].source if found else subject_of(blotted, start, part.start)
        saying = _saying(blotted, part, source if part.start > start else None)
        if saying:
            found.append(saying)
    return found


def said_within(blotted: str, saying: Saying) -> list[Saying]:
    """Return who said what in the content of a saying that has its source first."""
    span = saying.content[0]
    if saying.direct or len(saying.content) > 1:
        return []
    found = sayings_in(blotted, span.start, span.end)
    return [inner for inner in found if inner.clause and _opens(blotted, inner, span)]


def _opens(blotted: str, inner: Saying, span: Span) -> bool:
    """Tell whether a source comes first in a content: "the IMF had told it in July that"."""
    source = inner.source
    if source is None or not span.start <= source.start < inner.cue.start < span.end:
        return False
    return (
        inner.content[0].start > inner.cue.start and not blotted[span.start : source.start].strip()
    )


def _parts(text: str, start: int, end: int) -> list[Span]:
    """Cut a sentence where another source, or another cue of the same, begins."""
    cuts = {start, *_same_again(text, start, end)}
    for another in islice(_ANOTHER.finditer(text, start, end), _MOST_PARTS):
        at = another.end("join")
        first = another["source"].split()[0].lower()
        if first in NO_SOURCE or another.start() - start < 12:
            continue
        if not (has_verb(text[start : another.start()]) or _says(text, start, another.start())):
            continue  # "The mayor and the governor said"
        told = _first(text, at, end)
        if told and told.source_start - at <= 1 and told.cue_start > told.source_start:
            cuts.add(at)
    ordered = sorted(cuts)
    return [
        Span(cut, _without_join(text, cut, after))
        for cut, after in zip(ordered, [*ordered[1:], end], strict=True)
    ]


def _same_again(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where the same source goes on: "… and denied Q", "…, adding that Q"."""
    for again in islice(_AGAIN.finditer(text, start, end), _MOST_PARTS):
        at = again.start("cue")
        head = _first(text, start, again.start())
        if head and head.content_start > head.cue_end and not _REPORTS.match(text, at):
            continue  # "Police say he ran and refused to stop": he refused
        told = head or subject_of(text, start, again.start()) or _says(text, start, again.start())
        if told and _follows(text, at, end):
            yield at
    for adding in islice(_ADDING.finditer(text, start, end), _MOST_PARTS):
        if subject_of(text, start, adding.start()) or _says(text, start, adding.start()):
            yield adding.start("cue")


def _says(text: str, start: int, end: int) -> bool:
    if _first(text, start, end) is not None or ACT.match(text, start, end) is not None:
        return True
    return next(find_acts(text, start, end), None) is not None


def _follows(text: str, at: int, end: int) -> bool:
    """Tell whether a cue at `at` is a verb that reports: "said they did not", "urged Congress"."""
    word = text[at:end].split(" ", 1)[0].lower()
    acts = word in ACTS or _PASTS.match(text, at, end)
    return bool(acts or find_attributions("They " + text[at:end]))


def _without_join(text: str, start: int, end: int) -> int:
    """Return the end of a part without the comma and the "and" that lead to the next."""
    piece = text[start:end].rstrip()
    shorter = re.sub(r"(?:,|;|\s—)?\s*(?:\b(?:and|but|while|though|as))?\Z", "", piece)
    return start + len(shorter)


def _first(text: str, start: int, end: int) -> Attribution | None:
    found = find_attributions(text[start:end])
    return _moved(found[0], start) if found else None


def _moved(found: Attribution, by: int) -> Attribution:
    return replace(
        found,
        source_start=found.source_start + by,
        source_end=found.source_end + by,
        cue_start=found.cue_start + by,
        cue_end=found.cue_end + by,
        content_start=found.content_start + by,
        content_end=found.content_end + by,
    )


def _saying(text: str, part: Span, before: Span | None) -> Saying | None:
    if said := _elided(text, part, before) or _via(text, part):
        return said
    told = _first(text, part.start, part.end)
    if told and text[told.cue_start : told.cue_end].lower() == "according to":
        return _passed_on(text, part, told) or made(text, part, told)
    if told:
        return made(text, part, told)
    for read in (amid, named, acted, act):
        if said := read(text, part):
            return said
    return None


def _via(text: str, part: Span) -> Saying | None:
    """Read "X said that according to Y P": Y passed P on, and X said so."""
    found = _VIA.search(text, part.start, part.end)
    if not found:
        return None
    start, end = found.span("told")
    head = _first(text[:start] + " " * (end - start) + text[end:], part.start, part.end)
    if not head or not head.cue_end <= start < end <= head.content_start:
        return None
    return replace(made(text, part, head), through=Span(*found.span("through")))


def _passed_on(text: str, part: Span, told: Attribution) -> Saying | None:
    """Read ""P," X said, according to Y"."""
    cut = _THROUGH.search(text, max(part.start, told.cue_start - 3), told.cue_end + 1)
    head = _first(text, part.start, cut.start()) if cut else None
    if not head:
        return None
    said = made(text, part, head)
    return replace(said, through=Span(told.source_start, told.source_end))


def _elided(text: str, part: Span, source: Span | None) -> Saying | None:
    """Read "(X said P) and denied Q", "(X said P), adding that Q": the source stands before."""
    if not source or not text[part.start : part.start + 1].islower():
        return None
    word = re.match(r"\w+", text[part.start : part.end])
    verb = word[0] if word else ""
    past = PARTICIPLES.get(verb, verb)
    for told in find_attributions("They " + past + text[part.start + len(verb) : part.end]):
        found = _moved(told, part.start - 5 + len(verb) - len(past))
        if told.source_end == len("They") and told.content_start >= told.cue_end:
            found = replace(found, source_start=0, source_end=0, cue_start=part.start)
            return replace(made(text, part, found), source=source)
    cue = re.compile(rf"(?:{PASTS}|{CUES}|{any_of(PARTICIPLES)})\b").match(text, part.start)
    if not cue:
        return None
    content = Span(cue.end() + 1, max(cue.end() + 1, trimmed_end(text, part.end)))
    return Saying(part, source, Span(*cue.span()), (content,), direct=False, clause=False)
