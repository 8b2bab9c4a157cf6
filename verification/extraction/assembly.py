"""Making claims of a sentence: what was said, that it was said, and what stands for itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from language.polarity import is_question
from language.quantities import find_quantities
from language.speech_words import PARTICIPLES
from language.types import Quotation, Span
from verification.claims import analyse
from verification.extraction.antecedents import speaker_of
from verification.extraction.attribution import said_within
from verification.extraction.checkworthiness import Worth, check_worthiness, weights
from verification.extraction.clauses import Clause, clauses_in, told_clauses, with_having
from verification.extraction.dating import Dates
from verification.extraction.markers import markers_of
from verification.extraction.references import references_in
from verification.extraction.rewording import Edit, reworded
from verification.extraction.sayings import Saying, after_dateline, tells
from verification.extraction.story import Story
from verification.extraction.types import (
    Ambiguity,
    ClaimKind,
    ClaimSource,
    ExtractedClaim,
    Quote,
)
from verification.types import Claim

_KINDS: Final[dict[str, ClaimKind]] = {
    "quantity": "quantity",
    "prediction": "prediction",
    "opinion": "opinion",
}
# A second full stop after closing marks: "‘complete denuclearization.’”."
_STOPPED_TWICE: Final = re.compile(r"(?<=[.!?])(?P<marks>[”’\"'»]+)\.\Z")
_JOINING: Final = re.compile(r"\W*(?:(?:But|And|So|Yet|Meanwhile|However|Still),?\s)?")
_FIRST_PERSON: Final = re.compile(r"\b(?:I|we|us|our|my|me)\b(?!\.)", re.IGNORECASE)
# What share of the threshold is enough where somebody with a name said it.
_NAMED_SHARE: Final = 0.5
_FEWEST_WORDS: Final = 3
_ANYBODY: Final = frozenset(("a", "an", "one", "another", "some"))


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with what was read in it: its number, dates, quotations and worth."""

    unit: int
    span: Span
    dates: Dates
    quotes: Sequence[Quotation]
    worth: Worth


def claims_of(story: Story, passage: Passage) -> list[ExtractedClaim]:
    """Return the claims of a sentence; `sibling` counts from the first of them."""
    claims: list[ExtractedClaim] = []
    at = _begin(story, passage)
    for saying in story.sayings[passage.unit]:
        if saying.within.start - at > 1:
            claims += _plain(story, passage, Span(at, saying.within.start))
        claims += _said(story, passage, saying, len(claims))
        at = max(at, saying.within.end)
    if at < passage.span.end:
        claims += _plain(story, passage, Span(at, passage.span.end))
    return claims


def _begin(story: Story, passage: Passage) -> int:
    return after_dateline(story.text, passage.span.start, passage.span.end)


def _plain(story: Story, passage: Passage, span: Span) -> list[ExtractedClaim]:
    span = _trimmed(story.text, span)
    clauses = clauses_in(story.blotted, span.start, span.end)
    made = [_stated(story, passage, clause) for clause in clauses]
    return [claim for claim in made if claim and _is_worth(claim, passage)]


