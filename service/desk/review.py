"""One claim under review: its evidence in context, to decide, to skip, to take again."""

from __future__ import annotations

from typing import Final

from flask import flash, redirect, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from records.documents import texts_of
from records.reviews import decide, get_review, lease_review, skip
from service.desk.blueprints import desk
from service.desk.evidence import arranged, quoted_versions
from service.desk.guard import signed_in
from service.desk.sessions import me
from service.desk.wording import SKIP_REASONS
from service.schemas.reviews import DecisionBody
from service.state import runtime, settings
from verification.errors import Conflict, NotAllowed
from verification.types import Veracity
from workers import queue

LONGEST_RATIONALE: Final = 5000
_DRAFT: Final = ("veracity", "rationale")


@desk.get("/reviews/<review_id>")
@signed_in
def review(review_id: str) -> str:
    """One claim with its evidence in context."""
    return _page(review_id)


@desk.post("/reviews/<review_id>/take")
@signed_in
def take(review_id: str) -> Response | tuple[str, int]:
    """Take this claim or hold it longer; what was written already stays on the page."""
    problem = None
    try:
        with runtime().records.begin() as session:
            lease_review(
                session,
                review_id,
                reviewer=me().login,
                lease_s=settings().review_lease_s,
                now=runtime().now(),
            )
    except (Conflict, NotAllowed) as error:
        problem = error.detail
    if any(request.form.get(name) for name in _DRAFT):
        return _page(review_id, problem), 409 if problem else 200
    if problem:
        flash(problem, "wrong")
    return redirect(url_for("desk.review", review_id=review_id), 303)


@desk.post("/reviews/<review_id>/decision")
@signed_in
def decision(review_id: str) -> Response | tuple[str, int]:
    """Decide; what was written is kept on the page when the time ran out meanwhile."""
    try:
        given = DecisionBody().load({name: request.form.get(name, "") for name in _DRAFT})
    except ValidationError as error:
        return _page(review_id, _advice(error)), 422
    try:
        with runtime().records.begin() as session:
            decide(
                session,
                review_id,
                reviewer=me().login,
                veracity=Veracity(given["veracity"]),
                rationale=given["rationale"],
                now=runtime().now(),
            )
    except Conflict as error:
        return _page(review_id, error.detail), 409
    queue.wake(runtime())
    flash("Decided. Whoever asked is being told.")
    return redirect(url_for("desk.queue"), 303)


@desk.post("/reviews/<review_id>/skip")
@signed_in
def skip_review(review_id: str) -> Response:
    """Leave this claim to others or to later."""
    reason = request.form.get("reason", "")
    if reason not in SKIP_REASONS:
        flash("Choose one of the reasons.", "wrong")
        return redirect(url_for("desk.review", review_id=review_id), 303)
    try:
        with runtime().records.begin() as session:
            skip(session, review_id, reviewer=me().login, reason=reason, now=runtime().now())
    except Conflict as error:
        flash(error.detail, "wrong")
        return redirect(url_for("desk.review", review_id=review_id), 303)
    flash("Left undecided.")
    return redirect(url_for("desk.queue"), 303)


def _page(review_id: str, problem: str | None = None) -> str:
    with runtime().records.read() as session:
        item = get_review(session, review_id)
        texts = texts_of(session, quoted_versions(item.verdict))
    held = item.state == "waiting" and item.lease_until and item.lease_until >= runtime().now()
    return render_template(
        "desk/review.html",
        section="desk",
        item=item,
        holder=item.reviewer if held else None,
        me=me(),
        draft={name: request.form.get(name, "") for name in _DRAFT},
        problem=problem,
        skip_reasons=SKIP_REASONS,
        evidence=arranged(item.verdict, texts),
        longest_rationale=LONGEST_RATIONALE,
    )


def _advice(error: ValidationError) -> str:
    """What is wrong with a decision, in a sentence."""
    if "veracity" in error.messages_dict:
        return "Choose one of the four answers."
    return f"Say why, in 1 to {LONGEST_RATIONALE:,} characters; readers will see it."
