"""The web application, put together."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, request

from runtime.settings import Settings
from runtime.wiring import Runtime
from service.access import current_access
from service.api import BLUEPRINTS
from service.auth import register_enforcement, register_identification
from service.desk import register_pages
from service.errors import register_errors
from service.limits import register_limits
from service.openapi import add_converters, make_api
from service.reference import reference
from service.reference.document import keep_document
from service.requests import check_acceptable, register_requests
from service.security import register_security
from service.state import Parts, keep_parts, settings


def create_app(chosen: Settings, open_runtime: Callable[[], Runtime]) -> Flask:
    """The application for these settings.

    Nothing is opened before the first request needs it, so that a server may fork in between.
    """
    app = Flask("service")
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = chosen.max_body_bytes
    keep_parts(app, Parts(chosen, open_runtime))
    add_converters(app.url_map)
    register_security(app, trusted_proxies=chosen.trusted_proxies)
    register_errors(app)
    # The order counts: a refused caller is counted against a limit first.
    register_requests(app)
    register_identification(app)
    register_limits(app, chosen)
    register_enforcement(app)
    app.before_request(_bound_body)
    app.before_request(check_acceptable)
    _register_operations(app)
    app.register_blueprint(reference)
    register_pages(app)
    return app


def _register_operations(app: Flask) -> None:
    api = make_api(app)
    with app.app_context():
        for blueprint in BLUEPRINTS:
            api.register_blueprint(blueprint)  # type: ignore[no-untyped-call]
        keep_document(app, api.spec.to_dict())


def _bound_body() -> None:
    access = current_access()
    if access is not None:
        request.max_content_length = getattr(settings(), access.body_setting)
