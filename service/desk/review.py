"""The review desk: sign in, take a claim, see its evidence in context, decide or skip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.accounts import Account, AccountInput, check_password, create_account, list_accounts
from records.backlog import backlog
from records.documents import get_document
from records.reviews import (
    ReviewFilter,
    ReviewItem,
    decide,
    get_review,
    lease_next,
    lease_review,
    list_reviews,
    skip,
    urgent_reviews,
)
from service.cursors import issue_cursor, read_cursor
from service.desk import signing_in
from service.desk.signing_in import me, on_own_machine, signed_in
from service.desk.wording import SKIP_REASONS
from service.state import runtime, settings
from verification.errors import AssayError, Conflict, NotFound
from verification.types import Veracity

CONTEXT_CHARACTERS = 320
SHOWN = 50
RATIONALE_CHARACTERS = 4000
PASSWORD_CHARACTERS = 10

desk = Blueprint("desk", __name__, url_prefix="/desk")


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """One piece of evidence with the words around it in its document."""

    item: Mapping[str, Any]
    before: str
    after: str


@desk.errorhandler(NotFound)
def not_found(error: NotFound) -> tuple[str, int]:
    """A page instead of a problem document: people read this."""
    return render_template("desk/not_found.html", problem=error.detail), 404


@desk.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Response | str | tuple[str, int]:
    """Sign in; on a machine of one's own, the first visitor makes the first account."""
    following = _local_path(request.values.get("next", ""))
    first = _nobody_yet()
    login = request.form.get("name", "").strip()
    if request.method == "GET":
        return render_template("desk/sign_in.html", section="desk", first=first, next=following)
    password = request.form.get("password", "")
    try:
        account = _first_account(login, password) if first else None
    except AssayError as error:
        problem: str | None = error.detail
    else:
        problem = "Name or password is not right."
        if account is None:
            with runtime().records.read() as session:
                account = check_password(session, login, password)
        if account:
            return signing_in.sign_in(account, redirect(following or url_for("desk.queue"), 303))
    page = render_template(
        "desk/sign_in.html",
        section="desk",
        first=first,
        next=following,
        name=login,
        problem=problem,
    )
    return page, 422


@desk.post("/sign-out")
def sign_out() -> Response:
    """Sign out."""
    return signing_in.sign_out(redirect(url_for("pages.start"), 303))


@desk.get("/")
@signed_in
def queue() -> str:
    """What waits, most urgent first, or what was decided."""
    show = "decided" if request.args.get("show") == "decided" else "waiting"
    following = None
    with runtime().records.read() as session:
        waiting = backlog(session).reviews_waiting
        if show == "waiting":
            reviews = tuple(urgent_reviews(session, limit=SHOWN, now=runtime().now()))
        else:
            keys = runtime().secret_keys
            given = request.args.get("after")
            after = read_cursor(given, scope="desk", keys=keys) if given else None
            page = list_reviews(session, ReviewFilter(state="decided", limit=SHOWN, after=after))
            reviews = page.items
            if page.next:
                cursor = issue_cursor(page.next, scope="desk", keys=keys)
                following = url_for("desk.queue", show=show, after=cursor)
    return render_template(
        "desk/queue.html",
        section="desk",
        show=show,
        waiting=waiting,
        reviews=reviews,
        following=following,
    )


@desk.post("/next")
@signed_in
def take_next() -> Response:
    """Take the most urgent claim nobody else has."""
    with runtime().records.begin() as session:
        item = lease_next(
            session,
            reviewer=me().login,
            lease_s=settings().review_lease_s,
            now=runtime().now(),
        )
    if item is None:
        flash("Nothing waits that nobody else has taken.", "notice")
        return redirect(url_for("desk.queue"), 303)
    return redirect(url_for("desk.review", review_id=item.id), 303)


@desk.get("/reviews/<review_id>")
@signed_in
def review(review_id: str) -> str:
    """One claim with its evidence in context."""
    with runtime().records.read() as session:
        item = get_review(session, review_id)
    return _review_page(item)


