"""The verb of extraction: an article in, its sentences and its checkable claims out."""

from __future__ import annotations

from language.quantities import find_quantities
from language.quotations import find_quotations
from verification.claims import analyse
from verification.extraction.dating import dates_in
from verification.extraction.languages import check_language
from verification.extraction.layout import Unit, lay_out
from verification.extraction.types import (
    Article,
    ClaimKind,
    ExtractedClaim,
    Extraction,
    Quote,
    Sentence,
)
from verification.types import Claim

_KINDS: dict[str, ClaimKind] = {
    "quantity": "quantity",
    "quote": "quote",
    "position": "position",
    "prediction": "prediction",
    "opinion": "opinion",
}


def extract(article: Article) -> Extraction:
    """Return the sentences of an article and what in them can be checked.

    Raises LanguageNotSupported for a text that is not English.
    """
    check_language(article.text, article.language)
    units = lay_out(article.text)
    sentences = tuple(_sentence(unit) for unit in units)
    claims = tuple(_claim(article, unit) for unit in units if unit.kind == "sentence")
    return Extraction("en", sentences, claims)


def _sentence(unit: Unit) -> Sentence:
    return Sentence(unit.start, unit.end, unit.kind, 0.5 if unit.kind == "sentence" else 0.0)


def _claim(article: Article, unit: Unit) -> ExtractedClaim:
    words = article.text[unit.start : unit.end]
    kind = analyse(Claim(words, article.published_at)).kind
    quotes = tuple(
        Quote(unit.start + quote.start, unit.start + quote.end, quote.text)
        for quote in find_quotations(words)
    )
    return ExtractedClaim(
        unit.start,
        unit.end,
        words,
        _KINDS.get(kind, "event"),
        0.5,
        quotes=quotes,
        dates=dates_in(article.text, unit.start, unit.end, article.published_at),
        quantities=tuple(find_quantities(words)),
    )
