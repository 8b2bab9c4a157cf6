"""The OpenAPI document as it is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from flask import Flask, current_app

from service.requests import REQUEST_ID
from service.schemas.patterns import IDEMPOTENCY_KEY as IDEMPOTENCY_PATTERN
from service.state import settings

_EXTENSION: Final = "assay_openapi"
_METHODS: Final = ("post", "get", "put", "patch", "delete")
_ORDER: Final = ("openapi", "info", "servers", "tags", "paths", "components")
DESCRIPTION: Final = """\
Assay checks factual claims against a corpus of official statements and reports.

Send a claim with `POST /v1/claims`; the answer, 202, names the address where its verdict will be.
Every verdict shows its evidence word for word, and what made it. Errors are problems by RFC 9457,
and their `type` leads to a page that explains them. Times are RFC 3339 in UTC. Lists go on with
`next_cursor`. Unknown fields and parameters are refused.
"""
_HEADERS: Final[Mapping[str, Any]] = {
    "RequestId": {
        "description": "Names this request in the logs; yours is kept if it is short and plain.",
        "schema": {"type": "string"},
    },
    "RateLimitPolicy": {
        "description": "The quota (q) per window of w seconds.",
        "schema": {"type": "string"},
        "example": '"write";q=120;w=60',
    },
    "RateLimit": {
        "description": "What remains (r) and when it is whole again (t, in seconds).",
        "schema": {"type": "string"},
        "example": '"write";r=119;t=60',
    },
    "RetryAfter": {
        "description": "Seconds to wait.",
        "schema": {"type": "integer", "minimum": 0},
    },
    "WwwAuthenticate": {
        "description": "How to identify yourself.",
        "schema": {"type": "string"},
    },
}


def _header(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/headers/{name}"}


_ALWAYS: Final = {REQUEST_ID: _header("RequestId")}
_LIMITED: Final = {
    "RateLimit-Policy": _header("RateLimitPolicy"),
    "RateLimit": _header("RateLimit"),
}
_BY_STATUS: Final[Mapping[str, Mapping[str, Any]]] = {
    "UNAUTHORIZED": {"WWW-Authenticate": _header("WwwAuthenticate")},
    "FORBIDDEN": {"WWW-Authenticate": _header("WwwAuthenticate")},
    "TOO_MANY_REQUESTS": {"Retry-After": _header("RetryAfter")},
    "SERVICE_UNAVAILABLE": {"Retry-After": _header("RetryAfter")},
}

IDEMPOTENCY_KEY: Final[Mapping[str, Any]] = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Makes repeating safe: the same key with the same body is answered with the "
    "first answer again; with another body it is refused (422). Use a new UUID for every claim.",
    "schema": {"type": "string", "pattern": IDEMPOTENCY_PATTERN, "maxLength": 255},
}


def keep_document(app: Flask, spec: dict[str, Any]) -> None:
    """Finish the document and keep it for the pages."""
    app.extensions[_EXTENSION] = _finished(spec)


def document() -> dict[str, Any]:
    """The document of the application that is answering."""
    found: dict[str, Any] = current_app.extensions[_EXTENSION]
    return found


def operations_of(spec: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, method and operation, in the order they were declared."""
    for path, item in spec["paths"].items():
        for method in _METHODS:
            if method in item:
                yield path, method, item[method]


def _finished(spec: dict[str, Any]) -> dict[str, Any]:
    spec["info"] |= {
        "description": DESCRIPTION,
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    }
    spec["servers"] = [{"url": "/", "description": "Where this document came from."}]
    components = spec.setdefault("components", {})
    components["headers"] = dict(_HEADERS)
    components["parameters"] = {"IdempotencyKey": IDEMPOTENCY_KEY}
    components["securitySchemes"] = {
        "key": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "assay_…",
            "description": "An API key; `assay keys create` makes one.",
        }
    }
    for _path, _method, operation in operations_of(spec):
        _finish(operation)
    for name, answer in components.get("responses", {}).items():
        answer["headers"] = {**_ALWAYS, **_LIMITED, **_BY_STATUS.get(name, {})}
    return {name: spec[name] for name in _ORDER}


def _finish(operation: dict[str, Any]) -> None:
    public = not operation["security"]
    if not public and not settings().keys_needed:
        # On the machine itself a key is optional.
        operation["security"].append({})
    for answer in operation["responses"].values():
        if "$ref" not in answer:
            answer["headers"] = {**answer.get("headers", {}), **_ALWAYS, **_LIMITED}
    scope = operation.get("x-scope")
    if scope:
        needs = f"Needs a key with the scope `{scope}`."
        operation["description"] = "\n\n".join(filter(None, [operation.get("description"), needs]))
