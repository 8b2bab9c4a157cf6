from __future__ import annotations

import json
import socket

import pytest

from judges import open_judge
from judges.tei import TeiJudge
from tests.contracts.judge_contract import REFUTED, SUPPORTED
from tests.judges.model_server import Fault, ModelServer, broken_off, saying
from verification.errors import JudgeAnswerInvalid, JudgeUnavailable, SettingsInvalid
from verification.types import Stance, StancePair


def opened(server: ModelServer, query: str = "", **settings: object) -> TeiJudge:
    """A judge whose labels were checked, with the requests of that forgotten."""
    judge = open_judge(f"tei+{server.url}{query}", server.options(**settings))
    assert isinstance(judge, TeiJudge)
    assert judge.version.startswith("tei-nli-large-")
    server.asked.clear()
    server.calls.clear()
    return judge


def test_evidence_is_the_premise_and_the_key_is_sent(server: ModelServer) -> None:
    judge = opened(server, judge_api_key="sesame")
    judge.judge([SUPPORTED])
    assert server.asked == [{"inputs": [[SUPPORTED.evidence, SUPPORTED.claim]], "truncate": True}]
    assert server.headers[-1]["Authorization"] == "Bearer sesame"


def test_it_asks_for_no_more_at_once_than_the_server_takes(server: ModelServer) -> None:
    server.batch = 3
    judge = opened(server)
    assert len(judge.judge([SUPPORTED] * 8)) == 8
    assert [len(body["inputs"]) for body in server.asked] == [3, 3, 2]
    assert [call.outcome for call in server.calls] == ["answered"] * 3


def test_a_text_without_words_is_not_sent(server: ModelServer) -> None:
    judge = opened(server)
    assert judge.judge([StancePair(SUPPORTED.claim, " …")])[0].neutral == 1.0
    assert not server.asked


def test_another_order_is_told_at_first_contact(server: ModelServer) -> None:
    server.names = ("contradiction", "neutral", "entailment")
    judge = open_judge(f"tei+{server.url}", server.options())
    for _ in range(2):
        with pytest.raises(JudgeUnavailable, match="`labels=supports,neutral,refutes`"):
            judge.judge([SUPPORTED])
    right = opened(server, "?labels=supports,neutral,refutes")
    assert right.judge([SUPPORTED, REFUTED])[1].stance is Stance.REFUTES


@pytest.mark.parametrize(
    ("names", "says"),
    [(("entailment", "not_entailment"), "2 classes"), (("A", "B", "C"), r"\?labels=")],
)
def test_other_models_are_refused(server: ModelServer, names: tuple[str, ...], says: str) -> None:
    server.names = names
    with pytest.raises(JudgeUnavailable, match=says):
        _ = open_judge(f"tei+{server.url}", server.options()).version


@pytest.mark.parametrize("info", [{"model_type": {"embedding": {}}}, {"model_type": None}])
def test_a_server_of_something_else_is_refused(
    server: ModelServer, info: dict[str, object]
) -> None:
    server.info = info
    with pytest.raises(JudgeUnavailable, match="classifier"):
        _ = open_judge(f"tei+{server.url}", server.options()).version


def test_a_model_that_was_replaced_has_another_version_and_is_checked(
    server: ModelServer,
) -> None:
    judge = opened(server)
    before = judge.version
    server.info["model_sha"] = "def"
    (found,) = judge.judge([SUPPORTED])
    assert found.by == judge.version != before
    server.info["model_sha"] = "123"
    server.names = ("neutral", "entailment", "contradiction")
    with pytest.raises(JudgeUnavailable, match="another order"):
        judge.judge([SUPPORTED])


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again(server: ModelServer, status: int) -> None:
    judge = opened(server)
    server.faults.extend([saying(status, Retry_After="0")] * 2)
    assert judge.judge([SUPPORTED])[0].stance is Stance.SUPPORTS
    assert [call.outcome for call in server.calls] == ["refused", "refused", "answered"]


