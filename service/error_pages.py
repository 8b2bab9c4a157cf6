"""Errors as pages, for whoever sits at a browser; programs get problems (`service.errors`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from flask import Response, make_response, render_template, request

_HTML: Final = "text/html"
_PROBLEM: Final = "application/problem+json"
# What is made for people answers in their language whoever asks.
_FOR_PEOPLE: Final = re.compile(r"/(?:check|claims/.*|articles(?:/.*)?|desk(?:/.*)?)?", re.DOTALL)
_FOR_PROGRAMS: Final = re.compile(r"/(?:v1|hooks)(?:/.*)?", re.DOTALL)

# Where the words of a problem are meant for programs, these stand on the page instead.
_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "malformed-request": (
        "The request cannot be read",
        "The address or the form holds something that is not text. Start anew from a page below.",
    ),
    "no-such-page": (
        "There is no such page",
        "The address may be misspelt or out of date. Start anew from a page below.",
    ),
    "method-not-allowed": (
        "This page cannot be opened like that",
        "It only takes what a form sends. Start anew from a page below.",
    ),
    "too-large": (
        "That is too long",
        "Nothing was read. Go back, where your text still stands, and shorten it.",
    ),
    "quota-exceeded": ("Too many requests", "Wait a minute, then try again."),
    "too-much-unfinished": (
        "Too many claims are unfinished",
        "Wait until some of them are answered, then send the next.",
    ),
    "cursor-unknown": (
        "This page of the list is gone",
        "Begin with the first page of the list.",
    ),
    "defect": (
        "Something went wrong here",
        "It is not your doing, and it was noted. Try again; if it happens again, tell whoever "
        "runs this service the number of the request.",
    ),
    "unavailable": (
        "A part of the service does not answer",
        "Nothing was done. Wait some seconds, then try again.",
    ),
    "records-unavailable": (
        "The database does not answer",
        "Nothing was saved. Wait some seconds, then try again.",
    ),
    "corpus-unavailable": (
        "The corpus does not answer",
        "Wait some seconds, then try again. A partial answer is never given.",
    ),
}


def wants_page() -> bool:
    """Whether a person's browser waits for the answer to this request."""
    if _FOR_PROGRAMS.fullmatch(request.path):
        return False
    accepted = request.accept_mimetypes
    if _FOR_PEOPLE.fullmatch(request.path):
        return not accepted or accepted.quality(_HTML) > 0
    return accepted.best_match((_PROBLEM, _HTML)) == _HTML


def error_page(problem: Mapping[str, Any]) -> Response:
    """The page for a problem's body."""
    name = str(problem["type"]).rpartition("/")[2]
    title, words = _WORDS.get(name, (problem["title"], problem["detail"]))
    return page_saying(title, words, status=problem["status"], request_id=problem["request_id"])


def page_saying(title: str, words: str, *, status: int, request_id: str) -> Response:
    """A page that says in a sentence or two what went wrong and what to do."""
    page = render_template(
        "error.html", title=title, words=words, status=status, request_id=request_id
    )
    return make_response(page, status)
