"""The queue: what waits for a person, what was decided, and the next one to take."""

from __future__ import annotations

from typing import Final

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.backlog import backlog
from records.reviews import ReviewFilter, ReviewItem, lease_next, list_reviews, urgent_reviews
from service.cursors import issue_cursor, read_cursor
from service.desk.blueprints import desk
from service.desk.guard import signed_in
from service.desk.sessions import me
from service.state import runtime, settings

SHOWN: Final = 50
TABS: Final = {"waiting": "Waiting", "decided": "Decided", "closed": "Closed unanswered"}


@desk.get("/")
@signed_in
def queue() -> str:
    """What waits, most urgent first, or what was decided, newest first."""
    wanted = request.args.get("show", "")
    show = wanted if wanted in TABS else "waiting"
    if show == "waiting":
        with runtime().records.read() as session:
            reviews = tuple(urgent_reviews(session, limit=SHOWN, now=runtime().now()))
        following = None
    else:
        reviews, following = _closed(show)
    with runtime().records.read() as session:
        waiting = backlog(session).reviews_waiting
    return render_template(
        "desk/queue.html",
        section="desk",
        tabs=TABS,
        show=show,
        waiting=waiting,
        reviews=reviews,
        following=following,
        now=runtime().now(),
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
        flash("Nothing waits that you could take; others have the rest, or you passed it over.")
        return redirect(url_for("desk.queue"), 303)
    return redirect(url_for("desk.review", review_id=item.id), 303)


def _closed(state: str) -> tuple[tuple[ReviewItem, ...], str | None]:
    """A page of what is no longer waiting, and the address of the next page."""
    keys, scope = runtime().secret_keys, f"desk {state}"
    cursor = request.args.get("after")
    after = read_cursor(cursor, scope=scope, keys=keys) if cursor else None
    wanted = ReviewFilter(state=state, limit=SHOWN, after=after, newest_first=True)
    with runtime().records.read() as session:
        page = list_reviews(session, wanted)
    if page.next is None:
        return tuple(page.items), None
    cursor = issue_cursor(page.next, scope=scope, keys=keys)
    return tuple(page.items), url_for("desk.queue", show=state, after=cursor)
