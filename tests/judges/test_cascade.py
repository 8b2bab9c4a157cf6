from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from judges import open_judge
from judges.cascade import CascadeJudge, Doubt
from judges.lexical import LexicalJudge
from runtime.verifying import verify_claim
from runtime.wiring import open_runtime
from tests.contracts.judge_contract import EVIDENCE, SUPPORTED, UNRELATED
from tests.judges.model_server import ModelServer, saying
from tests.runtime.material import CLAIM, prepared, scratch
from verification.errors import JudgeAnswerInvalid, JudgeUnavailable, SettingsInvalid
from verification.types import Stance, StanceJudgement, StancePair

SURE = StancePair("Sure.", EVIDENCE)
DOUBTFUL = StancePair("Doubtful.", EVIDENCE)
BORDER = StancePair("Border.", EVIDENCE)
TORN = StancePair("Torn.", EVIDENCE)


ANSWERS = {
    SURE: StanceJudgement(0.9, 0.05, 0.05),
    DOUBTFUL: StanceJudgement(0.6, 0.2, 0.2),
    BORDER: StanceJudgement(0.85, 0.1, 0.05),
    TORN: StanceJudgement(0.34, 0.33, 0.33),
}


class FirstJudge:
    """Sure of some pairs and not of others."""

    version = "first-1"
    max_batch = 50

    def judge(self, pairs: Sequence[StancePair]) -> list[StanceJudgement]:
        return [ANSWERS[pair] for pair in pairs]


class LargerJudge:
    """Sure that everything is refuted, while it can be had."""

    max_batch = 2
    by = ""

    def __init__(self) -> None:
        self.asked: list[list[StancePair]] = []
        self.gone = False

    @property
    def version(self) -> str:
        if self.gone:
            raise JudgeUnavailable("The larger judge is gone.")
        return "larger-1"

    def judge(self, pairs: Sequence[StancePair]) -> list[StanceJudgement]:
        if self.gone:
            raise JudgeUnavailable("The larger judge is gone.")
        self.asked.append(list(pairs))
        return [StanceJudgement(0.0, 1.0, 0.0, by=self.by) for _ in pairs]


def cascade(larger: LargerJudge, *, fallback: bool = False) -> CascadeJudge:
    return CascadeJudge(FirstJudge(), larger, Doubt(fallback=fallback))


def test_only_doubtful_pairs_go_upward() -> None:
    larger = LargerJudge()
    answers = cascade(larger).judge([SURE, DOUBTFUL, BORDER, SURE, TORN, DOUBTFUL])
    assert larger.asked == [[DOUBTFUL, BORDER], [DOUBTFUL]]
    assert [each.refutes == 1.0 for each in answers] == [False, True, True, False, False, True]
    assert {each.by for each in answers} == {""}


def test_where_nothing_is_doubtful_the_larger_is_not_asked() -> None:
    larger = LargerJudge()
    assert cascade(larger).judge([SURE])[0].stance is Stance.SUPPORTS
    assert cascade(larger).judge([]) == []
    assert not larger.asked


def test_the_version_names_both_and_the_band() -> None:
    assert cascade(LargerJudge()).version == "cascade(first-1, larger-1, 0.35-0.85)"


def test_nothing_is_answered_without_the_larger() -> None:
    larger = LargerJudge()
    judge = cascade(larger)
    larger.gone = True
    with pytest.raises(JudgeUnavailable):
        judge.judge([SURE, DOUBTFUL])
    with pytest.raises(JudgeUnavailable):
        _ = judge.version


def test_a_fallback_answers_and_says_so() -> None:
    larger = LargerJudge()
    larger.gone = True
    judge = cascade(larger, fallback=True)
    sure, doubtful = judge.judge([SURE, DOUBTFUL])
    assert sure.by == ""
    assert doubtful == ANSWERS[DOUBTFUL]
    assert doubtful.by == "cascade(first-1, degraded, 0.35-0.85)"
    assert judge.version == "cascade(first-1, unknown, 0.35-0.85)"
    larger.gone = False
    assert judge.judge([DOUBTFUL])[0].by == ""


