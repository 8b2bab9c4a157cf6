"""Articles: sent in, taken apart, their claims verified like any other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from records.articles import get_article
from runtime.quoting import checked_quotes
from service.access import Access
from service.api.submitting import SUBMITTED_HEADERS, Door
from service.api.taking_articles import submit_article as take
from service.api.wording import article_body
from service.auth import caller
from service.openapi import Blueprint
from service.schemas.articles import ArticleAnswer, ArticleBody
from service.state import runtime

articles = Blueprint("articles", __name__, description="Articles, and the claims found in them.")

EXAMPLES: Final = {
    "story": {
        "summary": "A story, to be verified",
        "value": {
            "text": "North Korea on Sunday fired two short-range missiles, US officials said.",
            "title": "Missiles fired",
            "published_at": "2021-03-25",
        },
    },
    "only read": {
        "summary": "A story whose claims are found and not verified",
        "value": {"text": "North Korea fired two missiles on Sunday.", "verify": False},
    },
}
HEADERS: Final = {
    name: described for name, described in SUBMITTED_HEADERS.items() if name != "Preference-Applied"
}


@articles.operation(
    "POST", "/v1/articles", Access("claims:write", body_setting="max_article_bytes"), errors=(409,)
)
@articles.body(ArticleBody, examples=EXAMPLES)
@articles.idempotent()
@articles.also_answers(
    200,
    ArticleAnswer,
    description="Nothing is left to verify: nobody asked, or every verdict is known.",
    headers=HEADERS,
)
@articles.answer(
    202,
    ArticleAnswer,
    description="Accepted; look at `Location` for the verdicts as they come.",
    headers=HEADERS,
)
def submit_article(body: Mapping[str, Any], key: Mapping[str, Any]) -> Response:
    """Find the claims of an article and check them.

    The article is stored once however often it is sent. Each claim that evidence can settle is
    verified like one that was sent by itself, and costs nothing where it is known; opinions and
    predictions are named as such. Offsets are characters of the text as given.
    """
    return take(body, key.get("idempotency_key"), Door(caller().key_id, "article"))


@articles.operation("GET", "/v1/articles/<id:article_id>", Access("claims:read"))
@articles.answer(200, ArticleAnswer, description="The article with its claims as they stand.")
def read_article(article_id: str) -> dict[str, Any]:
    """Read an article.

    Each claim has the status and verdict it has now; `not_verified` are opinions, predictions and
    what nobody asked to verify.
    """
    with runtime().records.read() as session:
        article = get_article(session, article_id)
    return article_body(article, checked_quotes(runtime(), article.quotes))
