"""Who may pass: people who signed in; the others are asked to, and lose nothing by it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.accounts import LONGEST_LOGIN, LONGEST_PASSWORD, SHORTEST_PASSWORD, list_accounts
from service.desk.sessions import on_own_machine, reviewer
from service.state import runtime

P = ParamSpec("P")
R = TypeVar("R")


def signed_in(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Let only people who signed in see a page; others are asked to, and come back to it.

    What they wrote meanwhile goes along: a session may end while somebody thinks.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        if reviewer():
            return view(*args, **kwargs)
        if request.method == "GET":
            return redirect(url_for("desk.sign_in", next=request.full_path.rstrip("?")))
        over = "Your sign-in has ended, so nothing was done. Sign in to go on where you were."
        review_id = (request.view_args or {}).get("review_id", "")
        return sign_in_page(403, problem=over, review_id=review_id)

    return guarded


def sign_in_page(status: int, problem: str | None = None, review_id: str = "") -> Response:
    """The page that asks who it is; what was being written about a review stays in its form."""
    form = request.form
    page = render_template(
        "desk/sign_in.html",
        section="desk",
        first=nobody_yet(),
        next=request.values.get("next", ""),
        login=login_given(),
        problem=problem,
        review_id=review_id or form.get("review_id", ""),
        draft={name: form.get(name, "") for name in ("veracity", "rationale")},
        shortest_password=SHORTEST_PASSWORD,
        longest_password=LONGEST_PASSWORD,
        longest_login=LONGEST_LOGIN,
    )
    return make_response(page, status)


def login_given() -> str:
    """The name that was typed in."""
    return request.form.get("name", "").strip()


def nobody_yet() -> bool:
    """Whether the first visitor may make the first account: only where no key is needed either."""
    if not on_own_machine():
        return False
    with runtime().records.read() as session:
        return not list_accounts(session)
