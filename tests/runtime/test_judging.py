"""How a judge on another server is reached, and what is counted of it."""

from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from judges.options import JudgeCall, Message
from runtime.judging import judge_options
from runtime.metrics import Metrics
from runtime.settings import Settings
from runtime.wiring import JUDGE_UNAVAILABLE, open_runtime
from tests.runtime.conftest import Receiver, plainly
from tests.runtime.material import prepared, scratch
from tests.runtime.test_metrics import NOTHING, NOW, read
from verification.errors import EgressFailed, JudgeUnavailable, SettingsInvalid


def test_the_operators_own_server_may_be_private_and_without_tls(receiver: Receiver) -> None:
    receiver.answers["/predict"] = plainly(200, b"x" * 100_000)
    send = judge_options(Settings(), Metrics()).send
    url = f"http://127.0.0.1:{receiver.port}/predict"

    answer = send(Message("POST", url, {"Authorization": "Bearer k"}, b"[]"), 5)

    (request,) = receiver.requests
    assert (request.method, request.body) == ("POST", b"[]")
    assert request.headers["Authorization"] == "Bearer k"
    assert (answer.status, len(answer.body)) == (200, 100_000)


def test_its_redirects_are_not_followed(receiver: Receiver) -> None:
    receiver.answers["/info"] = plainly(302, Location="/elsewhere")
    send = judge_options(Settings(), Metrics()).send
    answer = send(Message("GET", f"http://127.0.0.1:{receiver.port}/info", {}), 5)
    assert answer.status == 302
    assert len(receiver.requests) == 1


def test_an_answer_without_end_is_refused(receiver: Receiver) -> None:
    receiver.answers["/info"] = plainly(200, b"x" * (8 * 1024 * 1024 + 1))
    send = judge_options(Settings(), Metrics()).send
    with pytest.raises(EgressFailed) as caught:
        send(Message("GET", f"http://127.0.0.1:{receiver.port}/info", {}), 20)
    assert caught.value.code == "egress_too_large"


def test_tokens_and_their_cost_are_counted() -> None:
    metrics = Metrics()
    settings = Settings(judge_price_input=2.0, judge_price_output=10.0)
    with capture_logs() as lines:
        count = judge_options(settings, metrics).count
        count(JudgeCall("answered", tokens_in=1000, tokens_out=100))
        count(JudgeCall("invalid", tokens_in=500))

    assert [line["tokens_in"] for line in lines] == [1000, 500]
    assert lines[0]["cost"] == pytest.approx(0.003)
    page = read(metrics.page(NOTHING, NOW))
    assert page["assay_judge_requests_total answered"] == 1
    assert page["assay_judge_requests_total invalid"] == 1
    assert page["assay_judge_tokens_total input"] == 1500
    assert page["assay_judge_tokens_total output"] == 100
    assert page["assay_judge_cost_total"] == pytest.approx(0.004)


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_ca_file_must_be_one(content: str | None, tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)
    with pytest.raises(SettingsInvalid, match="CA file"):
        judge_options(Settings(judge_ca_file=str(file)), Metrics())


def test_a_judge_that_hangs_keeps_nobody_from_asking_the_corpus(tmp_path: Path) -> None:
    """A server that takes connections and says nothing stands for a judge that hangs."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as silent:
        url = f"tei+http://127.0.0.1:{silent.getsockname()[1]}"
        settings = scratch(tmp_path, judge_url=url, judge_timeout_s=5)
        with closing(open_runtime(settings)) as runtime:
            prepared(runtime)
            states = [runtime.current_state() for _ in range(6)]
    assert {state.judge for state in states} == {JUDGE_UNAVAILABLE}
    assert None not in {state.corpus_generation for state in states}


def test_without_a_judge_the_state_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unavailable(*_given: object) -> None:
        raise JudgeUnavailable("The judge is gone.")

    monkeypatch.setattr("runtime.wiring.open_judge", unavailable)
    with closing(open_runtime(scratch(tmp_path))) as runtime:
        assert runtime.current_state().judge == JUDGE_UNAVAILABLE
