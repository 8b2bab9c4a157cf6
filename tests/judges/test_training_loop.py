from __future__ import annotations

import json
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy
import pytest

from tests.conftest import need_installed

need_installed("torch", extra="train", whole_file=__file__)

from judges.training import checkpoint, network, train  # noqa: E402
from judges.training.average import averaged  # noqa: E402
from judges.training.packed import Packed, order_digest  # noqa: E402
from judges.training.together import Together  # noqa: E402

torch: Any = import_module("torch")

SETTINGS = train.Settings(rate=1e-2, pairs_per_step=4, tokens_per_piece=40, rounds=2.0)


# The shipped model's form in a few thousand numbers.
SIZES = {"WIDTH": 24, "LAYERS": 2, "INNER": 16, "POSITIONS": 8, "VOCABULARY": 50}


@pytest.fixture
def packed(monkeypatch: pytest.MonkeyPatch) -> Packed:
    """Twelve pairs in groups of two; the first token tells the label."""
    for name, size in SIZES.items():
        monkeypatch.setattr(network, name, size)
    monkeypatch.setattr(train, "_model", lambda *_: network.CrossEncoder(dropout=0.0))
    targets = numpy.asarray([0, 1, 2] * 4, dtype=numpy.int8)
    ids = numpy.asarray([[10 + each, 3, 4, 5] for each in targets], dtype=numpy.uint16)
    return Packed(
        ids=ids.ravel(),
        starts=numpy.arange(0, 52, 4, dtype=numpy.int32),
        splits=numpy.full(12, 2, dtype=numpy.int16),
        targets=targets,
        groups=numpy.repeat(numpy.arange(6, dtype=numpy.int32), 2),
    )


def _trainer(packed: Packed, folder: Path, settings: train.Settings = SETTINGS) -> train.Trainer:
    together = Together(folder, 0, 1)
    trainer = train.Trainer(packed, settings, folder, together)
    together.begin(trainer.done)
    return trainer


def test_where_only_not_supported_is_known_refutes_and_neutral_are_both_right() -> None:
    logits = torch.tensor([[0.0, 4.0, 0.0], [0.0, 0.0, 4.0], [4.0, 0.0, 0.0]])
    found = train.losses(logits, torch.tensor([3, 3, 3]), 0.0)
    assert float(found[0]) == pytest.approx(float(found[1]), rel=1e-4)
    assert float(found[0]) < 0.1
    assert float(found[2]) > 3.0
    hard = train.losses(logits, torch.tensor([1, 2, 0]), 0.0)
    assert float(hard.max()) < 0.1


def test_the_margin_asks_only_pairs_of_one_group_with_other_labels() -> None:
    apart = torch.tensor([[2.0, -2.0, 0.0], [-2.0, 2.0, 0.0]])
    alike = torch.zeros((2, 3))
    groups, labels = torch.tensor([1, 1]), torch.tensor([0, 1])
    assert float(train.margin(apart, labels, groups)) == 0.0
    assert float(train.margin(alike, labels, groups)) == pytest.approx(1.0)
    assert float(train.margin(alike, labels, torch.tensor([1, 2]))) == 0.0
    assert float(train.margin(alike, torch.tensor([0, 3]), groups)) == 0.0


def test_about_a_share_of_the_words_is_hidden_and_no_marker() -> None:
    torch.manual_seed(3)
    ids = torch.tensor([[101, *range(1000, 1400), 102, *range(2000, 2400), 102, 0, 0]])
    hidden = train.hidden_at_random(ids, 0.25)
    changed = hidden != ids
    assert set(hidden[changed].tolist()) == {103}
    assert 120 < int(changed.sum()) < 280
    assert bool((hidden[ids <= 102] == ids[ids <= 102]).all())


def test_the_mean_of_weights_is_taken_tensor_by_tensor() -> None:
    one, other = {"a": torch.tensor([1.0, 3.0])}, {"a": torch.tensor([3.0, 5.0])}
    assert averaged([one, other])["a"].tolist() == [2.0, 4.0]
    kin = {"kin": torch.tensor([0, 1, 0])}
    assert averaged([kin, kin])["kin"].tolist() == [0, 1, 0]


