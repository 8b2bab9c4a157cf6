"""Reading a request: its id, its size, its content type, its JSON, its query."""

from __future__ import annotations

import json
import re
import secrets
from collections import Counter
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote_to_bytes

from flask import Flask, Response, g, request

from service.access import current_access
from service.errors import Problem
from service.state import settings
from service.strict_json import parse_json

REQUEST_ID: Final = "X-Request-ID"
JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"
_OWN_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def register_requests(app: Flask) -> None:
    """Give every request an id and refuse addresses that are not text."""
    app.before_request(_name_request)
    app.before_request(_check_query)
    app.after_request(_echo_request_id)


def _name_request() -> None:
    given = request.headers.get(REQUEST_ID, "")
    g.request_id = given if _OWN_ID.fullmatch(given) else f"req_{secrets.token_hex(12)}"


def _echo_request_id(answer: Response) -> Response:
    answer.headers[REQUEST_ID] = g.get("request_id", "")
    return answer


def _check_query() -> None:
    try:
        unquote_to_bytes(request.query_string).decode("utf-8")
    except UnicodeDecodeError:
        raise Problem("malformed-request", "The query of the address is not UTF-8.") from None


def check_acceptable() -> None:
    """Problem 406 where `Accept` leaves out the form that the operation answers in."""
    access = current_access()
    accepted = request.accept_mimetypes
    if access and "Accept" in request.headers and accepted.best_match([access.produces]) is None:
        raise Problem("not-acceptable", f"The answer is {access.produces}; `Accept` excludes it.")


def check_content_type(*accepted: str) -> str:
    """The request's content type; Problem 415 unless it is one of `accepted`, plain and UTF-8."""
    sent = request.mimetype
    if sent not in accepted:
        wanted = " or ".join(accepted)
        raise Problem(
            "unsupported-media-type", f"The content type {sent or '(none)'} is not {wanted}."
        )
    if request.mimetype_params.get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
        raise Problem("unsupported-media-type", "The body must be UTF-8.")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Problem("unsupported-media-type", "The body must not be compressed.")
    return sent


def read_body() -> bytes:
    """The bytes of the body; Problem 413 where it is longer than the operation takes."""
    body = request.get_data(cache=True)
    longest = request.max_content_length
    # Of a body that does not tell its length, no more than that was read.
    if request.content_length is None and longest is not None and len(body) >= longest:
        raise Problem("too-large", f"The body has more than {longest:,} bytes.")
    return body


def read_json() -> object:
    """The value in the request's JSON body; Problems as of `check_content_type`, `parse_json`."""
    if not request.mimetype and not read_body():
        raise Problem("empty-body", "The body is empty; send one JSON object.")
    check_content_type(JSON)
    body = read_body()
    if not body.strip():
        raise Problem("empty-body", "The body is empty; send one JSON object.")
    return parse_json(body, max_depth=settings().max_json_depth)


def json_response(
    body: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """An answer in JSON, in the order of the body and in UTF-8."""
    answer = Response(
        json.dumps(body, ensure_ascii=False, separators=(",", ":")), status, mimetype=JSON
    )
    answer.headers.update(headers or {})
    return answer


def check_query_once() -> None:
    """Problem 422 where a parameter occurs twice: which one counts would be a guess."""
    names = Counter(name for name, _ in request.args.items(multi=True))
    twice = sorted(name for name, count in names.items() if count > 1)
    if twice:
        raise Problem("validation", f"The parameter {twice[0][:80]} occurs more than once.")
