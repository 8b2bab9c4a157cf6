from __future__ import annotations

from pathlib import Path

import pytest

from service.security import CONTENT_SECURITY_POLICY
from tests.service.edge import Edge, opened_edge


@pytest.mark.parametrize("path", ["/", "/docs", "/v1/claims", "/nope", "/problems", "/livez"])
def test_every_answer_carries_the_headers(edge: Edge, path: str) -> None:
    headers = edge.get(path).headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in headers
    assert "Strict-Transport-Security" not in headers


def test_the_policy_lets_nothing_in_from_elsewhere_and_nothing_inline() -> None:
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY


def test_a_proxy_is_believed_only_when_it_is_said_to_be_there(tmp_path: Path) -> None:
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
    with opened_edge(tmp_path / "without") as edge:
        assert "Strict-Transport-Security" not in edge.get("/livez", headers=forwarded).headers
    with opened_edge(tmp_path / "with", trusted_proxies=1) as edge:
        assert "Strict-Transport-Security" in edge.get("/livez", headers=forwarded).headers
