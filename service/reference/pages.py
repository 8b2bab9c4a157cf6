"""The reference as pages: rendered here, readable without JavaScript, nothing from elsewhere."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from service.errors import Problem
from service.problems import PROBLEMS, PROBLEMS_PATH
from service.reference.document import document
from service.reference.reading import read_document
from service.requests import json_response
from service.state import settings

reference = Blueprint("reference", __name__, template_folder="templates")


@reference.get("/openapi.json")
def openapi() -> Response:
    """The OpenAPI document."""
    return json_response(document())


@reference.get("/docs")
def docs() -> str:
    """The same for people, with a command to try for every operation."""
    base = settings().public_url
    return render_template(
        "reference/docs.html",
        section="api",
        page=read_document(document(), base=base),
        base=base,
        keys_needed=settings().keys_needed,
    )


@reference.get(PROBLEMS_PATH)
def all_problems() -> str:
    """Every kind of problem."""
    return render_template("reference/problems.html", section="api", problems=PROBLEMS.values())


@reference.get(f"{PROBLEMS_PATH}/<name>")
def one_problem(name: str) -> str:
    """One kind of problem, and what to do about it."""
    problem = PROBLEMS.get(name)
    if problem is None:
        raise Problem("no-such-page", "There is no such kind of problem.")
    return render_template("reference/problem.html", section="api", problem=problem)