def _trimmed(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    words = text[start:end].rstrip()
    words = re.sub(r"(?:,|;|\s—)?\s*(?:\b(?:and|but|while|though|as))?\Z", "", words)
    return Span(start, start + len(words))


def _is_worth(claim: ExtractedClaim, passage: Passage) -> bool:
    """Opinions and predictions are named whatever they score; they are not to be verified."""
    own = check_worthiness(claim.text)
    return own.passes or passage.worth.passes or not claim.verifiable


def _said(story: Story, passage: Passage, saying: Saying, number: int) -> Iterator[ExtractedClaim]:
    within = Span(max(saying.within.start, _begin(story, passage)), saying.within.end)
    source = _source_of(story, passage, saying)
    told = within if saying.clause else with_having(story.blotted, Clause(within))[0].span
    if _past_of(story, saying):
        told = Span(min(saying.cue.end + 1, told.end), told.end)
    whole = _claim(story, passage, (told,), _elided_speaker(story, saying, source))
    contents = _contents(story, passage, saying, source)
    if whole is None or not _is_worth_telling(saying, source, [whole, *contents], passage):
        return
    if contents and all(claim.kind == "opinion" for claim in contents):
        kind: ClaimKind = "opinion" if not passage.worth.passes else "position"
    else:
        kind = "quote" if saying.direct else "position"
    sibling = number + 1 if contents else None
    yield replace(whole, kind=kind, part="utterance", sibling=sibling, attribution=source)
    for content in contents:
        yield replace(content, part="content", sibling=number)
    if not saying.clause:  # "He urged Congress to act, having asked it for more"
        for clause in with_having(story.blotted, Clause(within))[1:]:
            if claim := _stated(story, passage, clause):
                yield claim


def _is_worth_telling(
    saying: Saying,
    source: ClaimSource | None,
    claims: Sequence[ExtractedClaim],
    passage: Passage,
) -> bool:
    """Hold what a named source said to a lower bar than what nobody in particular did."""
    threshold = weights().threshold
    named = source is not None and _is_name(source.speaker) and saying.clause
    scores = (passage.worth.score, *(claim.check_worthiness for claim in claims))
    return max(scores) >= (_NAMED_SHARE * threshold if named else threshold)


def _is_name(speaker: str) -> bool:
    """Tell whether a speaker is named: "one shopper outside a Richmond shop" is nobody known."""
    return any(map(str.isupper, speaker)) and speaker.split(" ", 1)[0].lower() not in _ANYBODY


def _elided_speaker(story: Story, saying: Saying, source: ClaimSource | None) -> str:
    """Return what is put before words that do not name their own speaker."""
    within = saying.within
    if not source or not saying.source or within.start <= saying.source.start < within.end:
        return ""
    if past := _past_of(story, saying):
        return f"{source.speaker} {past}"
    here = within.start <= saying.cue.start < within.end
    return source.speaker if here else f"{source.speaker} said:"


def _past_of(story: Story, saying: Saying) -> str:
    """Return "added" for "…, adding that P", whose speaker stands before."""
    if saying.cue.start != saying.within.start:
        return ""
    return PARTICIPLES.get(saying.cue.of(story.text).split(" ", 1)[0], "")


def _contents(
    story: Story, passage: Passage, saying: Saying, source: ClaimSource | None
) -> list[ExtractedClaim]:
    if not saying.clause or not tells(story.blotted, saying):
        return []
    if len(saying.content) > 1:
        pieces = tuple(_without_dateline(story, passage, piece) for piece in saying.content)
        claims = [_claim(story, passage, pieces, "", spoken=True)]
    else:
        span = _without_dateline(story, passage, saying.content[0])
        inner = said_within(story.blotted, saying)
        whole = saying.direct or (inner and inner[0].within.start - span.start <= 1)
        cut = [Clause(span)] if whole else told_clauses(story.blotted, span)
        claims = [_stated(story, passage, clause, spoken=True) for clause in cut]
    return [
        replace(_spoken(story, claim, saying, source), attribution=source)
        for claim in claims
        if claim and not is_question(story.text[claim.start : claim.end])
    ] + _nested(story, passage, saying, source)


def _nested(
    story: Story, passage: Passage, saying: Saying, source: ClaimSource | None
) -> list[ExtractedClaim]:
    """Return what was said by whom another only quotes: "Lee said the captain had told him P"."""
    found: list[ExtractedClaim] = []
    for inner in said_within(story.blotted, saying):
        told = _source_of(story, passage, inner)
        known = told and source and told.speaker.lower() not in ("he", "she", "it", "they")
        if told and source and known and told.speaker != source.speaker:
            told = replace(told, through=source.speaker)
            found += _contents(story, passage, inner, told)
    return found


def _without_dateline(story: Story, passage: Passage, span: Span) -> Span:
    begin = _begin(story, passage)
    return Span(begin, span.end) if span.start < begin < span.end else span


def _spoken(
    story: Story, claim: ExtractedClaim, saying: Saying, source: ClaimSource | None
) -> ExtractedClaim:
    """Report who "we" is in words given as they were spoken."""
    if not saying.direct:
        return claim
    candidates = (source.speaker,) if source else ()
    found = [
        Ambiguity(each.start(), each.end(), each[0], candidates)
        for each in _FIRST_PERSON.finditer(story.text, claim.start, claim.end)
    ]
    return replace(claim, ambiguous=(*claim.ambiguous, *found[:1]))


def _stated(
    story: Story, passage: Passage, clause: Clause, *, spoken: bool = False
) -> ExtractedClaim | None:
    subject, before = "", tuple[Ambiguity, ...]()
    if clause.subject:
        resolved = references_in(story, passage.unit, clause.subject, spoken=spoken)
        subject = reworded(story.text, [clause.subject], resolved.edits).rstrip(".")
        subject = f"{subject} {clause.verb}".rstrip()
        before = resolved.ambiguous
    span = clause.span
    if clause.verb:  # "having asked" is told as "had asked"
        span = Span(story.text.index(" ", span.start) + 1, span.end)
    claim = _claim(story, passage, (span,), subject, spoken=spoken)
    return replace(claim, ambiguous=(*before, *claim.ambiguous)) if claim else None


def _claim(
    story: Story,
    passage: Passage,
    pieces: tuple[Span, ...],
    subject: str,
    *,
    spoken: bool = False,
) -> ExtractedClaim | None:
    pieces = (_without_joining(story.text, pieces[0]), *pieces[1:])
    span = Span(pieces[0].start, pieces[-1].end)
    if len(f"{subject} {story.text[span.start : span.end]}".split()) < _FEWEST_WORDS:
        return None
    resolved = [references_in(story, passage.unit, piece, spoken=spoken) for piece in pieces]
    dated = [edit for edit in passage.dates.edits if spoken or not _is_quoted(story, edit)]
    edits = [*dated, *(edit for each in resolved for edit in each.edits)]
    text = _STOPPED_TWICE.sub(r"\g<marks>", reworded(story.text, pieces, edits, subject))
    return ExtractedClaim(
        span.start,
        span.end,
        text,
        _kind(text),
        check_worthiness(text).score,
        quotes=tuple(
            Quote(each.start, each.end, each.text)
            for each in passage.quotes
            if span.start <= each.start and each.end <= span.end + 1
        ),
        dates=tuple(each for each in passage.dates.found if span.start <= each.start < span.end),
        quantities=tuple(find_quantities(text)),
        markers=markers_of(text),
        ambiguous=tuple(each for found in resolved for each in found.ambiguous),
    )


def _is_quoted(story: Story, edit: Edit) -> bool:
    """Tell whether words stand within quotation marks, which keep them as they are."""
    return story.text[edit.start : edit.end] != story.blotted[edit.start : edit.end]


def _without_joining(text: str, piece: Span) -> Span:
    """Leave out "But" and the like at the beginning, but no quotation mark."""
    joining = _JOINING.match(text, piece.start, piece.end)
    skipped = joining[0] if joining else ""
    return Span(piece.start + len(skipped), piece.end) if any(map(str.isalpha, skipped)) else piece


def _kind(text: str) -> ClaimKind:
    """Return what a statement is of; that somebody said it is told elsewhere."""
    kind = analyse(Claim(text)).kind
    if kind in ("quote", "position"):
        return "quantity" if find_quantities(text) else "event"
    return _KINDS.get(kind, "event")


def _source_of(story: Story, passage: Passage, saying: Saying) -> ClaimSource | None:
    if saying.source is None:
        return None
    speaker, role = speaker_of(story, passage.unit, saying.source)
    through = speaker_of(story, passage.unit, saying.through)[0] if saying.through else ""
    start = min(saying.source.start, saying.cue.start)
    end = max(saying.source.end, saying.cue.end)
    if saying.source.start < passage.span.start or saying.source.end < saying.within.start:
        start, end = saying.cue.start, saying.cue.end
    cue = saying.cue.of(story.text)
    return ClaimSource(speaker, role, cue, start, end, saying.direct, through)