@desk.post("/reviews/<review_id>/take")
@signed_in
def take(review_id: str) -> Response:
    """Take this claim."""
    with runtime().records.begin() as session:
        try:
            lease_review(
                session,
                review_id,
                reviewer=me().login,
                lease_s=settings().review_lease_s,
                now=runtime().now(),
            )
        except Conflict as error:
            flash(error.detail, "wrong")
    return redirect(url_for("desk.review", review_id=review_id), 303)


@desk.post("/reviews/<review_id>/decision")
@signed_in
def decision(review_id: str) -> Response | tuple[str, int]:
    """Decide; what was written is kept on the page when the time ran out meanwhile."""
    veracity = request.form.get("veracity", "")
    rationale = request.form.get("rationale", "").strip()
    problem = _problem_of(veracity, rationale)
    if problem is None:
        try:
            with runtime().records.begin() as session:
                decide(
                    session,
                    review_id,
                    reviewer=me().login,
                    veracity=Veracity(veracity),
                    rationale=rationale,
                    now=runtime().now(),
                )
        except Conflict as error:
            problem = error.detail
        else:
            flash("Decided. Whoever asked is being told.", "notice")
            return redirect(url_for("desk.queue"), 303)
    with runtime().records.read() as session:
        item = get_review(session, review_id)
    draft = {"veracity": veracity, "rationale": rationale}
    return _review_page(item, draft=draft, problem=problem), 409


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
    return redirect(url_for("desk.queue"), 303)


def _review_page(
    item: ReviewItem, draft: Mapping[str, str] | None = None, problem: str | None = None
) -> str:
    return render_template(
        "desk/review.html",
        section="desk",
        item=item,
        mine=item.state == "waiting" and item.reviewer == me().login,
        draft=draft or {},
        problem=problem,
        skip_reasons=SKIP_REASONS,
        shown_evidence=_in_context(item),
    )


def _in_context(item: ReviewItem) -> list[ShownEvidence]:
    """Each piece of evidence with the words around it, cut at spaces."""
    shown = []
    with runtime().records.read() as session:
        for evidence in (item.verdict or {}).get("evidence", ()):
            reference = evidence["document"]
            text = get_document(session, reference["id"], reference["version"]).text
            start, end = evidence["start"], evidence["end"]
            before = text[max(0, start - CONTEXT_CHARACTERS) : start]
            after = text[end : end + CONTEXT_CHARACTERS]
            if start > CONTEXT_CHARACTERS:
                before = "… " + before.partition(" ")[2]
            if end + CONTEXT_CHARACTERS < len(text):
                after = after.rpartition(" ")[0] + " …"
            shown.append(ShownEvidence(evidence, before, after))
    return shown


def _problem_of(veracity: str, rationale: str) -> str | None:
    if veracity not in set(Veracity):
        return "Choose one of the four answers."
    if not 3 <= len(rationale) <= RATIONALE_CHARACTERS:
        return f"Say why in 3 to {RATIONALE_CHARACTERS} characters."
    return None


def _nobody_yet() -> bool:
    """Whether the first visitor may make the first account: only where no key is needed either."""
    if not on_own_machine():
        return False
    with runtime().records.read() as session:
        return not list_accounts(session)


def _first_account(login: str, password: str) -> Account:
    if not login or len(password) < PASSWORD_CHARACTERS:
        raise Conflict(f"Give a name and a password of {PASSWORD_CHARACTERS} characters or more.")
    with runtime().records.begin() as session:
        account = AccountInput(login=login, password=password, role="admin")
        return create_account(session, account, actor="desk", now=runtime().now())


def _local_path(wanted: str) -> str:
    """A path of this site, or nothing: a sign-in must not lead to somebody else's page."""
    parts = urlsplit(wanted)
    safe = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if safe and not parts.scheme and not parts.netloc else ""
