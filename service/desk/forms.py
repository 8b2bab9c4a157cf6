"""Forms that nobody can forge: a token in each, bound to a cookie of this browser."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Flask, Response, g, request
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from markupsafe import Markup

from records.accounts import Account
from runtime.secret_keys import secret_keys
from service.desk.sessions import reviewer
from service.error_pages import page_saying
from verification.errors import RecordsUnavailable

COOKIE = "assay_form"

csrf = CSRFProtect()


def protect_forms(app: Flask, *blueprints: Blueprint) -> None:
    """Refuse forged forms on these blueprints only: the API takes no cookies, so needs no token."""
    chosen = app.extensions["assay"].settings
    app.secret_key = hashlib.sha256(b"forms:" + secret_keys(chosen)[0].encode()).digest()
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        SESSION_COOKIE_NAME=COOKIE,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=chosen.public_url.startswith("https://"),
    )
    csrf.init_app(app)
    app.register_error_handler(CSRFError, _refuse)
    app.jinja_env.globals["csrf_field"] = _field
    app.context_processor(_visitor)
    names = {blueprint.name for blueprint in blueprints}

    # Asked of the application, since a blueprint takes no more hooks once it is in one.
    @app.before_request
    def protect() -> None:
        if request.blueprint in names:
            csrf.protect()


def _refuse(_error: CSRFError) -> Response:
    return page_saying(
        "This form is out of date",
        "Nothing was done, because the form does not prove that it came from this site. Go back, "
        "keep what you wrote, load the page anew and send it again; cookies must be allowed.",
        status=400,
        request_id=g.get("request_id", ""),
    )


def _field() -> Markup:
    """The token of a form, as the form carries it."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def _visitor() -> dict[str, Account | None]:
    try:
        return {"reviewer": reviewer()}
    except RecordsUnavailable:
        # The page that says so needs nobody's name.
        return {"reviewer": None}
