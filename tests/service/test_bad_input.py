"""Bad input: one clear problem each, nothing stored, never a 500."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.service.edge import CLAIM, STATEMENT, Edge, opened_edge, problem

JSON = "application/json"


@pytest.fixture(scope="module")
def edge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edge]:
    """One service for all of these: none of them leaves anything behind."""
    with opened_edge(tmp_path_factory.mktemp("edge")) as opened:
        yield opened
        assert opened.get("/v1/claims").get_json()["claims"] == []
        assert opened.get("/v1/documents").get_json()["documents"] == []


def send(edge: Edge, body: bytes, path: str = "/v1/claims") -> Any:  # noqa: ANN401
    return edge.client.post(path, data=body, content_type=JSON)


@pytest.mark.parametrize("path", ["/v1/claims", "/v1/documents", "/v1/sources", "/v1/webhooks"])
@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"", "empty-body"),
        (b" \n", "empty-body"),
        (b"nonsense", "malformed-json"),
        (b'{"text": "x"', "malformed-json"),
        (b'{"text": NaN}', "malformed-json"),
        (b'{"text": "a", "text": "b"}', "malformed-json"),
        (b"\x00\x01\x02\xff\xfe", "malformed-request"),
        (bytes(range(128, 256)), "malformed-request"),
        (b'{"a":' * 5000, "json-too-deep"),
        (b"[" * 40_000 + b"]" * 20_000, "json-too-deep"),
        (b"[]", "validation"),
        (b'["a claim"]', "validation"),
        (b'"a claim"', "validation"),
        (b"null", "validation"),
        (b"17", "validation"),
        (b"{}", "validation"),
    ],
)
def test_what_is_no_object(edge: Edge, path: str, body: bytes, name: str) -> None:
    problem(send(edge, body, path), name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "claim-empty"),
        ("   \n\t ", "claim-empty"),
        ("\u200b\u200d\ufeff", "claim-empty"),
        ("?!…", "claim-no-words"),
        ("12 345", "claim-no-words"),
        ("🚀🚀🚀", "claim-no-words"),
        ("미사일이 발사되었다.", "claim-no-words"),
        ("two\x00 missiles", "claim-not-text"),
        ("two\x1b[31m missiles", "claim-not-text"),
        ("two \ufffd missiles", "claim-not-text"),
        ("two \u202eselissim", "claim-not-text"),
        ("a" * 2001, "validation"),
        ("a " * 30_000, "validation"),
    ],
)
def test_a_text_that_is_no_claim(edge: Edge, text: str, name: str) -> None:
    problem(edge.post("/v1/claims", {"text": text}), name)


def test_half_a_surrogate_pair(edge: Edge) -> None:
    problem(send(edge, b'{"text": "two \\ud83d missiles"}'), "claim-not-text")


def test_a_hundred_kilobytes(edge: Edge) -> None:
    problem(edge.post("/v1/claims", {"text": "a" * 100_000}), "too-large")


def test_a_body_that_lies_about_its_length_is_bounded_too(edge: Edge) -> None:
    answer = edge.client.post(
        "/v1/claims",
        data=json.dumps({"text": "a" * 100_000}),
        content_type=JSON,
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )
    problem(answer, "too-large")


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"txt": "x"}, "/txt"),
        ({"text": 17}, "/text"),
        ({"text": None}, "/text"),
        ({"text": ["a"]}, "/text"),
        ({"text": {"a": 1}}, "/text"),
        ({"claimed_at": "yesterday"}, "/claimed_at"),
        ({"claimed_at": "2021-02-30"}, "/claimed_at"),
        ({"claimed_at": "2021-2-3"}, "/claimed_at"),
        ({"claimed_at": "20210203"}, "/claimed_at"),
        ({"claimed_at": "2021-W05-1"}, "/claimed_at"),
        ({"claimed_at": "2021-03-25T25:00:00Z"}, "/claimed_at"),
        ({"claimed_at": "2021-03-25T12:00:00"}, "/claimed_at"),
        ({"claimed_at": "２０２１-03-25"}, "/claimed_at"),
        ({"claimed_at": 20210325}, "/claimed_at"),
        ({"as_of": ""}, "/as_of"),
        ({"speaker": "x" * 201}, "/speaker"),
        ({"priority": "urgent"}, "/priority"),
        ({"priority": 1}, "/priority"),
        ({"priority": None}, "/priority"),
        ({"appeared_in": "https://a.example"}, "/appeared_in"),
        ({"appeared_in": {"url": "javascript:alert(1)"}}, "/appeared_in/url"),
        ({"appeared_in": {"url": "https://a.example/\n"}}, "/appeared_in/url"),
        ({"appeared_in": {"published_at": "soon"}}, "/appeared_in/published_at"),
        ({"appeared_in": {"x/y~z": 1}}, "/appeared_in/x~1y~0z"),
        ({"callback_url": "http://a.example/"}, "/callback_url"),
        ({"callback_url": "https://user:pass@a.example/"}, "/callback_url"),
        ({"callback_url": "https://127.0.0.1/"}, "/callback_url"),
        ({"callback_url": "https://[::1]/"}, "/callback_url"),
        ({"callback_url": "https://2130706433/"}, "/callback_url"),
        ({"callback_url": "https://a.example:22/"}, "/callback_url"),
        ({"callback_url": "https://a.example\\@b.example/"}, "/callback_url"),
        ({"callback_url": "https://a.example/" + "x" * 2000}, "/callback_url"),
        ({"callback_url": "file:///etc/passwd"}, "/callback_url"),
    ],
)
def test_a_field_of_a_claim(edge: Edge, fields: dict[str, Any], pointer: str) -> None:
    problem(edge.post("/v1/claims", {"text": CLAIM, **fields}), "validation", pointer)


def test_an_address_inside_is_refused_by_name(edge: Edge) -> None:
    body = {"text": CLAIM, "callback_url": "https://db.internal/"}
    problem(edge.post("/v1/claims", body), "callback-refused")


@pytest.mark.parametrize("language", ["ko", "en-GB", "", "xx"])
def test_another_language(edge: Edge, language: str) -> None:
    told = problem(
        edge.post("/v1/claims", {"text": CLAIM, "language": language}), "language-not-supported"
    )
    assert "English only" in told["detail"]


def test_every_mistake_is_named_at_once(edge: Edge) -> None:
    body = {"claimed_at": "soon", "priority": "urgent", "more": 1}
    answer = edge.post("/v1/claims", body)
    problem(answer, "validation", "/text", "/claimed_at", "/priority", "/more")


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"text": None}, "/text"),
        ({"text": ""}, "/text"),
        ({"text": "\u200b"}, "/text"),
        ({"title": " "}, "/title"),
        ({"publisher": ""}, "/publisher"),
        ({"publisher_kind": "blog"}, "/publisher_kind"),
        ({"published_at": "March 2021"}, "/published_at"),
        ({"url": "nowhere"}, "/url"),
        ({"id": "../../etc/passwd"}, "/id"),
        ({"id": "a" * 201}, "/id"),
        ({"language": "English"}, "/language"),
        ({"weight": 1}, "/weight"),
    ],
)
def test_a_field_of_a_document(edge: Edge, fields: dict[str, Any], pointer: str) -> None:
    problem(edge.post("/v1/documents", {**STATEMENT, **fields}), "validation", pointer)


@pytest.mark.parametrize("field", ["text", "title", "publisher"])
def test_a_document_that_lacks_something(edge: Edge, field: str) -> None:
    body = {name: value for name, value in STATEMENT.items() if name != field}
    problem(edge.post("/v1/documents", body), "validation", f"/{field}")


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"weight": 1.1}, "/weight"),
        ({"weight": -0.1}, "/weight"),
        ({"weight": "0.5"}, "/weight"),
        ({"weight": True}, "/weight"),
        ({"kind": "blog"}, "/kind"),
        ({"id": "No Slug"}, "/id"),
        ({"name": "\u202e"}, "/name"),
        ({"name": "x" * 301}, "/name"),
    ],
)
def test_a_field_of_a_source(edge: Edge, fields: dict[str, Any], pointer: str) -> None:
    body = {"name": "Ministry", **fields}
    problem(edge.post("/v1/sources", body), "validation", pointer)


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"url": "http://a.example/"}, "/url"),
        ({"events": []}, "/events"),
        ({"events": ["claim.exploded"]}, "/events/0"),
        ({"events": "claim.verified"}, "/events"),
        ({"events": ["claim.verified"] * 4}, "/events"),
        ({"secret": "mine"}, "/secret"),
    ],
)
def test_a_field_of_a_webhook(edge: Edge, fields: dict[str, Any], pointer: str) -> None:
    body = {"url": "https://a.example/hook", "events": ["claim.verified"], **fields}
    problem(edge.post("/v1/webhooks", body), "validation", pointer)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/claims?status=lost",
        "/v1/claims?veracity=true",
        "/v1/documents?withdrawn=yes",
        "/v1/documents?withdrawn=1",
        "/v1/documents?source=No%20Slug",
        "/v1/documents/x?version=0",
        "/v1/passages?q=x&limit=-5",
        "/v1/passages?q=x&published_from=yesterday",
        "/v1/passages?q=x&include_undated=maybe",
        "/v1/passages?q=" + "x" * 10_001,
        "/v1/reviews?reason=boredom",
        "/v1/reviews?state=",
        "/v1/webhooks?limit=huge",
    ],
)
def test_a_parameter(edge: Edge, path: str) -> None:
    problem(edge.get(path), "validation")
