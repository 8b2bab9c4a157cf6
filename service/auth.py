"""Who is calling and what they may do: bearer keys, and the owner of the machine without one."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request

from records.keys import LOCAL_KEY_ID, SCOPES, KeyRecord, find_key, local_key, note_key_used
from service.access import current_access
from service.errors import Problem
from service.state import runtime, settings
from verification.errors import RecordsUnavailable

CHALLENGE: Final = 'Bearer realm="assay"'
_FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")
_LOCAL_KEY_MADE: Final = "assay_local_key_made"
_USE_NOTED_EVERY: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever sent the request; `local` callers needed no key."""

    key_id: str
    scopes: frozenset[str]
    local: bool = False

    @property
    def actor(self) -> str:
        """The caller's name in the audit trail and on the review queue."""
        return f"key:{self.key_id}"

    def may(self, scope: str) -> bool:
        """Whether the caller has a scope; `admin` includes all others."""
        return scope in self.scopes or "admin" in self.scopes


def caller() -> Caller:
    """Whoever sent the request; for operations that are not public."""
    found = g.get("caller")
    assert isinstance(found, Caller), "the operation is public"
    return found


def identified() -> Caller | None:
    """Whoever sent the request, where a valid key or the machine itself says so."""
    found = g.get("caller")
    return found if isinstance(found, Caller) else None


def register_identification(app: Flask) -> None:
    """Find out who calls; refusing is left until the request was counted against its limit."""
    app.before_request(_identify)


def register_enforcement(app: Flask) -> None:
    """Refuse callers without a valid key or without the scope the operation needs."""
    app.before_request(_enforce)


def _identify() -> None:
    access = current_access()
    g.caller = g.refusal = None
    if access is None or access.public:
        return
    try:
        g.caller = _caller_of_request()
    except Problem as refusal:
        g.refusal = refusal


def _enforce() -> None:
    access = current_access()
    if access is None or access.public:
        return
    if isinstance(g.refusal, Problem):
        raise g.refusal
    if access.scope and not caller().may(access.scope):
        raise Problem(
            "scope-missing",
            f"This needs a key with the scope {access.scope}.",
            headers={
                "WWW-Authenticate": f'{CHALLENGE}, error="insufficient_scope", '
                f'scope="{access.scope}"'
            },
        )


def _caller_of_request() -> Caller:
    header = request.headers.get("Authorization")
    if header is None:
        return _caller_without_key()
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        raise _refused("key-missing", "Send the key as `Authorization: Bearer assay_…`.")
    now = runtime().now()
    with runtime().records.read() as session:
        key = find_key(session, token.strip(), now=now)
    if key is None:
        raise _refused(
            "key-invalid",
            "The API key is unknown, expired or revoked.",
            error='error="invalid_token"',
        )
    _note_use(key)
    return Caller(key.id, frozenset(key.scopes))


def _note_use(key: KeyRecord) -> None:
    now = runtime().now()
    if key.last_used_at and now - key.last_used_at < _USE_NOTED_EVERY:
        return
    try:
        with runtime().records.begin() as session:
            note_key_used(session, key.id, now=now)
    except RecordsUnavailable:
        # When a key was last used is good to know, and no reason to turn its holder away.
        return


def _caller_without_key() -> Caller:
    if settings().keys_needed:
        raise _refused("key-missing", "Send an API key: `Authorization: Bearer assay_…`.")
    if not from_this_machine():
        raise _refused(
            "key-missing", "Only programs on the machine itself are served without an API key."
        )
    if not current_app.extensions.get(_LOCAL_KEY_MADE):
        with runtime().records.begin() as session:
            local_key(session, now=runtime().now())
        current_app.extensions[_LOCAL_KEY_MADE] = True
    return Caller(LOCAL_KEY_ID, frozenset(SCOPES), local=True)


def from_this_machine(*, by_link: bool = False) -> bool:
    """Whether the request was made here, and not by a web page of somebody else's.

    A page that rebinds its name to 127.0.0.1 still sends its own name as `Host`, and one that
    posts across sites says so; a proxy leaves a forwarding header. `by_link` lets pass a browser
    that follows a link from elsewhere: whoever set the link cannot read what it leads to.
    """
    if any(name in request.headers for name in _FORWARDED):
        return False
    if not is_loopback(request.remote_addr or ""):
        return False
    if not _names_this_machine(request.host):
        return False
    own_page = request.headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}
    if not own_page and not (by_link and _follows_link()):
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin == request.host_url.rstrip("/")


def _follows_link() -> bool:
    return request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"


def _names_this_machine(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return name == "localhost" or is_loopback(name)


def is_loopback(address: str) -> bool:
    """Whether an IP address is this machine's own."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _refused(name: str, detail: str, *, error: str = "") -> Problem:
    challenge = f"{CHALLENGE}, {error}" if error else CHALLENGE
    return Problem(name, detail, headers={"WWW-Authenticate": challenge})