def test_a_model_that_was_replaced_below_shows_in_the_answers() -> None:
    larger = LargerJudge()
    larger.by = "larger-2"
    judge = cascade(larger)
    sure, doubtful = judge.judge([SURE, DOUBTFUL])
    assert (sure.by, doubtful.by) == ("", "cascade(first-1, larger-2, 0.35-0.85)")


def url_of(first: str, then: str, query: str = "") -> str:
    return f"cascade:?first={quote(first, safe='')}&then={quote(then, safe='')}{query}"


def test_inner_urls_keep_their_own_options(server: ModelServer) -> None:
    then = f"chat+{server.url}/v1?model=large&format=none"
    judge = open_judge(url_of("lexical:", then), server.options())
    assert LexicalJudge().version in judge.version
    assert "chat-large-" in judge.version
    assert judge.judge([SUPPORTED, UNRELATED])[0].stance is Stance.SUPPORTS
    assert [body["model"] for body in server.asked] == ["large"]
    assert "response_format" not in server.asked[0]


def test_an_invalid_answer_from_above_is_no_reason_to_fall_back(server: ModelServer) -> None:
    server.reply = lambda _pair: "supports"
    url = url_of("lexical:", f"chat+{server.url}/v1?model=large", "&fallback=first")
    with pytest.raises(JudgeAnswerInvalid):
        open_judge(url, server.options()).judge([SUPPORTED])


def test_with_a_fallback_a_judge_that_cannot_be_opened_is_tried_again(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_given: object) -> None:
        raise JudgeUnavailable("Its labels are wrong.")

    url = url_of("lexical:", f"chat+{server.url}/v1?model=large")
    with monkeypatch.context() as patched:
        patched.setattr("judges.chat.open_chat", gone)
        with pytest.raises(JudgeUnavailable):
            open_judge(url, server.options())
        judge = open_judge(f"{url}&fallback=first", server.options())
        assert "degraded" in judge.judge([SUPPORTED])[0].by
    assert judge.judge([SUPPORTED])[0].by == ""


def test_a_degraded_verdict_is_not_kept_and_the_full_one_is(
    server: ModelServer, tmp_path: Path
) -> None:
    url = url_of("lexical:", f"tei+{server.url}", "&low=0&high=1&fallback=first")
    with closing(open_runtime(scratch(tmp_path, judge_url=url))) as runtime:
        prepared(runtime)
        known = runtime.judge.version
        server.faults.append(saying(500))
        degraded, _ = verify_claim(runtime, CLAIM)
        full, cached = verify_claim(runtime, CLAIM)
        again, cached_again = verify_claim(runtime, CLAIM)

    assert "degraded" in degraded.provenance.judge
    assert full.provenance.judge == known == again.provenance.judge
    assert (cached, cached_again) == (False, True)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("cascade:", "needs the option `first="),
        ("cascade:?first=lexical:", "needs the option `then="),
        ("cascade:?first=lexical:&then=oracle:", "No judge is called `oracle:`"),
        ("cascade:?first=lexical:&then=lexical", "is not a URL"),
        ("cascade:?first=lexical:&then=lexical:&low=2", "not a number from 0 to 1"),
        ("cascade:?first=lexical:&then=lexical:&low=0.9", "more than"),
        ("cascade:?first=lexical:&then=lexical:&fallback=second", "`first`"),
        ("cascade:?first=lexical:&then=lexical:&second=1", "no option `second="),
        ("cascade:lexical:?first=lexical:&then=lexical:", "nothing but options"),
    ],
)
def test_wrong_urls_are_refused_in_a_sentence(url: str, says: str) -> None:
    with pytest.raises(SettingsInvalid, match=says) as caught:
        open_judge(url)
    assert "\n" not in caught.value.detail
