from __future__ import annotations

import socket
from datetime import timedelta
from pathlib import Path

import pytest

from tests.service.edge import CLAIM, STATEMENT, Edge, opened_edge, problem

ELSEWHERE = {"corpus": "http://127.0.0.1:{}/assay", "judge": "tei+http://127.0.0.1:{}"}


def parts(edge: Edge) -> dict[str, str]:
    body = edge.get("/readyz").get_json()
    return {part["name"]: part["state"] for part in body["parts"]}


def test_the_process_lives_whatever_the_rest_does(edge: Edge) -> None:
    edge.settings.data_dir.joinpath("records.db").unlink()
    assert edge.get("/livez").get_json() == {"status": "alive"}


def test_a_whole_service_is_ready(edge: Edge) -> None:
    body = edge.get("/readyz").get_json()
    assert body["status"] == "ready"
    assert parts(edge) == dict.fromkeys(("records", "corpus", "judge", "workers"), "ok")


def test_without_its_database_it_is_not_ready(edge: Edge) -> None:
    edge.runtime.records.close()
    for file in edge.settings.data_dir.glob("records.db*"):
        file.unlink()
        file.mkdir()
    answer = edge.get("/readyz")
    problem(answer, "records-unavailable")
    assert answer.headers["Retry-After"]
    assert str(edge.settings.data_dir) not in answer.text
    problem(edge.get("/v1/claims"), "records-unavailable")
    page = edge.get("/metrics")
    assert page.status_code == 200
    assert "assay_records_up 0.0" in page.text


@pytest.mark.parametrize("away", ["corpus", "judge"])
def test_without_its_corpus_or_judge_claims_are_taken_for_later(tmp_path: Path, away: str) -> None:
    url = ELSEWHERE[away].format(unused_port())
    with opened_edge(tmp_path, **{f"{away}_url": url, "require_keys": "never"}) as edge:
        answer = edge.get("/readyz")
        assert answer.status_code == 200
        assert answer.get_json()["status"] == "degraded"
        others = dict.fromkeys({"records", "corpus", "judge", "workers"} - {away}, "ok")
        assert parts(edge) == {**others, away: "unavailable"}
        needed = [part["name"] for part in answer.get_json()["parts"] if part["needed"]]
        assert needed == ["records"]
        taken = edge.post("/v1/claims", {"text": CLAIM})
        assert taken.status_code == 202
        assert taken.get_json()["status"] == "queued"


def unused_port() -> int:
    """A port of this machine at which nobody answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_work_that_does_not_move_is_told(edge: Edge) -> None:
    edge.claim()
    assert parts(edge)["workers"] == "ok"
    later = edge.now + timedelta(hours=1)
    edge.runtime._clock = lambda: later
    assert parts(edge)["workers"] == "unavailable"
    assert edge.get("/readyz").get_json()["status"] == "degraded"


def test_metrics_are_for_the_machine_itself(edge: Edge) -> None:
    edge.claim()
    page = edge.get("/metrics")
    assert page.mimetype == "text/plain"
    assert 'assay_claims_accepted_total{channel="api",known="no"} 1.0' in page.text
    assert "assay_oldest_unfinished_claim_seconds" in page.text
    problem(edge.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}), "not-allowed")
    away = {"REMOTE_ADDR": "203.0.113.7"}
    problem(edge.get("/metrics", environ_overrides=away), "not-allowed")


def test_or_for_whoever_has_their_key(tmp_path: Path) -> None:
    with opened_edge(tmp_path, metrics_key="prometheus-1") as edge:
        problem(edge.get("/metrics"), "key-invalid")
        problem(edge.get("/metrics", headers={"Authorization": "Bearer é"}), "key-invalid")
        header = {"Authorization": "Bearer prometheus-1"}
        away = {"REMOTE_ADDR": "203.0.113.7"}
        assert edge.get("/metrics", headers=header, environ_overrides=away).status_code == 200


def test_the_capabilities_tell_what_the_service_is(edge: Edge) -> None:
    edge.post("/v1/documents", STATEMENT)
    body = edge.get("/v1/capabilities").get_json()
    assert body["profile"] == "embedded"
    assert body["backends"] == {
        "records": "sqlite",
        "corpus": "sqlite",
        "queue": "embedded",
        "cache": "memory",
        "judge": "onnx",
    }
    assert body["corpus"] == {"passages": 1, "generation": edge.runtime.corpus.generation()}
    assert body["judge"] == edge.runtime.judge.version
    assert body["policy"] == edge.runtime.policy.version
    assert body["languages"] == ["en"]
    assert body["limits"]["claim_characters"] == edge.settings.max_claim_characters
    assert body["keys_needed"] is False
    assert str(edge.settings.data_dir) not in str(body)


def test_capabilities_of_a_server_name_no_addresses(tmp_path: Path) -> None:
    urls = {
        "broker_url": "redis://user:hunter2@broker:6379/0",
        "corpus_url": "https://search:9200/assay",
        "require_keys": "never",
    }
    with opened_edge(tmp_path, **urls) as edge:
        answer = edge.get("/v1/capabilities")
        body = answer.get_json()
        assert body["profile"] == "server"
        assert (body["backends"]["queue"], body["backends"]["corpus"]) == ("redis", "elasticsearch")
        assert body["corpus"] == {"passages": None, "generation": None}
        assert "hunter2" not in answer.text
