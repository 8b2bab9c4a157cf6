from __future__ import annotations

import re
from pathlib import Path

import pytest

import devservers
from tests.service.edge import CLAIM, Edge, opened_edge, problem

POLICY = re.compile(r'"(read|write|anonymous)";q=(\d+);w=60')
LEFT = re.compile(r'"(read|write|anonymous)";r=(\d+);t=(\d+)')


def quota(edge: Edge, path: str = "/v1/claims", **more: object) -> tuple[str, int, int]:
    """The policy's name, its quota and what is left, as an answer tells them."""
    answer = edge.client.open(path, **more)  # type: ignore[arg-type]
    policy = POLICY.fullmatch(answer.headers["RateLimit-Policy"])
    left = LEFT.fullmatch(answer.headers["RateLimit"])
    assert policy
    assert left
    assert policy[1] == left[1]
    assert 0 < int(left[3]) <= 60
    return policy[1], int(policy[2]), int(left[2])


def test_every_answer_tells_the_quota_and_what_is_left(guarded: Edge) -> None:
    _, header = guarded.key("claims:read", "claims:write")
    assert quota(guarded, headers=header) == ("read", 600, 599)
    assert quota(guarded, headers=header) == ("read", 600, 598)
    body = {"text": CLAIM}
    assert quota(guarded, method="POST", json=body, headers=header) == ("write", 120, 119)
    assert quota(guarded) == ("anonymous", 60, 59)


def test_each_key_has_a_quota_of_its_own_and_all_operations_share_it(guarded: Edge) -> None:
    _, one = guarded.key("claims:read")
    _, other = guarded.key("claims:read")
    quota(guarded, headers=one)
    assert quota(guarded, "/v1/documents", headers=one)[2] == 598
    assert quota(guarded, headers=other)[2] == 599


def test_beyond_the_quota_a_request_is_refused_and_told_when_to_come_back(tmp_path: Path) -> None:
    with opened_edge(tmp_path, require_keys="always", rate_limit_write=2) as edge:
        _, header = edge.key("claims:write")
        for _ in range(2):
            assert edge.post("/v1/claims", {"text": CLAIM}, headers=header).status_code == 202
        answer = edge.post("/v1/claims", {"text": CLAIM}, headers=header)
        problem(answer, "quota-exceeded")
        assert 0 < int(answer.headers["Retry-After"]) <= 60
        assert answer.headers["RateLimit"].startswith('"write";r=0;')


def test_guessing_keys_is_limited_by_address(tmp_path: Path) -> None:
    with opened_edge(tmp_path, require_keys="always", rate_limit_anonymous=3) as edge:
        wrong = {"Authorization": "Bearer assay_key1_nope"}
        for _ in range(3):
            problem(edge.get("/v1/claims", headers=wrong), "key-invalid")
        problem(edge.get("/v1/claims", headers=wrong), "quota-exceeded")
        _, header = edge.key("claims:read")
        assert edge.get("/v1/claims", headers=header).status_code == 200
        elsewhere = {"REMOTE_ADDR": "203.0.113.7"}
        problem(edge.get("/v1/claims", headers=wrong, environ_overrides=elsewhere), "key-invalid")


def test_the_owner_of_the_machine_has_more_room(edge: Edge) -> None:
    assert quota(edge)[:2] == ("read", 6000)


def test_probes_are_not_counted(tmp_path: Path) -> None:
    with opened_edge(tmp_path, rate_limit_anonymous=1) as edge:
        for path in ("/livez", "/readyz", "/metrics", "/docs", "/openapi.json") * 2:
            answer = edge.get(path)
            assert answer.status_code == 200
            assert "RateLimit" not in answer.headers


@pytest.mark.redis
@pytest.mark.parametrize("trouble", ["hangs", "is gone"])
def test_limits_hold_when_the_cache_is_in_trouble(tmp_path: Path, trouble: str) -> None:
    with (
        devservers.start_redis() as redis,
        opened_edge(tmp_path, cache_url=redis.url, require_keys="always") as edge,
    ):
        _, header = edge.key("claims:write")
        assert edge.post("/v1/claims", {"text": CLAIM}, headers=header).status_code == 202
        redis.pause() if trouble == "hangs" else redis.kill()
        for left in (119, 118):
            name, _, remaining = quota(edge, method="POST", json={"text": CLAIM}, headers=header)
            assert (name, remaining) == ("write", left)
        if trouble == "hangs":
            redis.resume()


@pytest.mark.redis
def test_two_processes_share_one_quota_in_the_cache(tmp_path: Path, redis_url: str) -> None:
    shared = {"cache_url": redis_url, "require_keys": "always"}
    with opened_edge(tmp_path, **shared) as one, opened_edge(tmp_path, **shared) as other:
        _, header = one.key("claims:read")
        assert quota(one, headers=header)[2] == 599
        assert quota(other, headers=header)[2] == 598
