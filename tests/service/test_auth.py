from __future__ import annotations

from datetime import timedelta

import pytest

from records.keys import SCOPES, get_key, revoke_key
from service.access import access_of
from tests.service.edge import CLAIM, Edge, problem

# One operation for every scope, with a body that is taken.
NEEDS = {
    "claims:read": ("GET", "/v1/claims", None),
    "claims:write": ("POST", "/v1/claims", {"text": CLAIM}),
    "corpus:write": ("POST", "/v1/sources", {"name": "Ministry of Defence"}),
    "review:write": ("POST", "/v1/reviews/next", None),
    "webhooks:manage": ("GET", "/v1/webhooks", None),
}


def test_without_a_key_nothing_is_answered(guarded: Edge) -> None:
    answer = guarded.get("/v1/claims")
    problem(answer, "key-missing")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_every_operation_of_the_api_needs_a_key(guarded: Edge) -> None:
    rules = [rule for rule in guarded.app.url_map.iter_rules() if rule.rule.startswith("/v1/")]
    assert len(rules) > 25
    for rule in rules:
        access = access_of(guarded.app.view_functions[rule.endpoint])
        assert access is not None
        assert not access.public
        values = dict.fromkeys(rule.arguments, "clm_1")
        path = guarded.app.url_map.bind("localhost").build(rule.endpoint, values)
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
            problem(guarded.client.open(path, method=method), "key-missing")


@pytest.mark.parametrize(
    "header",
    [
        "Bearer assay_nope",
        "Bearer assay_key1_" + "A" * 49,
        "Bearer " + "x" * 5000,
        "Bearer ",
        "Bearer ünï",
        "Bearer \x00",
    ],
)
def test_a_garbled_key_is_refused(guarded: Edge, header: str) -> None:
    headers = {"Authorization": header.encode("utf-8").decode("latin-1")}
    answer = guarded.get("/v1/claims", headers=headers)
    problem(answer, "key-invalid")
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("header", ["Basic YTpi", "assay_key", ""])
def test_only_bearer_keys_are_understood(guarded: Edge, header: str) -> None:
    problem(guarded.get("/v1/claims", headers={"Authorization": header}), "key-missing")


def test_a_key_with_one_letter_changed_is_refused(guarded: Edge) -> None:
    _, header = guarded.key("claims:read")
    token = header["Authorization"]
    assert guarded.get("/v1/claims", headers=header).status_code == 200
    for place in (12, 20, len(token) - 1):
        other = "A" if token[place] != "A" else "B"
        changed = token[:place] + other + token[place + 1 :]
        problem(guarded.get("/v1/claims", headers={"Authorization": changed}), "key-invalid")


def test_an_expired_key_is_refused(guarded: Edge) -> None:
    _, header = guarded.key("claims:read", expires_at=guarded.now - timedelta(seconds=1))
    problem(guarded.get("/v1/claims", headers=header), "key-invalid")


def test_a_revoked_key_is_refused_at_once(guarded: Edge) -> None:
    key_id, header = guarded.key("claims:read")
    assert guarded.get("/v1/claims", headers=header).status_code == 200
    with guarded.runtime.records.begin() as session:
        revoke_key(session, key_id, actor="test", now=guarded.now)
    problem(guarded.get("/v1/claims", headers=header), "key-invalid")


@pytest.mark.parametrize("scope", NEEDS)
def test_every_scope_opens_its_operations_and_no_others(guarded: Edge, scope: str) -> None:
    _, header = guarded.key(scope)
    for needed, (method, path, body) in NEEDS.items():
        answer = guarded.client.open(path, method=method, json=body, headers=header)
        if needed == scope:
            assert answer.status_code < 300, answer.text
        else:
            told = problem(answer, "scope-missing")
            assert needed in told["detail"]
            assert f'scope="{needed}"' in answer.headers["WWW-Authenticate"]


def test_admin_includes_every_scope(guarded: Edge) -> None:
    assert {*NEEDS, "admin"} == set(SCOPES)
    _, header = guarded.key("admin")
    for method, path, body in NEEDS.values():
        assert guarded.client.open(path, method=method, json=body, headers=header).status_code < 300


def test_the_api_takes_no_cookies(guarded: Edge) -> None:
    _, header = guarded.key("claims:read")
    token = header["Authorization"].removeprefix("Bearer ")
    for name in ("assay_session", "Authorization", "key"):
        guarded.client.set_cookie(name, token)
    problem(guarded.get("/v1/claims"), "key-missing")


def test_a_query_parameter_is_no_key(guarded: Edge) -> None:
    _, header = guarded.key("claims:read")
    token = header["Authorization"].removeprefix("Bearer ")
    problem(guarded.get(f"/v1/claims?key={token}"), "key-missing")


def test_on_the_machine_itself_no_key_is_needed(edge: Edge) -> None:
    for host in ("localhost", "127.0.0.1:8000", "[::1]:8000"):
        assert edge.get("/v1/claims", headers={"Host": host}).status_code == 200
    away = {"REMOTE_ADDR": "::1"}
    assert edge.get("/v1/claims", environ_overrides=away).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},  # a page that points its own name here
        {"Origin": "https://evil.example"},  # a page that posts across sites
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"X-Forwarded-For": "203.0.113.7"},  # a proxy that lets the world in
        {"Forwarded": "for=203.0.113.7"},
        {"Via": "1.1 proxy"},
    ],
)
def test_whoever_is_not_surely_here_needs_a_key(edge: Edge, headers: dict[str, str]) -> None:
    problem(edge.get("/v1/claims", headers=headers), "key-missing")
    _, header = edge.key("claims:read")
    assert edge.get("/v1/claims", headers={**headers, **header}).status_code == 200


def test_another_machine_needs_a_key(edge: Edge) -> None:
    away = {"REMOTE_ADDR": "203.0.113.7"}
    problem(edge.get("/v1/claims", environ_overrides=away), "key-missing")


def test_a_wrong_key_is_refused_even_where_none_is_needed(edge: Edge) -> None:
    problem(edge.get("/v1/claims", headers={"Authorization": "Bearer assay_x"}), "key-invalid")


def test_that_a_key_was_used_is_remembered(guarded: Edge) -> None:
    key_id, header = guarded.key("claims:read")
    guarded.get("/v1/claims", headers=header)
    with guarded.runtime.records.read() as session:
        assert get_key(session, key_id).last_used_at is not None
