from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from service.errors import Problem, kind_of
from service.problems import PROBLEMS, name_of
from tests.rules.test_imports import sources_of
from tests.service.edge import Edge, problem
from verification import errors
from verification.errors import AssayError


def raised_by_the_edge() -> Iterator[str]:
    """The names that the sources of the service give to `Problem`."""
    for path in sources_of("service"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem":
                name = node.args[0]
                if isinstance(name, ast.Constant):
                    yield str(name.value)


def test_every_problem_the_edge_raises_has_a_page() -> None:
    names = set(raised_by_the_edge())
    assert len(names) > 10
    assert names <= PROBLEMS.keys()


def test_every_error_below_is_some_problem() -> None:
    kinds = [each for each in vars(errors).values() if isinstance(each, type)]
    for kind in kinds:
        if issubclass(kind, AssayError):
            assert kind_of(kind("What happened."))


@pytest.mark.parametrize(
    ("error", "name", "status"),
    [
        (errors.ClaimRejected("x", code="claim_empty"), "claim-empty", 422),
        (errors.ClaimRejected("x", code="nobody_knows"), "claim-rejected", 422),
        (errors.Rejected("x", code="publisher_rejected"), "rejected", 422),
        (errors.NotFound("x"), "not-found", 404),
        (errors.Conflict("x", code="lease_lost"), "conflict", 409),
        (errors.NotAllowed("x"), "not-allowed", 403),
        (errors.CorpusInconsistent("x"), "corpus-unavailable", 503),
        (errors.JudgeUnavailable("x"), "unavailable", 503),
        (errors.JudgeAnswerInvalid("x"), "defect", 500),
        (errors.AssayError("x"), "defect", 500),
    ],
)
def test_an_error_is_answered_by_how_the_caller_should_react(
    error: AssayError, name: str, status: int
) -> None:
    assert (kind_of(error).name, kind_of(error).status) == (name, status)


def test_the_names_are_plain_and_the_texts_are_sentences() -> None:
    for name, kind in PROBLEMS.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
        assert kind.help.endswith(".")
        assert 400 <= kind.status < 600


def test_every_type_leads_to_a_page(edge: Edge) -> None:
    index = edge.get("/problems").text
    for kind in PROBLEMS.values():
        assert f'href="{kind.uri}"' in index
        page = edge.get(kind.uri)
        assert page.status_code == 200
        assert kind.title in page.text
    problem(edge.get("/problems/no-such-thing"), "no-such-page")


def test_a_code_and_its_problem_differ_in_the_dash_only() -> None:
    assert name_of("claim_empty") == "claim-empty"
    assert Problem("key-missing", "x").code == "key_missing"
