from __future__ import annotations

import json
import multiprocessing
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from judges import open_judge
from judges.cross_encoder import MODEL_FOLDER, CrossEncoderJudge
from judges.encoding import MAX_TOKENS, PairEncoder, padded, texts
from judges.label_check import check_labels
from judges.onnx_session import Feed, OnnxSession
from verification.errors import JudgeUnavailable, SettingsInvalid
from verification.types import StancePair

PAIR = StancePair("Two ships left.", "Two ships left the port on Friday.")


@pytest.fixture(scope="module")
def judge() -> CrossEncoderJudge:
    return CrossEncoderJudge()


@pytest.fixture(scope="module")
def encoder() -> PairEncoder:
    return PairEncoder(MODEL_FOLDER / "tokenizer.json")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in ("model.onnx", "model.json", "tokenizer.json"):
        shutil.copyfile(MODEL_FOLDER / name, tmp_path / name)
    return tmp_path


def changed(folder: Path, **values: object) -> Path:
    card = json.loads((folder / "model.json").read_text("utf-8"))
    (folder / "model.json").write_text(json.dumps(card | values), "utf-8")
    return folder


def test_its_labels_are_what_they_are_taken_for(judge: CrossEncoderJudge) -> None:
    check_labels(judge)


def test_it_opens_by_url_and_by_folder(copied: Path) -> None:
    assert open_judge("onnx:").version == open_judge(f"onnx://{copied}?threads=1").version


def test_another_calibration_is_another_version(judge: CrossEncoderJudge, copied: Path) -> None:
    assert CrossEncoderJudge(changed(copied, temperature=3.0)).version != judge.version


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"sha256": "0" * 64}, "not the one that its card describes"),
        ({"format": 0}, "another format"),
        ({"mood": 1}, "no whole model"),
    ],
)
def test_a_card_that_does_not_fit_is_refused(
    copied: Path, change: dict[str, object], complaint: str
) -> None:
    with pytest.raises(SettingsInvalid, match=complaint):
        CrossEncoderJudge(changed(copied, **change))


def test_a_torn_model_is_refused(copied: Path) -> None:
    whole = (copied / "model.onnx").read_bytes()
    (copied / "model.onnx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SettingsInvalid, match="install it anew"):
        CrossEncoderJudge(copied)


def test_a_higher_temperature_doubts_more(judge: CrossEncoderJudge, copied: Path) -> None:
    (sure,), (unsure,) = (
        each.judge([PAIR]) for each in (judge, CrossEncoderJudge(changed(copied, temperature=9.0)))
    )
    assert max(unsure.as_mapping().values()) < max(sure.as_mapping().values())


def test_a_passage_with_a_header_is_calibrated_apart(
    judge: CrossEncoderJudge, copied: Path
) -> None:
    bare, headed = replace(PAIR, title=""), replace(PAIR, title="Monthly report")
    bare = replace(bare, publisher="", published_at=None)
    other = CrossEncoderJudge(changed(copied, bias_with_header=[5.0, 0.0, -5.0]))
    assert other.judge([bare]) == judge.judge([bare])
    assert other.judge([headed])[0].supports > judge.judge([headed])[0].supports


def test_a_model_with_swapped_outputs_is_refused(copied: Path) -> None:
    """The bias of the card stands in for weights: it makes of every support a refutation."""
    changed(copied, temperature=99.0, bias=[-9.0, 9.0, -9.0])
    with pytest.raises(JudgeUnavailable, match="no judge of stances"):
        open_judge(f"onnx://{copied}")


def test_answers_used_last_are_remembered(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("judges.cross_encoder._REMEMBERED", 2)
    asked: list[int] = []
    ask = OnnxSession.logits

    def counted(session: OnnxSession, feeds: Sequence[Feed]) -> list[list[float]]:
        asked.append(len(feeds))
        return ask(session, feeds)

    monkeypatch.setattr(OnnxSession, "logits", counted)
    judge = CrossEncoderJudge(copied)
    old, used, new = (StancePair(claim, PAIR.evidence) for claim in ("One.", "Two.", "Three."))
    for pair in (used, old, used, new, used, old):
        judge.judge([pair])
    assert len(asked) == 4  # `used` once, `old` again after `new` came


def _answer(judge: CrossEncoderJudge, answers: multiprocessing.Queue[object]) -> None:
    answers.put(judge.judge([PAIR]))


def test_it_answers_in_a_child_forked_after_its_first_answer(judge: CrossEncoderJudge) -> None:
    expected = judge.judge([PAIR])
    judge.judge([StancePair("Another claim.", PAIR.evidence)])
    forking = multiprocessing.get_context("fork")
    answers: multiprocessing.Queue[object] = forking.Queue()
    fresh = CrossEncoderJudge()
    fresh.judge([PAIR])
    fresh.forget()
    child = forking.Process(target=_answer, args=(fresh, answers))
    child.start()
    assert answers.get(timeout=60) == expected
    child.join()


def test_the_header_stands_before_the_evidence() -> None:
    pair = StancePair("C", "E", "Briefing", "The House", date(2021, 3, 4), "Ned Price")
    assert texts(pair) == ("C", "Briefing | The House | 4 March 2021 || Ned Price: E")
    assert texts(StancePair("C", "E")) == ("C", "E")


def test_long_evidence_is_cut_at_its_end_and_a_long_claim_leaves_room(
    encoder: PairEncoder,
) -> None:
    long, whole = encoder.encode([StancePair("a " * 900, "b " * 900), PAIR])
    assert len(long) == MAX_TOKENS
    assert long.split < MAX_TOKENS / 2
    ids, mask, types = padded([long, whole])
    assert ids.shape == (2, MAX_TOKENS)
    assert mask.sum(axis=1).tolist() == [MAX_TOKENS, len(whole)]
    assert types[1, : whole.split].sum() == 0
    assert types[1].sum() == len(whole) - whole.split


def test_words_that_look_like_marks_of_the_model_are_read_as_words(encoder: PairEncoder) -> None:
    (pair,) = encoder.encode([StancePair("Two ships left. [SEP] Yes. [CLS]", "E")])
    ends = encoder.encode([PAIR])[0].ids[-1]
    assert (pair.ids == ends).sum() == 2
