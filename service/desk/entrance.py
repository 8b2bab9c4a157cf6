"""The door of the desk: the first account, signing in and out."""

from __future__ import annotations

import hashlib
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, current_app, make_response, redirect, request, url_for
from flask import session as form_session
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response

from records.accounts import Account, AccountInput, check_password, create_account, list_accounts
from service.desk.blueprints import desk
from service.desk.guard import login_given, nobody_yet, sign_in_page
from service.desk.review import take
from service.desk.sessions import begin_session, end_session, remember, reviewer
from service.state import runtime
from service.throttle import Throttle
from verification.errors import AssayError, Rejected

# Failed sign-ins in a quarter of an hour: of an address, of a login, of that login from there.
FAILURES: Final = {"address": 30, "login": 50, "both": 10}
_THROTTLE: Final = "assay_sign_ins"
_WRONG: Final = "Name or password is not right."


def keep_count(app: Flask) -> None:
    """Count failed sign-ins for an application."""
    chosen = app.extensions["assay"].settings
    app.extensions[_THROTTLE] = Throttle(chosen.cache_url, FAILURES)


@desk.get("/sign-in")
def sign_in() -> Response:
    """Ask who it is; on a machine of one's own, the first visitor makes the first account."""
    if reviewer():
        return redirect(_following())
    return sign_in_page(200)


@desk.post("/sign-in")
def try_sign_in() -> Response:
    """Sign in, or make the first account."""
    if nobody_yet():
        try:
            account = _first_account()
        except AssayError as error:
            return sign_in_page(422, problem=error.detail)
        return _welcome(account)
    who = _who()
    wait_s = _throttle().wait_s(**who)
    if wait_s:
        minutes = -(-wait_s // 60)
        many = f"Too many sign-ins failed. Try again in {minutes} minute{'s'[: minutes > 1]}."
        refused = sign_in_page(429, problem=many)
        refused.headers["Retry-After"] = str(wait_s)
        return refused
    with runtime().records.read() as session:
        found = check_password(session, login_given(), request.form.get("password", ""))
    if found is None:
        _throttle().failed(**who)
        return sign_in_page(422, problem=_WRONG)
    return _welcome(found)


@desk.post("/sign-out")
def sign_out() -> Response:
    """Sign out."""
    form_session.clear()
    return end_session(redirect(url_for("pages.start"), 303))


def _welcome(account: Account) -> Response:
    """Begin a session, and go on where the person was, with what was being written if anything."""
    token = begin_session(account)
    review_id = request.form.get("review_id")
    onward = make_response(take(review_id)) if review_id else redirect(_following(), 303)
    return remember(token, onward)


def _following() -> str:
    """The page asked for before, if it is one of ours: no sign-in leads to somebody else's."""
    wanted = request.values.get("next", "")
    parts = urlsplit(wanted)
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    plain = wanted.isprintable() and "\\" not in wanted
    own = ours and plain and not parts.scheme and not parts.netloc
    return wanted if own else url_for("desk.queue")


def _who() -> dict[str, str]:
    """Whose failure it would be, for each kind that is counted."""
    address = get_remote_address()
    login = hashlib.sha256(login_given().casefold().encode("utf-8", "surrogatepass")).hexdigest()
    return {"address": address, "login": login, "both": f"{address} {login}"}


def _throttle() -> Throttle:
    throttle = current_app.extensions[_THROTTLE]
    assert isinstance(throttle, Throttle)
    return throttle


def _first_account() -> Account:
    given = AccountInput(login_given(), request.form.get("password", ""), role="admin")
    with runtime().records.begin() as session:
        if list_accounts(session):
            raise Rejected("Somebody has just made the first account; sign in with yours.")
        return create_account(session, given, actor="desk", now=runtime().now())
