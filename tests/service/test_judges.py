"""Judges on other servers, seen from outside: named, counted, and waited for when away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.judges.model_server import ModelServer, model_server, saying
from tests.service.command_line import assay, refused, succeeded, written
from tests.service.edge import STATEMENT, opened_edge
from verification.errors import JudgeUnavailable


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        yield running


def test_the_capabilities_name_the_judge_and_not_its_address(
    server: ModelServer, tmp_path: Path
) -> None:
    with opened_edge(tmp_path, judge_url=f"tei+{server.url}") as edge:
        answer = edge.get("/v1/capabilities")
        body = answer.get_json()
        assert body["backends"]["judge"] == "tei"
        assert body["judge"] == edge.runtime.judge.version
        assert body["judge"].startswith("tei-nli-large-")
        assert server.url.rpartition(":")[2] not in answer.text


def test_what_a_judge_charges_is_on_the_metrics_page(server: ModelServer, tmp_path: Path) -> None:
    url = f"chat+{server.url}/v1?model=large"
    with opened_edge(tmp_path, judge_url=url, judge_price_input=10.0) as edge:
        edge.post("/v1/documents", STATEMENT)
        claim = edge.claim()
        edge.work()
        verdict = edge.get(f"/v1/claims/{claim}").get_json()["verdict"]
        assert verdict["provenance"]["judge"].startswith("chat-large-")
        requests = len(server.asked)
        assert requests
        page = edge.get("/metrics").text
        assert f'assay_judge_requests_total{{outcome="answered"}} {requests}.0' in page
        assert f'assay_judge_tokens_total{{kind="input"}} {700 * requests}.0' in page
        assert f'assay_judge_tokens_total{{kind="output"}} {30 * requests}.0' in page
        assert "assay_judge_cost_total 0.0\n" not in page


def test_while_the_judge_is_away_claims_are_taken_and_wait(
    server: ModelServer, tmp_path: Path
) -> None:
    meaning, server.names = server.names, ("A", "B", "C")
    with opened_edge(tmp_path, judge_url=f"tei+{server.url}") as edge:
        edge.post("/v1/documents", STATEMENT)
        body = edge.get("/readyz").get_json()
        assert body["status"] == "degraded"
        assert {"name": "judge", "state": "unavailable", "needed": False} in body["parts"]
        assert edge.get("/v1/capabilities").get_json()["judge"] == "unavailable"
        claim = edge.claim()
        with pytest.raises(JudgeUnavailable):
            edge.work()
        assert edge.get(f"/v1/claims/{claim}").get_json()["verdict"] is None
        server.names = meaning
        assert edge.get("/readyz").get_json()["status"] == "ready"


@pytest.fixture
def pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSAY_DATA_DIR", str(tmp_path / "data"))
    return written(tmp_path / "pairs.jsonl", {"id": 1, "claim": "A b.", "evidence": "A b."})


def test_stance_names_the_judge(
    server: ModelServer, pairs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSAY_JUDGE_URL", f"tei+{server.url}")
    done = succeeded("stance", "--input", pairs, "--output", pairs.with_suffix(".out"))
    assert "Judge: tei-nli-large-" in done.stderr


def test_stance_ends_with_a_sentence_when_the_judge_does_not_answer(
    server: ModelServer, pairs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSAY_JUDGE_URL", f"chat+{server.url}/v1?model=large")
    server.faults.append(saying(500))
    arguments = ("stance", "--input", pairs, "--output", pairs.with_suffix(".out"))
    refused(*arguments, says="The judge's server failed (status 500).")


@pytest.mark.parametrize("command", [("serve", "--port", "0"), ("stance",)])
def test_a_wrong_url_is_told_in_one_sentence(
    command: tuple[str, ...], pairs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSAY_JUDGE_URL", "chat+https://judge.example/v1")
    files = ("--input", pairs, "--output", pairs.with_suffix(".out"))
    result = assay(*command, *(files if command == ("stance",) else ()))
    assert result.exit_code == 1
    assert result.stderr.strip() == "Error: The judge `chat+https:` needs the option `model=`."
