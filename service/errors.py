"""Every error leaves as `application/problem+json` (RFC 9457), those of the frameworks too.

Only people at a browser get a page instead.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from service.error_pages import error_page, wants_page
from service.problems import PROBLEMS, ProblemType, name_of
from verification.errors import AssayError, FieldProblem

PROBLEM_JSON = "application/problem+json"
RETRY_AFTER_S = 5

log = logging.getLogger(__name__)

# What a framework's error without a word of its own is called here.
_BY_STATUS: Mapping[int, str] = {
    400: "malformed-request",
    404: "no-such-page",
    405: "method-not-allowed",
    406: "not-acceptable",
    409: "conflict",
    413: "too-large",
    414: "address-too-long",
    415: "unsupported-media-type",
    422: "rejected",
    429: "quota-exceeded",
}


class Problem(AssayError):
    """A problem of the edge itself; `name` is one of `service.problems`."""

    def __init__(
        self,
        name: str,
        detail: str,
        *,
        problems: Sequence[FieldProblem] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail, code=name.replace("-", "_"), problems=problems)
        self.headers = dict(headers or {})


def register_errors(app: Flask) -> None:
    """Answer every error of an application with a problem."""
    app.register_error_handler(AssayError, _assay_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unforeseen)


def kind_of(error: AssayError) -> ProblemType:
    """The problem an error is: by its code, else by the nearest class that is known."""
    codes = [error.code, *(getattr(cls, "code", "") for cls in type(error).__mro__)]
    known = (PROBLEMS[name_of(code)] for code in codes if name_of(code) in PROBLEMS)
    return next(known, PROBLEMS["defect"])


def problem_body(
    kind: ProblemType, detail: str, problems: Sequence[FieldProblem] = ()
) -> dict[str, Any]:
    """The body of a problem; `errors` only where single values are to blame."""
    body: dict[str, Any] = {
        "type": kind.uri,
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "instance": quote(request.path[:200]),
        "request_id": g.get("request_id", ""),
    }
    if problems:
        body["errors"] = [{"pointer": each.pointer, "detail": each.detail} for each in problems]
    return body


def _assay_error(error: AssayError) -> Response:
    kind = kind_of(error)
    headers = dict(error.headers) if isinstance(error, Problem) else {}
    if kind.status >= 500:
        log.warning("request failed: %s: %s", error.code, error.detail, exc_info=error)
        headers.setdefault("Retry-After", str(RETRY_AFTER_S))
        return _respond(problem_body(kind, kind.help), headers)
    return _respond(problem_body(kind, error.detail, error.problems), headers)


def _http_error(error: HTTPException) -> Response:
    answer = error.get_response()
    status = answer.status_code
    if status < 400:
        return Response(answer.get_data(), status, dict(answer.headers))
    headers = {name: answer.headers[name] for name in ("Allow",) if name in answer.headers}
    if status >= 500:
        log.error("request failed: %s", error, exc_info=error)
    kind = PROBLEMS["defect"] if status >= 500 else PROBLEMS.get(_BY_STATUS.get(status, ""))
    if kind:
        return _respond(problem_body(kind, kind.help), headers)
    # A status nobody foresaw has no page of its own: RFC 9457 section 4.2.1 names this type.
    blank = ProblemType("", status, HTTPStatus(status).phrase, HTTPStatus(status).description)
    return _respond(problem_body(blank, blank.help) | {"type": "about:blank"}, headers)


def _unforeseen(error: Exception) -> Response:
    log.error("request failed: %s", type(error).__name__, exc_info=error)
    kind = PROBLEMS["defect"]
    return _respond(problem_body(kind, kind.help), {})


def _respond(body: Mapping[str, Any], headers: Mapping[str, str]) -> Response:
    if wants_page():
        answer = error_page(body)
    else:
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        answer = Response(text, body["status"], mimetype=PROBLEM_JSON)
    answer.headers.extend(headers)
    return answer
