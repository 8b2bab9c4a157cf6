from __future__ import annotations

import logging
from typing import NoReturn

import pytest
from flask import abort

from tests.service.edge import Edge, problem
from verification.errors import CorpusUnavailable, Defect, RecordsUnavailable

SECRET = "postgresql://assay:hunter2@db/assay"


def failing(edge: Edge, error: Exception) -> None:
    """Make one operation fail."""

    def fail() -> NoReturn:
        raise error

    edge.app.view_functions["operations.alive"] = fail


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (RecordsUnavailable(f"cannot reach {SECRET}"), "records-unavailable"),
        (CorpusUnavailable("2 of 5 shards failed"), "corpus-unavailable"),
        (Defect("we are wrong"), "defect"),
        (ZeroDivisionError(SECRET), "defect"),
        (KeyError(SECRET), "defect"),
    ],
)
def test_our_own_failures_tell_nothing_of_the_inside(
    edge: Edge, error: Exception, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    failing(edge, error)
    with caplog.at_level(logging.WARNING):
        answer = edge.get("/livez")
    problem(answer, name)
    assert "hunter2" not in answer.text
    assert "shards" not in answer.text
    assert "request failed" in caplog.text


def test_what_may_work_later_says_when(edge: Edge) -> None:
    failing(edge, CorpusUnavailable("gone"))
    assert int(edge.get("/livez").headers["Retry-After"]) > 0


def test_an_unknown_address_is_a_problem(edge: Edge) -> None:
    for path in ("/nope", "/v1", "/v1/claims/", "/v1/claims/nope/nope", "//v1/claims", "/v1/%ff"):
        problem(edge.get(path), "no-such-page")


def test_a_wrong_method_names_the_right_ones(edge: Edge) -> None:
    answer = edge.client.put("/v1/claims")
    problem(answer, "method-not-allowed")
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))
    problem(edge.client.open("/v1/claims", method="BREW"), "method-not-allowed")


@pytest.mark.parametrize("accept", ["text/html", "image/*", "application/json;q=0"])
def test_a_form_we_cannot_give_is_refused(edge: Edge, accept: str) -> None:
    problem(edge.get("/v1/claims", headers={"Accept": accept}), "not-acceptable")


@pytest.mark.parametrize("accept", ["*/*", "application/*", "application/json", "text/html, */*"])
def test_any_other_form_is_json(edge: Edge, accept: str) -> None:
    answer = edge.get("/v1/claims", headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, "application/json")


@pytest.mark.parametrize(("status", "name"), [(418, ""), (408, ""), (502, "defect")])
def test_a_status_nobody_foresaw_is_a_problem_too(edge: Edge, status: int, name: str) -> None:
    def fail() -> NoReturn:
        abort(status)

    edge.app.view_functions["operations.alive"] = fail
    answer = edge.get("/livez")
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["type"] == (f"/problems/{name}" if name else "about:blank")
    assert answer.get_json()["status"] == answer.status_code


def test_a_long_address_does_not_come_back_whole(edge: Edge) -> None:
    answer = edge.get("/v1/" + "%F0%9D%93%A3" * 2000)
    assert len(problem(answer, "no-such-page")["instance"]) < 4000
