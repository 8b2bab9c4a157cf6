"""The start page and a claim's page: type a claim in, see its verdict with the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from flask import make_response, redirect, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from language.quotations import find_quotations
from records.claims import get_claim
from records.keys import LOCAL_KEY_ID
from runtime.quoting import checked_quotes
from service.api.submitting import Door, await_verdict, take_in
from service.desk.blueprints import pages
from service.desk.evidence import arranged
from service.desk.sessions import may_ask, reviewer
from service.errors import Problem, kind_of
from service.schemas.articles import ARTICLE_CHARACTERS
from service.schemas.claims import ClaimBody
from service.state import runtime, settings
from sources.demonstration import example_claims
from verification.errors import ClaimRejected

# Long enough for most claims, so that few people see the page that asks them to wait.
WAIT_S: Final = 3.0
LOOK_AGAIN_S: Final = 2
_FIELDS: Final = {"text": "The claim", "speaker": "Said by", "claimed_at": "Claimed on"}
_LABELS: Final = {
    **_FIELDS,
    "article_text": "The article",
    "article_title": "Headline",
    "article_publisher": "Published by",
    "article_published_at": "Published on",
}
_UNFINISHED: Final = ("queued", "running")
_examples = cache(example_claims)


@pages.get("/")
def start() -> str:
    """What this is, a claim to type, and examples to try."""
    return start_page({})


@pages.get("/favicon.ico")
def favicon() -> Response:
    """Where browsers look when no page told them."""
    return redirect(url_for("static", filename="favicon.svg"), 301)


@pages.post("/check")
def check() -> Response | tuple[str, int]:
    """Take a claim from the form and show its page."""
    if not may_ask():
        return redirect(url_for("desk.sign_in", next=url_for("pages.start")), 303)
    try:
        body = ClaimBody().load(_sent())
        accepted = take_in(body, door())
    except ValidationError as error:
        return start_page(request.form, advice(error)), 422
    except (ClaimRejected, Problem) as error:
        return start_page(request.form, {"text": error.detail}), kind_of(error).status
    return redirect(url_for("pages.claim", claim_id=accepted.claim.id), 303)


@pages.get("/claims/<claim_id>")
def claim(claim_id: str) -> Response:
    """A claim with its verdict as soon as there is one."""
    if not may_ask():
        return redirect(url_for("desk.sign_in", next=request.path))
    with runtime().records.read() as session:
        record = get_claim(session, claim_id)
    if record.status in _UNFINISHED and record.verdict is None:
        record = await_verdict(claim_id, WAIT_S) or record
    evidence = arranged(record.verdict)
    quoted = [each.text for each in find_quotations(record.claim.text)]
    page = render_template(
        "desk/claim.html",
        section="check",
        record=record,
        evidence=evidence,
        quotes=checked_quotes(runtime(), quoted),
    )
    answer = make_response(page)
    if record.status in _UNFINISHED:
        answer.headers["Refresh"] = str(LOOK_AGAIN_S)
    return answer


def start_page(form: Mapping[str, str], problems: Mapping[str, str] | None = None) -> str:
    """The start page, with what was typed and what is wrong with it."""
    return render_template(
        "desk/start.html",
        section="check",
        form=form,
        labels=_LABELS,
        problems=problems or {},
        passages=runtime().corpus_size(),
        examples=_examples(),
        may_ask=may_ask(),
        keys_needed=settings().keys_needed,
        max_characters=settings().max_claim_characters,
        max_article=ARTICLE_CHARACTERS,
        root=settings().public_url,
    )


def _sent() -> dict[str, Any]:
    """What the form says, or the example chosen instead."""
    chosen = {str(n): each for n, each in enumerate(_examples())}.get(
        request.form.get("example", "")
    )
    if chosen:
        day = chosen.claimed_at.isoformat()
        return {"text": chosen.text, "claimed_at": day, "speaker": chosen.speaker}
    given = {name: request.form.get(name, "").strip() for name in _FIELDS}
    return {"text": given.pop("text"), **{name: value or None for name, value in given.items()}}


def door() -> Door:
    """By whom and how a claim from a form comes in."""
    account = reviewer()
    return Door(f"account:{account.id}" if account else LOCAL_KEY_ID, "desk")


def advice(error: ValidationError) -> dict[str, str]:
    """What is wrong with each field, in a sentence."""
    return {
        name: " ".join(map(str, found)) if isinstance(found, list) else str(found)
        for name, found in error.messages_dict.items()
    }
