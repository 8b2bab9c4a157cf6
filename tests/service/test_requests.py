from __future__ import annotations

import gzip
import json

import pytest

from tests.service.edge import CLAIM, Edge, problem


def test_every_answer_names_its_request(edge: Edge) -> None:
    names = {edge.get(path).headers["X-Request-ID"] for path in ("/livez", "/nope", "/v1/claims")}
    assert len(names) == 3
    assert all(name.startswith("req_") for name in names)


def test_a_plain_name_of_the_caller_is_kept(edge: Edge) -> None:
    name = "newsroom-7.2026_11"
    assert edge.get("/livez", headers={"X-Request-ID": name}).headers["X-Request-ID"] == name
    assert problem(edge.get("/no", headers={"X-Request-ID": name}), "no-such-page")["request_id"]


@pytest.mark.parametrize("name", ["", "a b", "x" * 65, "<script>", "-x", "é"])
def test_any_other_name_is_replaced(edge: Edge, name: str) -> None:
    answer = edge.get("/livez", headers={"X-Request-ID": name.encode().decode("latin-1")})
    assert answer.headers["X-Request-ID"].startswith("req_")


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/xml",
        "application/json; charset=latin-1",
        "application/problem+json",
        "garbage",
        "",
    ],
)
def test_other_content_types_are_refused(edge: Edge, content_type: str) -> None:
    body = json.dumps({"text": CLAIM})
    answer = edge.client.post("/v1/claims", data=body, content_type=content_type)
    problem(answer, "unsupported-media-type")


def test_a_compressed_body_is_refused(edge: Edge) -> None:
    answer = edge.client.post(
        "/v1/claims",
        data=gzip.compress(json.dumps({"text": CLAIM}).encode()),
        content_type="application/json",
        headers={"Content-Encoding": "gzip"},
    )
    problem(answer, "unsupported-media-type")


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=UTF-8"])
def test_json_in_utf8_is_taken(edge: Edge, content_type: str) -> None:
    body = json.dumps({"text": CLAIM})
    answer = edge.client.post("/v1/claims", data=body, content_type=content_type)
    assert answer.status_code == 202


def test_a_query_that_is_no_text_is_refused(edge: Edge) -> None:
    problem(edge.get("/v1/claims?text=%ff%fe"), "malformed-request")


def test_a_parameter_counts_once(edge: Edge) -> None:
    problem(edge.get("/v1/claims?limit=1&limit=2"), "validation")


def test_an_unknown_parameter_is_refused(edge: Edge) -> None:
    problem(edge.get("/v1/claims?limti=1"), "validation", "/limti")


@pytest.mark.parametrize(
    "limit", ["0", "-1", "101", "1e3", "99999999999999999999999999", "ten", "1.0", "", " 1", "١"]
)
def test_a_limit_is_a_number_within_bounds(edge: Edge, limit: str) -> None:
    answer = edge.get("/v1/claims", query_string={"limit": limit})
    problem(answer, "validation", "/limit")
