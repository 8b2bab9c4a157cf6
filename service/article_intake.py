"""How an article comes in, by whatever door: read or fetched, taken apart, stored in one go."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from records.articles import ArticleInput, FoundClaim
from runtime.egress import Want
from runtime.wiring import Runtime
from service.errors import Problem
from service.fetching import content_type, fetched
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
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META_WITHIN: Final = 4096
_META_CHARSET: Final = re.compile(
    rb"<meta\b[^>]{0,400}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{1,40})"
    rb"|\A\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)
_COMMENT: Final = re.compile(rb"<!--.*?-->", re.DOTALL)
# Python knows more encodings than pages are written in, some of them slow.
_OF_PAGES: Final = re.compile(
    r"utf-(?:8|16(?:-[lb]e)?)|cp(?:125\d|866|874|932|949)|iso8859-\d+|koi8-[ru]|mac-(?:roman"
    r"|cyrillic)|gb2312|gbk|gb18030|big5(?:hkscs)?|euc_(?:jp|kr)|shift_jis|iso2022_jp|tis-620"
)


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


def quotes_in(extraction: Extraction) -> list[str]:
    """The words quoted in the claims of an article."""
    return [quote.text for claim in extraction.claims for quote in claim.quotes]


def _to_verify(found: ExtractedClaim, published_at: date | None, longest: int) -> Claim | None:
    if not found.verifiable or _subject_unknown(found):
        return None
    try:
        check_claim(found.text, longest)
    except ClaimRejected:
        return None
    return claim_to_verify(found, published_at)


def _subject_unknown(found: ExtractedClaim) -> bool:
    """Whether nobody can tell of whom or what it speaks: then nothing can be held against it.

    That is so of "they"; "the launches" or "the ministry" still tell something to search for.
    """
    stated = found.text.casefold()
    pronouns = [each.wording.casefold() for each in found.ambiguous if " " not in each.wording]
    return any(stated.startswith(f"{each} ") for each in pronouns)


def _fetched(url: str, runtime: Runtime) -> tuple[str, str]:
    """The text at an address, and whether it is HTML."""
    if not runtime.settings.article_urls:
        raise Problem("url-not-allowed", "This service fetches no articles; send their text.")
    try:
        answer = fetched(runtime.egress, url, Want(tuple(_FORMATS), FETCHED_BYTES), FETCH_S)
    except EgressFailed as error:
        name = "url-not-allowed" if error.code == "egress_refused" else "url-not-fetched"
        raise Problem(name, error.detail) from error
    media_type, parameters = content_type(answer)
    form = _FORMATS[media_type]
    return _decoded(answer.body, _charset(answer.body, parameters, form)), form


def _charset(body: bytes, parameters: str, form: str) -> str:
    """The name of the encoding: by its mark, by the header, by the page itself, or else UTF-8."""
    marked = next((name for mark, name in _MARKS if body.startswith(mark)), "")
    named = parameters.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    if marked or named or form != "html":
        return marked or named or "utf-8"
    found = _META_CHARSET.search(_COMMENT.sub(b"", body[:_META_WITHIN]))
    name = (found[1] or found[2]).decode("ascii").lower() if found else "utf-8"
    return "utf-8" if name.startswith("utf-16") else name  # which it could not have said


def _decoded(body: bytes, charset: str) -> str:
    """The text of a body; Problem `url-not-fetched` where it is not in that encoding throughout."""
    try:
        known = codecs.lookup(charset).name
        # Browsers read these two as the encoding of Windows that is written under their name.
        name = "cp1252" if known in ("iso8859-1", "ascii") else known
        if not _OF_PAGES.fullmatch(name):
            return _decoded(body, "utf-8")
        text = body.decode(name)
    except LookupError:
        return _decoded(body, "utf-8")
    except UnicodeDecodeError as error:
        detail = (
            f"The text at the address is not in {known} throughout: byte {error.start + 1:,} of "
            f"{len(body):,} cannot be read. Send it as `text` or `html`."
        )
        raise Problem("url-not-fetched", detail) from error
    return text.removeprefix("\ufeff")
