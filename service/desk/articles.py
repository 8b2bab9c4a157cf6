"""An article's page: paste a story in, see its claims marked and their verdicts beside them."""

from __future__ import annotations

from typing import Any, Final

from flask import make_response, redirect, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from records.articles import get_article
from runtime.quoting import checked_quotes
from service.api.taking_articles import take_article
from service.desk.blueprints import pages
from service.desk.pages import advice, door, start_page
from service.desk.sessions import may_ask
from service.desk.story import story_of
from service.errors import Problem, kind_of
from service.schemas.articles import ArticleBody
from service.state import runtime, settings
from verification.errors import Rejected

LOOK_AGAIN_S: Final = 3
_FIELDS: Final = ("title", "publisher", "published_at")
# A form writes one character of another script as nine.
_FORM_FACTOR: Final = 3


def make_room() -> None:
    """Let the form with an article be as long as an article may be."""
    if request.endpoint == "pages.check_article":
        longest = _FORM_FACTOR * settings().max_article_bytes
        request.max_content_length = request.max_form_memory_size = longest


@pages.post("/articles")
def check_article() -> Response | tuple[str, int]:
    """Take an article from the form and show its page."""
    if not may_ask():
        return redirect(url_for("desk.sign_in", next=url_for("pages.start")), 303)
    try:
        accepted = take_article(ArticleBody().load(_sent()), door())
    except ValidationError as error:
        named = {f"article_{name}": found for name, found in advice(error).items()}
        return start_page(request.form, named), 422
    except (Rejected, Problem) as error:
        return start_page(request.form, {"article_text": error.detail}), kind_of(error).status
    return redirect(url_for("pages.article", article_id=accepted.article.id), 303)


@pages.get("/articles/<article_id>")
def article(article_id: str) -> Response:
    """An article with its claims marked, and their verdicts as they come."""
    if not may_ask():
        return redirect(url_for("desk.sign_in", next=request.path))
    with runtime().records.read() as session:
        record = get_article(session, article_id)
    story = story_of(record)
    page = render_template(
        "desk/article.html",
        section="check",
        article=record,
        story=story,
        quotes=checked_quotes(runtime(), record.quotes),
    )
    answer = make_response(page)
    if story.unfinished:
        answer.headers["Refresh"] = str(LOOK_AGAIN_S)
    return answer


def _sent() -> dict[str, Any]:
    given = {name: request.form.get(f"article_{name}", "").strip() or None for name in _FIELDS}
    return {"text": request.form.get("article_text", ""), **given}
