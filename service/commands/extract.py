"""`assay extract`: what can be checked in an article; nothing is verified and nothing stored.

Its claims are looked up among those checked before, its quotations in the corpus.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from service.commands.opening import day, opened_runtime

if TYPE_CHECKING:
    from runtime.wiring import Runtime
    from service.article_intake import GivenArticle
    from verification.extraction.types import Extraction

_MOST_BYTES = 4_000_000
_EXAMPLE = "Example: assay extract story.txt --published-at 2021-03-25"


@click.command(epilog=_EXAMPLE)
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--published-at", type=day, help="The day it was published; relative dates need it.")
@click.option("--title", help="Its headline.")
@click.option("--publisher", help="Who published it.")
@click.option("--html", is_flag=True, help="Read it as HTML, as is done with .html files.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def extract(
    file: str,
    *,
    published_at: date | None,
    title: str | None,
    publisher: str | None,
    html: bool,
    as_json: bool,
) -> None:
    """Find the claims in the article FILE; `-` reads it from standard input."""
    from service.article_intake import GivenArticle, taken_apart  # noqa: PLC0415 - heavy

    is_html = html or file.lower().endswith((".html", ".htm"))
    given = GivenArticle(
        text=_read(file),
        format="html" if is_html else "text",
        title=title,
        published_at=published_at,
        publisher=publisher,
    )
    extraction = taken_apart(given)
    with opened_runtime() as runtime:
        claims = _claims(given, extraction, runtime)
    if as_json:
        from service.commands.showing import print_json  # noqa: PLC0415

        print_json(_answer(given, extraction, claims))
    else:
        from service.commands.extractions import show_extraction  # noqa: PLC0415

        show_extraction(given, extraction, claims)


def _read(file: str) -> str:
    """The article; its line ends stay as they are, because offsets count them."""
    if file == "-":
        data = sys.stdin.buffer.read(_MOST_BYTES + 1)
    else:
        with Path(file).open("rb") as opened:
            data = opened.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise click.ClickException(f"{file}: longer than {_MOST_BYTES:,} bytes.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.ClickException(
            f"{file}: not text in UTF-8 (byte {error.start:,}); convert it first."
        ) from error


def _claims(given: GivenArticle, extraction: Extraction, runtime: Runtime) -> list[dict[str, Any]]:
    """The claims in the shape of the API, none of them verified."""
    from records.articles import ArticleClaim  # noqa: PLC0415
    from records.claims import get_claims  # noqa: PLC0415
    from runtime.quoting import checked_quotes  # noqa: PLC0415
    from service.api.wording import found_claim_body  # noqa: PLC0415
    from service.article_intake import as_input, quotes_in  # noqa: PLC0415
    from service.known_claims import with_known_claims  # noqa: PLC0415

    article = as_input(given, extraction, runtime.settings.max_claim_characters)
    article = with_known_claims(article, runtime.records)
    with runtime.records.read() as session:
        like = get_claims(session, {each["id"] for one in article.claims for each in one.known})
    quotes = checked_quotes(runtime, quotes_in(extraction))
    found = [
        ArticleClaim(
            one.body,
            None,
            tuple((each, like[each["id"]]) for each in one.known if each["id"] in like),
        )
        for one in article.claims
    ]
    return [found_claim_body(each, quotes) for each in found]


def _answer(
    given: GivenArticle, extraction: Extraction, claims: list[dict[str, Any]]
) -> dict[str, Any]:
    """The shape of the API."""
    from verification.article_wire import sentences_as_json  # noqa: PLC0415

    return {
        "id": None,
        "title": given.title,
        "published_at": given.published_at,
        "publisher": given.publisher,
        "url": None,
        "language": extraction.language,
        "format": given.format,
        "text": given.text,
        "sentences": sentences_as_json(extraction),
        "claims": claims,
    }
