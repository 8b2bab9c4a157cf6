"""The verb of extraction: an article in, its sentences and its checkable claims out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from language.quotations import find_quotations
from language.types import Quotation, Span
from verification.extraction.antecedents import speaker_of
from verification.extraction.assembly import Passage, claims_of
from verification.extraction.attribution import Saying, masked, sayings_in
from verification.extraction.cast import Cast
from verification.extraction.checkworthiness import Worth, check_worthiness
from verification.extraction.continuing import with_continued
from verification.extraction.dating import dates_in, latest
from verification.extraction.languages import check_language
from verification.extraction.layout import Unit, lay_out
from verification.extraction.markup import read_html, relocated
from verification.extraction.story import Story
from verification.extraction.types import (
    Article,
    ClaimDate,
    ExtractedClaim,
    Extraction,
    Sentence,
)

# Longer ones are tables, lists or noise: no sentence that anybody wrote.
_LONGEST_SENTENCE = 3000
_UNWORTHY = Worth(score=0.0, passes=False, reasons=())


def extract(article: Article) -> Extraction:
    """Return the sentences of an article and what in them can be checked.

    Raises LanguageNotSupported for a text that is not English.
    """
    check_language(article.text, article.language)
    units = lay_out(article.text)
    quotations = find_quotations(article.text)
    blotted = masked(article.text, quotations)
    sayings = [_sayings(blotted, unit) for unit in units]
    sayings = with_continued(article.text, units, sayings, quotations)
    story = Story(article.text, blotted, units, Cast(article.text, article.title), sayings)
    worths = [_worth(article.text, unit) for unit in units]
    sentences = tuple(
        Sentence(unit.start, unit.end, unit.kind, worth.score, worth.reasons)
        for unit, worth in zip(units, worths, strict=True)
    )
    return Extraction("en", sentences, _numbered(_claims(article, story, quotations, worths)))


def extract_html(article: Article) -> Extraction:
    """Return the same of an article whose text is HTML; all offsets are characters of the HTML.

    Raises LanguageNotSupported for a text that is not English.
    """
    rendering = read_html(article.text)
    return relocated(extract(replace(article, text=rendering.text)), rendering)


def _is_read(unit: Unit) -> bool:
    return unit.kind == "sentence" and unit.end - unit.start <= _LONGEST_SENTENCE


def _sayings(blotted: str, unit: Unit) -> list[Saying]:
    return sayings_in(blotted, unit.start, unit.end) if _is_read(unit) else []


def _worth(text: str, unit: Unit) -> Worth:
    return check_worthiness(text[unit.start : unit.end]) if _is_read(unit) else _UNWORTHY


def _claims(
    article: Article, story: Story, quotations: Sequence[Quotation], worths: Sequence[Worth]
) -> Iterator[list[ExtractedClaim]]:
    last: ClaimDate | None = None
    at = 0
    for number, unit in enumerate(story.units):
        for saying in story.sayings[number]:
            if saying.source:
                speaker_of(story, number, saying.source)
        if not _is_read(unit):
            continue
        while at < len(quotations) and quotations[at].end <= unit.start:
            at += 1
        quotes = []
        for quotation in quotations[at:]:
            if quotation.start >= unit.end:
                break
            quotes.append(quotation)
        dates = dates_in(article.text, unit.start, unit.end, article.published_at, last)
        last = latest(dates.found, last)
        span = Span(unit.start, unit.end)
        yield claims_of(story, Passage(number, span, dates, quotes, worths[number]))


def _numbered(groups: Iterator[list[ExtractedClaim]]) -> tuple[ExtractedClaim, ...]:
    """Count siblings from the first claim of the article instead of the sentence."""
    claims: list[ExtractedClaim] = []
    for group in groups:
        first = len(claims)
        claims += [
            replace(claim, sibling=None if claim.sibling is None else claim.sibling + first)
            for claim in group
        ]
    return tuple(claims)