def test_training_goes_down_and_leaves_a_checkpoint_of_its_settings(
    packed: Packed, tmp_path: Path
) -> None:
    trainer = _trainer(packed, tmp_path, replace(SETTINGS, rounds=30.0))
    first = [trainer.step(pieces, 60) for pieces in trainer.order[:3]]
    trainer.run()
    last = [trainer.step(pieces, 60) for pieces in trainer.order[:3]]
    assert sum(last) < sum(first)
    state = torch.load(tmp_path / train.CHECKPOINT, weights_only=True)
    assert set(state) == {"set", "settings", "done", "model", "optimizer"}
    assert state["done"] == len(trainer.order)
    assert state["settings"]["rounds"] == 30.0


def test_a_run_goes_on_where_it_stopped(packed: Packed, tmp_path: Path) -> None:
    whole, halved = tmp_path / "whole", tmp_path / "halved"
    whole.mkdir()
    halved.mkdir()
    straight = _trainer(packed, whole)
    straight.run()
    stopped = _trainer(packed, halved)
    for place, pieces in enumerate(stopped.order[:3]):
        stopped.step(pieces, place)
    stopped.done = 3
    stopped.save()
    resumed = _trainer(packed, halved)
    assert resumed.done == 3
    resumed.run()
    for name, one in straight.model.state_dict().items():
        assert torch.allclose(one, resumed.model.state_dict()[name]), name


def test_a_checkpoint_of_other_settings_or_another_set_is_refused(
    packed: Packed, tmp_path: Path
) -> None:
    _trainer(packed, tmp_path).save()
    with pytest.raises(SystemExit, match=r"other settings \(rate 0\.01, not 0\.5\)"):
        _trainer(packed, tmp_path, replace(SETTINGS, rate=0.5))
    with pytest.raises(SystemExit, match="another training set"):
        _trainer(replace(packed, targets=packed.targets[::-1]), tmp_path)


def test_a_checkpoint_without_settings_counts_as_of_the_same(
    packed: Packed, tmp_path: Path
) -> None:
    _trainer(packed, tmp_path).save()
    path = tmp_path / train.CHECKPOINT
    state = torch.load(path, weights_only=True)
    del state["settings"]
    checkpoint.write(path, {**state, "done": 2})
    assert _trainer(packed, tmp_path, replace(SETTINGS, rate=0.5)).done == 2


def test_the_record_names_order_processes_and_torch(packed: Packed, tmp_path: Path) -> None:
    trainer = _trainer(packed, tmp_path)
    trainer.record(tmp_path)
    told = json.loads((tmp_path / "run.json").read_text())
    assert told["order"] == order_digest(trainer.order) != order_digest(trainer.order[::-1])
    assert (told["processes"], told["seed"]) == (1, SETTINGS.seed)
    assert told["torch"] == str(torch.__version__)


@pytest.mark.parametrize("supported", [True, False])
def test_16_bits_are_used_where_the_processor_has_them(
    monkeypatch: pytest.MonkeyPatch, supported: bool
) -> None:
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: supported, raising=False)
    assert train.computes_bfloat16("cpu") is supported
    assert train.computes_bfloat16("cuda")


def test_no_32_bit_model_is_left_in_the_folder_that_is_packaged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    need_installed("onnx", extra="train")
    from judges.training import export  # noqa: PLC0415

    monkeypatch.setattr(export, "export", lambda _, full: full.write_bytes(b"32"))
    monkeypatch.setattr(
        export, "quantise", lambda full, out, **_: out.write_bytes(full.read_bytes())
    )
    out, work = tmp_path / "model", tmp_path / "work"
    export.write_model(tmp_path / "weights.pt", out, None, reduce_range=False)
    export.write_model(tmp_path / "weights.pt", out, work, reduce_range=False)
    assert [each.name for each in out.iterdir()] == ["model.onnx"]
    assert [each.name for each in work.iterdir()] == [export.FULL]
