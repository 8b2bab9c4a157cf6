"""What an operation asks of its callers: a scope, a size, a form of answer."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request

_ATTRIBUTE = "assay_access"


@dataclass(frozen=True, slots=True)
class Access:
    """The terms of one operation.

    `scope` is the scope a key needs, None where any key will do; `public` operations need no key.
    `body_setting` names the setting that bounds the body; `produces` is what `Accept` must allow.
    """

    scope: str | None = None
    public: bool = False
    body_setting: str = "max_body_bytes"
    produces: str = "application/json"
    counted: bool = True


def set_access(view: object, access: Access) -> None:
    """Note the terms of an operation on its view; decorators around it carry them along."""
    setattr(view, _ATTRIBUTE, access)


def access_of(view: object) -> Access | None:
    """The terms of a view, or None where it is no operation of the API."""
    access = getattr(view, _ATTRIBUTE, None)
    return access if isinstance(access, Access) else None


def current_access() -> Access | None:
    """The terms of the operation that is being asked for."""
    return access_of(current_app.view_functions.get(request.endpoint or ""))
