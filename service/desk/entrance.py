"""The door of the desk: the first account, signing in and out, and who may pass."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, make_response, redirect, render_template, request, url_for
from flask import session as form_session
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response

from records.accounts import (
    LONGEST_LOGIN,
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    Account,
    AccountInput,
    check_password,
    create_account,
    list_accounts,
)
from service.desk.blueprints import desk
from service.desk.sessions import begin_session, end_session, on_own_machine, reviewer
from service.state import runtime
from service.throttle import Throttle
from verification.errors import AssayError, Rejected

# Failed sign-ins in a quarter of an hour: of an address, of a login, of that login from there.
FAILURES: Final = {"address": 30, "login": 50, "both": 10}
_THROTTLE: Final = "assay_sign_ins"
_WRONG: Final = "Name or password is not right."

P = ParamSpec("P")
R = TypeVar("R")


def keep_count(app: Flask) -> None:
    """Count failed sign-ins for an application."""
    chosen = app.extensions["assay"].settings
    app.extensions[_THROTTLE] = Throttle(chosen.cache_url, FAILURES)


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
        draft = {name: request.form.get(name, "") for name in ("veracity", "rationale")}
        review_id = (request.view_args or {}).get("review_id", "")
        return _sign_in_page(403, problem=over, draft=draft, review_id=review_id)

    return guarded


@desk.get("/sign-in")
def sign_in() -> Response:
    """Ask who it is; on a machine of one's own, the first visitor makes the first account."""
    if reviewer():
        return redirect(_following())
    return _sign_in_page(200)


@desk.post("/sign-in")
def try_sign_in() -> Response:
    """Sign in, or make the first account."""
    if _nobody_yet():
        try:
            account = _first_account()
        except AssayError as error:
            return _sign_in_page(422, problem=error.detail)
        return begin_session(account, redirect(_following(), 303))
    who = _who()
    wait_s = _throttle().wait_s(**who)
    if wait_s:
        minutes = -(-wait_s // 60)
        many = f"Too many sign-ins failed. Try again in {minutes} minute{'s'[: minutes > 1]}."
        refused = _sign_in_page(429, problem=many)
        refused.headers["Retry-After"] = str(wait_s)
        return refused
    with runtime().records.read() as session:
        found = check_password(session, _login(), request.form.get("password", ""))
    if found is None:
        _throttle().failed(**who)
        return _sign_in_page(422, problem=_WRONG)
    return begin_session(found, _onward())


@desk.post("/sign-out")
def sign_out() -> Response:
    """Sign out."""
    form_session.clear()
    return end_session(redirect(url_for("pages.start"), 303))


def _sign_in_page(status: int, **more: object) -> Response:
    form = request.form
    given = {"draft": form, "review_id": form.get("review_id", ""), "problem": None, **more}
    page = render_template(
        "desk/sign_in.html",
        section="desk",
        first=_nobody_yet(),
        next=request.values.get("next", ""),
        login=_login(),
        shortest_password=SHORTEST_PASSWORD,
        longest_password=LONGEST_PASSWORD,
        longest_login=LONGEST_LOGIN,
        **given,
    )
    return make_response(page, status)


def _onward() -> Response:
    """Where to go after signing in: back to what was being written, if anything was."""
    review_id = request.form.get("review_id")
    if not review_id:
        return redirect(_following(), 303)
    # 307 repeats the form at the other address, and with it what was written.
    return redirect(url_for("desk.take", review_id=review_id), 307)


def _following() -> str:
    """The page asked for before, if it is one of ours: no sign-in leads to somebody else's."""
    wanted = request.values.get("next", "")
    parts = urlsplit(wanted)
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    plain = wanted.isprintable() and "\\" not in wanted
    own = ours and plain and not parts.scheme and not parts.netloc
    return wanted if own else url_for("desk.queue")


def _login() -> str:
    return request.form.get("name", "").strip()


def _who() -> dict[str, str]:
    """Whose failure it would be, for each kind that is counted."""
    address = get_remote_address()
    login = hashlib.sha256(_login().casefold().encode("utf-8", "surrogatepass")).hexdigest()
    return {"address": address, "login": login, "both": f"{address} {login}"}


def _throttle() -> Throttle:
    throttle = current_app.extensions[_THROTTLE]
    assert isinstance(throttle, Throttle)
    return throttle


def _nobody_yet() -> bool:
    """Whether the first visitor may make the first account: only where no key is needed either."""
    if not on_own_machine():
        return False
    with runtime().records.read() as session:
        return not list_accounts(session)


def _first_account() -> Account:
    given = AccountInput(_login(), request.form.get("password", ""), role="admin")
    with runtime().records.begin() as session:
        if list_accounts(session):
            raise Rejected("Somebody has just made the first account; sign in with yours.")
        return create_account(session, given, actor="desk", now=runtime().now())