def test_but_not_for_ever(server: ModelServer) -> None:
    judge = opened(server)
    server.faults.extend([saying(429, Retry_After="0")] * 50)
    with pytest.raises(JudgeUnavailable, match="too busy"):
        judge.judge([SUPPORTED])
    assert len(server.asked) == 5


def test_nor_when_it_says_to_come_back_too_late(server: ModelServer) -> None:
    judge = opened(server, judge_timeout_s=5)
    server.faults.append(saying(503, Retry_After="3600"))
    with pytest.raises(JudgeUnavailable, match="too busy"):
        judge.judge([SUPPORTED])
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (saying(500), "failed"),
        (saying(401), "ASSAY_JUDGE_API_KEY"),
        (saying(404), "ASSAY_JUDGE_URL"),
        (saying(413), "too large"),
        (saying(302, Location="http://127.0.0.1:1/"), "failed"),
        (broken_off, "does not answer"),
    ],
)
def test_no_answer_is_no_stance(server: ModelServer, fault: Fault, says: str) -> None:
    judge = opened(server)
    server.faults.append(fault)
    with pytest.raises(JudgeUnavailable, match=says):
        judge.judge([SUPPORTED])
    assert [call.outcome for call in server.calls] == ["failed"]


def test_a_server_that_says_nothing_is_waited_for_no_longer_than_set(
    server: ModelServer,
) -> None:
    judge = opened(server, judge_timeout_s=0.5)
    server.faults.append(server.hanging)
    with pytest.raises(JudgeUnavailable, match="in time"):
        judge.judge([SUPPORTED])


def test_nobody_there_is_told_without_the_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    judge = open_judge(f"tei+http://127.0.0.1:{port}", ModelServer().options())
    with pytest.raises(JudgeUnavailable) as caught:
        _ = judge.version
    assert str(port) not in caught.value.detail


SCORES = [{"label": "entailment", "score": 0.9}, {"label": "neutral", "score": 0.05}]
REST = {"label": "contradiction", "score": 0.05}


@pytest.mark.parametrize(
    "answer",
    [
        "not json",
        {"error": "what"},
        [],
        [[*SCORES, REST]] * 2,
        [SCORES],
        [[*SCORES, {"label": "other", "score": 0.05}]],
        [[*SCORES, REST, REST]],
        [[*SCORES, {"label": "contradiction", "score": 7}]],
        [[*SCORES, {"label": "contradiction", "score": 10**400}]],
        [[*SCORES, {"label": "contradiction", "score": 1e308}]],
        [[*SCORES, {"label": "contradiction", "score": "NaN"}]],
        [[*SCORES, {"label": "contradiction", "score": -0.05}]],
        [["entailment"]],
    ],
)
def test_an_answer_that_is_none_is_no_stance(server: ModelServer, answer: object) -> None:
    judge = opened(server)
    body = answer if isinstance(answer, str) else json.dumps(answer)
    server.faults.append(saying(200, body.encode()))
    with pytest.raises(JudgeAnswerInvalid):
        judge.judge([SUPPORTED])
    assert [call.outcome for call in server.calls] == ["invalid"]


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("tei+http://", "needs a host"),
        ("tei+https:judge", "needs a host"),
        ("tei+https://judge:port", "needs a host"),
        ("tei+https://me:sesame@judge", "ASSAY_JUDGE_API_KEY"),
        ("tei+https://judge?label=x", "no option `label="),
        ("tei+https://judge?labels=x", "once each"),
        ("tei+ftp://judge", "there is"),
    ],
)
def test_wrong_urls_are_refused_in_a_sentence(url: str, says: str) -> None:
    with pytest.raises(SettingsInvalid, match=says) as caught:
        open_judge(url)
    assert "\n" not in caught.value.detail
    assert "sesame" not in caught.value.detail
