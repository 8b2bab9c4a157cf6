"""Who is looking: sign-in by server-side session, and forms protected against forgery."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import Blueprint, Flask, Response, current_app, g, redirect, request, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from records.accounts import Account, close_session, find_session, open_session
from runtime.secret_keys import secret_keys
from service.auth import from_this_machine
from service.state import runtime, settings

COOKIE = "assay_session"
HOUR_S = 3600

P = ParamSpec("P")
R = TypeVar("R")
csrf = CSRFProtect()


def protect_forms(app: Flask, *blueprints: Blueprint) -> None:
    """Refuse forged forms on these blueprints only: the API takes no cookies, so needs no token."""
    chosen = app.extensions["assay"].settings
    app.secret_key = hashlib.sha256(b"forms:" + secret_keys(chosen)[0].encode()).digest()
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        SESSION_COOKIE_NAME="assay_form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=_over_tls(chosen.public_url),
    )
    csrf.init_app(app)
    names = {blueprint.name for blueprint in blueprints}

    # Asked of the application, since a blueprint takes no more hooks once it is in one.
    @app.before_request
    def protect() -> None:
        if request.blueprint in names:
            csrf.protect()

    @app.context_processor
    def visitor() -> dict[str, Account | None]:
        return {"reviewer": reviewer()} if request.blueprint in names else {}


def reviewer() -> Account | None:
    """The person signed in, if any."""
    if "reviewer" not in g:
        token = request.cookies.get(COOKIE)
        found = None
        if token:
            with runtime().records.read() as session:
                found = find_session(session, token, now=runtime().now())
        g.reviewer = found.account if found else None
    return cast("Account | None", g.reviewer)


def may_ask() -> bool:
    """Whether the visitor may check claims: signed in, or at a machine that needs no keys."""
    return reviewer() is not None or on_own_machine()


def on_own_machine() -> bool:
    """Whether the visitor sits at the machine itself and it needs no keys."""
    return not settings().keys_needed and from_this_machine()


def signed_in(view: Callable[P, R]) -> Callable[P, R | AnyResponse]:
    """Let only people who signed in see a page; others are asked to, and come back to it."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | AnyResponse:
        if reviewer():
            return view(*args, **kwargs)
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("desk.sign_in", next=wanted))

    return guarded


def me() -> Account:
    """The person signed in, on a page that only such people see."""
    account = reviewer()
    assert account is not None
    return account


def sign_in(account: Account, response: AnyResponse) -> AnyResponse:
    """Open a session of its own for this browser; a session it had before ends."""
    lasts_s = settings().desk_session_hours * HOUR_S
    with runtime().records.begin() as session:
        if before := request.cookies.get(COOKIE):
            close_session(session, before)
        token = open_session(session, account.id, lasts_s=lasts_s, now=runtime().now())
    response.set_cookie(
        COOKIE,
        token,
        max_age=lasts_s,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
    return response


def sign_out(response: Response | AnyResponse) -> AnyResponse:
    """End this browser's session, here and in the records."""
    if token := request.cookies.get(COOKIE):
        with runtime().records.begin() as session:
            close_session(session, token)
    response.delete_cookie(COOKIE)
    return response


def _over_tls(public_url: str) -> bool:
    return public_url.startswith("https://")
