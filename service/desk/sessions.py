"""Who is looking: a person with a session in the records, known by a cookie of this browser."""

from __future__ import annotations

from typing import cast

from flask import current_app, g, request
from werkzeug.wrappers import Response

from records.accounts import Account, close_session, find_session, open_session
from service.auth import from_this_machine
from service.state import runtime, settings

COOKIE = "assay_session"
HOUR_S = 3600


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


def me() -> Account:
    """The person signed in, on a page that only such people see."""
    account = reviewer()
    assert account is not None
    return account


def may_ask() -> bool:
    """Whether the visitor may check claims: signed in, or at a machine that needs no keys."""
    return reviewer() is not None or on_own_machine()


def on_own_machine() -> bool:
    """Whether the visitor sits at the machine itself and it needs no keys."""
    return not settings().keys_needed and from_this_machine(by_link=True)


def begin_session(account: Account) -> str:
    """Open a new session for this browser and answer its token; one it had before ends."""
    with runtime().records.begin() as session:
        if before := request.cookies.get(COOKIE):
            close_session(session, before)
        token = open_session(session, account.id, lasts_s=_lasts_s(), now=runtime().now())
    g.reviewer = account
    return token


def remember(token: str, response: Response) -> Response:
    """Have this browser keep the token of its session."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=_lasts_s(),
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
    return response


def end_session(response: Response) -> Response:
    """End this browser's session, here and in the records."""
    if token := request.cookies.get(COOKIE):
        with runtime().records.begin() as session:
            close_session(session, token)
    response.delete_cookie(COOKIE)
    return response


def _lasts_s() -> int:
    return settings().desk_session_hours * HOUR_S
