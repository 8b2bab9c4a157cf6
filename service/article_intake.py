"""How an article comes in, by whatever door: read or fetched, taken apart, stored in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from records.articles import ArticleInput, FoundClaim
from runtime.egress import Want
from runtime.wiring import Runtime
from service.errors import Problem
from verification.article_wire import claim_to_verify, claims_as_json, sentences_as_json
from verification.claims import check_claim
from verification.errors import ClaimRejected, EgressFailed
from verification.extraction.article import extract, extract_html
from verification.extraction.types import Article, ExtractedClaim, Extraction
from verification.types import Claim

FETCHED_BYTES: Final = 1_000_000
FETCH_S: Final = 10.0
_FORMATS: Final[Mapping[str, str]] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
}


@dataclass(frozen=True, slots=True)
class GivenArticle:
    """An article as it was given or fetched; `format` is `text` or `html`."""

    text: str
    format: str = "text"
    title: str | None = None
    published_at: date | None = None
    publisher: str | None = None
    url: str | None = None
    language: str = "en"


def given_article(body: Mapping[str, Any], runtime: Runtime) -> GivenArticle:
    """The article in a checked body, fetched where it is named by its address.

    Problems `url-not-allowed` and `url-not-fetched` where it cannot be had.
    """
    named = {name: body.get(name) for name in ("title", "published_at", "publisher", "url")}
    language = body.get("language") or "en"
    if "url" in body:
        text, form = _fetched(body["url"], runtime)
    else:
        form = "html" if "html" in body else "text"
        text = body[form]
    return GivenArticle(text, form, **named, language=language)


def taken_apart(given: GivenArticle) -> Extraction:
    """What can be checked in an article.

    LanguageNotSupported, or Problem `article-no-sentence` where there is nothing to read.
    """
    article = Article(
        text=given.text,
        title=given.title or "",
        published_at=given.published_at,
        publisher=given.publisher or "",
        language=given.language,
    )
    extraction = extract_html(article) if given.format == "html" else extract(article)
    if not any(each.kind in {"sentence", "question"} for each in extraction.sentences):
        raise Problem("article-no-sentence", "The article holds no sentence.")
    return extraction


def as_input(given: GivenArticle, extraction: Extraction, longest_claim: int) -> ArticleInput:
    """The article as the records take it; claims longer than `longest_claim` are not verified."""
    bodies = claims_as_json(extraction)
    return ArticleInput(
        text=given.text,
        format=given.format,
        title=given.title,
        published_at=given.published_at,
        publisher=given.publisher,
        url=given.url,
        language=extraction.language,
        sentences=sentences_as_json(extraction),
        claims=[
            FoundClaim(body, _to_verify(found, given.published_at, longest_claim))
            for body, found in zip(bodies, extraction.claims, strict=True)
        ],
    )


def _to_verify(found: ExtractedClaim, published_at: date | None, longest: int) -> Claim | None:
    if not found.verifiable or _subject_unknown(found):
        return None
    try:
        check_claim(found.text, longest)
    except ClaimRejected:
        return None
    return claim_to_verify(found, published_at)


def _subject_unknown(found: ExtractedClaim) -> bool:
    """Whether nobody can tell of whom or what it speaks: then nothing can be held against it."""
    stated = found.text.casefold()
    return any(stated.startswith(f"{each.wording.casefold()} ") for each in found.ambiguous)


def _fetched(url: str, runtime: Runtime) -> tuple[str, str]:
    """The text at an address, and whether it is HTML."""
    if not runtime.settings.article_urls:
        raise Problem("url-not-allowed", "This service fetches no articles; send their text.")
    try:
        answer = runtime.egress.get(url, Want(tuple(_FORMATS), FETCHED_BYTES), FETCH_S)
    except EgressFailed as error:
        name = "url-not-allowed" if error.code == "egress_refused" else "url-not-fetched"
        raise Problem(name, error.detail) from error
    if answer.status != 200:
        raise Problem("url-not-fetched", f"The address answers with status {answer.status}.")
    media_type, _, parameters = answer.headers.get("content-type", "").partition(";")
    return _decoded(answer.body, parameters), _FORMATS[media_type.strip().lower()]


def _decoded(body: bytes, parameters: str) -> str:
    charset = parameters.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    try:
        text = body.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        text = body.decode("utf-8", "replace")
    return text.removeprefix("\ufeff")
