from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from service.access import access_of
from service.api.claims import EXAMPLES
from service.reference.document import operations_of
from tests.service.edge import STATEMENT, Edge

PROBLEM = "application/problem+json"


def document(edge: Edge) -> dict[str, Any]:
    spec = edge.get("/openapi.json").get_json()
    assert isinstance(spec, dict)
    return spec


def validator(spec: dict[str, Any], name: str) -> jsonschema_rs.Draft202012Validator:
    whole = {"$ref": f"#/components/schemas/{name}", "components": spec["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def operations(spec: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, method, operation in operations_of(spec):
        yield f"{method.upper()} {path}", operation


def test_it_is_openapi_3_1_and_says_the_same_every_time(edge: Edge) -> None:
    spec = document(edge)
    assert spec["openapi"].startswith("3.1")
    assert list(spec) == ["openapi", "info", "servers", "tags", "paths", "components"]
    assert document(edge) == spec


def test_every_row_of_the_contract_is_there(edge: Edge) -> None:
    found = {name for name, _ in operations(document(edge))}
    assert {
        "POST /v1/claims",
        "GET /v1/claims",
        "GET /v1/claims/{claim_id}",
        "GET /v1/claims/{claim_id}/runs",
        "GET /v1/claims/{claim_id}/claimreview",
        "POST /v1/articles",
        "GET /v1/articles/{article_id}",
        "POST /v1/documents",
        "GET /v1/documents",
        "GET /v1/documents/{document_id}",
        "DELETE /v1/documents/{document_id}",
        "GET /v1/passages",
        "GET /v1/sources",
        "POST /v1/sources",
        "GET /v1/reviews",
        "POST /v1/reviews/next",
        "POST /v1/reviews/{review_id}/renew",
        "POST /v1/reviews/{review_id}/decision",
        "POST /v1/reviews/{review_id}/skip",
        "GET /v1/webhooks",
        "POST /v1/webhooks",
        "PATCH /v1/webhooks/{webhook_id}",
        "DELETE /v1/webhooks/{webhook_id}",
        "POST /v1/webhooks/{webhook_id}/secret",
        "POST /v1/webhooks/{webhook_id}/test",
        "GET /v1/webhooks/{webhook_id}/deliveries",
        "POST /v1/webhooks/{webhook_id}/deliveries/{delivery_id}/replay",
        "POST /hooks/inbound/{inbox}",
        "GET /livez",
        "GET /readyz",
        "GET /metrics",
        "GET /v1/capabilities",
    } <= found


def test_every_operation_of_the_application_is_described(edge: Edge) -> None:
    described = {name for name, _ in operations(document(edge))}
    for rule in edge.app.url_map.iter_rules():
        if access_of(edge.app.view_functions[rule.endpoint]):
            path = "".join(f"{{{part}}}" if dynamic else part for dynamic, part in rule._trace[1:])
            methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            assert {f"{method} {path}" for method in methods} <= described


def test_every_failure_is_a_problem(edge: Edge) -> None:
    spec = document(edge)
    for name, operation in operations(spec):
        answers = operation["responses"]
        assert {"429", "500", "503"} <= answers.keys(), name
        if operation["security"]:
            assert {"401", "403"} <= answers.keys(), name
        if "requestBody" in operation:
            assert {"400", "413", "415", "422"} <= answers.keys(), name
        for status, answer in answers.items():
            if int(status) >= 400:
                target = answer["$ref"].rpartition("/")[2]
                assert PROBLEM in spec["components"]["responses"][target]["content"], name


def test_operations_have_names_summaries_and_scopes(edge: Edge, guarded: Edge) -> None:
    names = [operation["operationId"] for _, operation in operations(document(edge))]
    assert len(names) == len(set(names))
    for name, operation in operations(document(guarded)):
        assert operation["summary"], name
        if name.partition(" ")[2].startswith("/v1/"):
            (requirement,) = operation["security"]
            assert list(requirement) == ["key"], name


def test_a_key_is_optional_exactly_where_none_is_needed(edge: Edge, guarded: Edge) -> None:
    assert {} in document(edge)["paths"]["/v1/claims"]["get"]["security"]
    assert {} not in document(guarded)["paths"]["/v1/claims"]["get"]["security"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_are_taken(edge: Edge, name: str) -> None:
    example = EXAMPLES[name]["value"]
    assert validator(document(edge), "ClaimBody").is_valid(example)
    assert edge.post("/v1/claims", example).status_code == 202


def test_the_document_refuses_what_the_service_refuses(edge: Edge) -> None:
    claims = validator(document(edge), "ClaimBody")
    for good in ({"text": "Two."}, {"text": "a\nb", "claimed_at": "2021-03-25T23:59:60Z"}):
        assert claims.is_valid(good)
        assert edge.post("/v1/claims", good).status_code == 202
    for bad in (
        {},
        {"text": ""},
        {"text": "123"},
        {"text": "two\x00"},
        {"text": "two\u202e"},
        {"text": "a" * 2001},
        {"text": "two", "more": 1},
        {"text": "two", "claimed_at": "2021-02-30"},
        {"text": "two", "priority": "urgent"},
        {"text": "two", "language": "ko"},
        {"text": "two", "callback_url": "http://a.example/"},
        {"text": "two", "callback_url": "https://u:p@a.example/"},
        {"text": "two", "callback_url": "https://127.0.0.1/"},
        {"text": "two", "appeared_in": {"url": "ftp://a.example/"}},
    ):
        assert not claims.is_valid(bad), bad
        assert edge.post("/v1/claims", bad).status_code == 422, bad
    documents = validator(document(edge), "DocumentBody")
    for statement in ({**STATEMENT, "text": "\u200b "}, {**STATEMENT, "title": None}):
        assert not documents.is_valid(statement)
        assert edge.post("/v1/documents", statement).status_code == 422


def test_repeating_safely_is_described(edge: Edge) -> None:
    spec = document(edge)
    pointed = spec["paths"]["/v1/claims"]["post"]["x-parameters"][0]["$ref"].rpartition("/")[2]
    assert spec["components"]["parameters"][pointed]["name"] == "Idempotency-Key"
