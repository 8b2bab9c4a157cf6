from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from judges.training import official, run
from judges.training.prepare import SEED, recipe_digest

STAGE = run.Stage("refine", 1.0, 1.2e-4, seed=9, pairs=24)


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[str, dict[str, object]]]:
    """What was run; `prepare` and `train` leave the files that the real ones leave."""
    calls: list[tuple[str, dict[str, object]]] = []

    def python(step: str, *files: str, **options: object) -> None:
        calls.append((step, {**options, "files": files}))
        out = Path(str(options["out"]))
        if step == "average":
            return
        if step == "prepare":
            told = {"recipe": recipe_digest("refine"), "digest": "abc"}
            out.write_bytes(b"")
            out.with_suffix(".json").write_text(json.dumps(told))
        else:
            out.mkdir()
            (out / "run.json").write_text(json.dumps({"set": "abc"}))
            (out / "weights.pt").write_bytes(b"")

    monkeypatch.setattr(run, "_python", python)
    return calls


def _train(work: Path) -> Path:
    return run._train(STAGE, Path("start"), Path("data"), work, Path("encoder"))


def test_a_stage_is_prepared_and_trained_once(
    called: list[tuple[str, dict[str, object]]], tmp_path: Path
) -> None:
    assert _train(tmp_path) == _train(tmp_path)
    assert [step for step, _ in called] == ["prepare", "train"]
    assert called[1][1]["seed"] == 9
    assert called[1][1]["pairs"] == 24


def test_a_set_of_another_recipe_is_prepared_anew(
    called: list[tuple[str, dict[str, object]]], tmp_path: Path
) -> None:
    _train(tmp_path)
    (tmp_path / "refine.json").write_text(json.dumps({"digest": "abc"}))
    _train(tmp_path)
    assert [step for step, _ in called] == ["prepare", "train", "prepare"]


def test_weights_of_another_set_are_refused(
    called: list[tuple[str, dict[str, object]]], tmp_path: Path
) -> None:
    _train(tmp_path)
    (tmp_path / "refine" / "run.json").write_text(json.dumps({"set": "other"}))
    with pytest.raises(SystemExit, match="trained on another set; remove"):
        _train(tmp_path)


def test_a_stage_may_start_from_the_mean_of_others(
    called: list[tuple[str, dict[str, object]]], tmp_path: Path
) -> None:
    stage = replace(STAGE, mean=("close", "wide"), dropout=0.1, masked=0.05)
    run._train(stage, Path("start"), Path("data"), tmp_path, Path("encoder"))
    (_, prepared), (step, mean), (_, trained) = called
    assert prepared["seed"] == SEED
    assert step == "average"
    assert mean["files"] == tuple(str(tmp_path / f"{one}/weights.pt") for one in stage.mean)
    assert trained["start"] == mean["out"]
    assert (trained["dropout"], trained["masked"]) == (0.1, 0.05)


def test_the_stages_that_a_mean_names_come_before() -> None:
    names = [stage.name for stage in run.STAGES]
    for place, stage in enumerate(run.STAGES):
        assert set(stage.mean) <= set(names[:place])
    assert set(run.SHIPPED) <= set(names)


def test_a_recipe_changes_with_the_stage_the_seed_and_the_written_pairs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = recipe_digest("close")
    assert before == recipe_digest("close")
    assert len({before, recipe_digest("broad"), recipe_digest("close", seed=8)}) == 3
    other = tmp_path / "written.jsonl.gz"
    other.write_bytes(b"mended")
    monkeypatch.setattr(official, "WRITTEN_FILE", other)
    assert recipe_digest("close") != before
