"""The command that judges a file of pairs."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sources.reading import LONGEST_LINE
from tests.doubles import NEUTRAL
from tests.service.command_line import ROW, assay, refused, succeeded, written
from verification.errors import JudgeUnavailable
from verification.types import StanceJudgement, StancePair

PAIR = {"claim": "Two missiles were fired.", "evidence": ROW["text"], "title": "T"}


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSAY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ASSAY_JUDGE_URL", "lexical:")
    return tmp_path / "data"


def pairs(count: int) -> list[dict[str, object]]:
    return [{**PAIR, "id": number} for number in range(count)]


def answers(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def beside(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir() if each.is_file())


class FailingJudge:
    """Judges one batch and then no more."""

    max_batch = 2
    version = "failing"

    def __init__(self) -> None:
        self.asked = 0

    def judge(self, asked: Sequence[StancePair]) -> list[StanceJudgement]:
        self.asked += 1
        if self.asked > 1:
            raise JudgeUnavailable("The judge does not answer.")
        return [NEUTRAL for _ in asked]


def test_stance_answers_in_order_and_names_a_bad_line(tmp_path: Path) -> None:
    asked = pairs(150)
    path = written(tmp_path / "pairs.jsonl", *asked[:3], {"id": "x", "claim": "A."}, *asked[3:])
    output = tmp_path / "out.jsonl"
    result = assay("stance", "--input", path, "--output", output)
    assert result.exit_code == 1
    assert "line 4: `evidence` is missing" in result.stderr
    given = answers(output)
    assert [answer["id"] for answer in given] == list(range(150))
    assert {answer["stance"] for answer in given} <= {"supports", "refutes", "neutral"}
    assert sum(given[0]["probabilities"].values()) == pytest.approx(1)


def test_stance_needs_no_database(
    tmp_path: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ASSAY_JUDGE_URL")
    path = written(tmp_path / "pairs.jsonl", {"id": 1, "claim": "A b.", "evidence": "A b."})
    done = succeeded("stance", "--input", path, "--output", tmp_path / "out.jsonl")
    assert not data_dir.exists()
    assert "Judge: assay-minilm-l6-" in done.stderr


def test_the_input_is_never_the_output(tmp_path: Path) -> None:
    path = written(tmp_path / "p.jsonl", *pairs(2))
    before = path.read_bytes()
    link = tmp_path / "link.jsonl"
    link.symlink_to(path)
    refused("stance", "--input", path, "--output", path, says="are the same file")
    refused("stance", "--input", path, "--output", link, says="are the same file")
    assert path.read_bytes() == before


def test_a_judge_that_fails_halfway_leaves_the_output_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = FailingJudge()

    @contextmanager
    def opened() -> Iterator[FailingJudge]:
        yield judge

    monkeypatch.setattr("service.commands.stance.opened_judge", opened)
    path = written(tmp_path / "pairs.jsonl", *pairs(6))
    output = tmp_path / "out.jsonl"
    output.write_text("what was there\n")
    refused("stance", "--input", path, "--output", output, says="The judge does not answer.")
    assert judge.asked == 2
    assert output.read_text() == "what was there\n"
    assert beside(output) == ["out.jsonl", "pairs.jsonl"]


def test_what_is_replaced_keeps_its_link_and_its_mode(tmp_path: Path) -> None:
    path = written(tmp_path / "pairs.jsonl", *pairs(1))
    kept = tmp_path / "kept.jsonl"
    kept.write_text("what was there\n")
    kept.chmod(0o640)
    link = tmp_path / "link.jsonl"
    link.symlink_to(kept)
    succeeded("stance", "--input", path, "--output", link)
    assert link.is_symlink()
    assert len(answers(kept)) == 1
    assert kept.stat().st_mode & 0o777 == 0o640
    assert beside(kept) == ["kept.jsonl", "link.jsonl", "pairs.jsonl"]


def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    path = written(tmp_path / "pairs.jsonl", *pairs(1))
    succeeded("stance", "--input", path, "--output", os.devnull)
    assert Path(os.devnull).is_char_device()


def test_a_pipe_gets_the_answers_as_they_come(tmp_path: Path) -> None:
    path = written(tmp_path / "pairs.jsonl", *pairs(2))
    command = (sys.executable, "-m", "service.cli", "stance")
    done = subprocess.run(
        [*command, "--input", path, "--output", "/dev/stdout"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [0, 1]


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "pairs.jsonl", *pairs(1))
    output = tmp_path / "missing" / "out.jsonl"
    refused("stance", "--input", path, "--output", output, says="There is no folder")


def test_a_packed_file_is_judged(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl.gz"
    path.write_bytes(gzip.compress(written(tmp_path / "plain", *pairs(3)).read_bytes()))
    succeeded("stance", "--input", path, "--output", tmp_path / "out.jsonl")
    assert [answer["id"] for answer in answers(tmp_path / "out.jsonl")] == [0, 1, 2]


@pytest.mark.parametrize("damage", ["cut off", "overwritten", "no gzip"])
def test_a_packed_file_that_breaks_off_is_told_in_one_line(tmp_path: Path, damage: str) -> None:
    chance = Random(3)
    asked = [{**PAIR, "id": chance.randbytes(400).hex()} for _ in range(400)]
    packed = gzip.compress(written(tmp_path / "plain", *asked).read_bytes())
    half = len(packed) // 2
    damaged = {
        "cut off": packed[:half],
        "overwritten": packed[:half] + b"\xff" * 64 + packed[half + 64 :],
        "no gzip": b"no gzip at all",
    }
    path = tmp_path / "pairs.jsonl.gz"
    path.write_bytes(damaged[damage])
    output = tmp_path / "out.jsonl"
    result = assay("stance", "--input", path, "--output", output)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    told = [line for line in result.stderr.splitlines() if line.startswith("Not judged: ")]
    assert "The file breaks off here" in told[-1]
    assert str(path) in told[-1]
    if damage == "cut off":
        assert len(told) == 1
        assert 0 < len(answers(output)) < 400
    if damage == "no gzip":
        assert answers(output) == []


def test_an_endless_line_is_refused_and_the_next_one_judged(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_bytes(b'{"id": "' + b"x" * 2 * LONGEST_LINE + b'"}\n')
    with path.open("a", encoding="utf-8") as more:
        more.write(json.dumps({**PAIR, "id": 0}) + "\n")
    result = assay("stance", "--input", path, "--output", tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert f"{path}, line 1: The line is longer than" in result.stderr
    assert [answer["id"] for answer in answers(tmp_path / "out.jsonl")] == [0]


@pytest.mark.parametrize("field", ["published_at", "date"])
def test_a_day_that_cannot_be_read_is_refused(tmp_path: Path, field: str) -> None:
    rows = [
        {**PAIR, "id": "bad", field: "02/03/2021"},
        {**PAIR, "id": "read", field: "24 March 2021"},
        {**PAIR, "id": "blank", field: " "},
    ]
    path = written(tmp_path / "pairs.jsonl", *rows)
    result = assay("stance", "--input", path, "--output", tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert f"line 1: `{field}` is not a day" in result.stderr
    assert [answer["id"] for answer in answers(tmp_path / "out.jsonl")] == ["read", "blank"]


def test_text_that_cannot_be_written_back_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "pairs.jsonl", {**PAIR, "id": "\ud800"}, *pairs(1))
    result = assay("stance", "--input", path, "--output", tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert "line 1: The line is not JSON in UTF-8." in result.stderr
    assert len(answers(tmp_path / "out.jsonl")) == 1
