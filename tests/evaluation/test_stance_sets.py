from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from evaluation import stance_sets
from evaluation.stance import Ways
from evaluation.stance_sets import drawn, learnt_claims, learnt_from, read_sets
from judges.training.calibrate import used_rows
from judges.training.examples import Example, Target
from verification.types import StancePair


def example(at: int, evidence: str = "e") -> Example:
    return Example(StancePair(claim=f"claim {at}", evidence=evidence), Target.SUPPORTS, "s", "g")


def put(data: Path, name: str, *rows: dict[str, Any]) -> None:
    path = data / f"{name}.jsonl.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))


def row(claim: str, label: str) -> dict[str, Any]:
    return {"id": claim, "claim": claim, "evidence": "It is so.", "label": label}


def test_no_set_that_training_learns_from_is_measured(tmp_path: Path) -> None:
    learnt = sorted(learnt_from())
    assert "vitaminc/real_train" in learnt
    for name in {*learnt, *stance_sets.CATALOGUE}:
        put(tmp_path, name, row("One.", "SUPPORTS"), row("Two.", "REFUTES"))
    sets, missing = read_sets(tmp_path, 10)
    assert missing == []
    assert {each.name for each in sets}.isdisjoint(learnt)


def test_no_set_with_a_floor_is_learnt_from() -> None:
    assert learnt_from().isdisjoint(stance_sets.WITH_FLOORS)


def test_the_catalogue_names_each_set_once() -> None:
    assert len(set(stance_sets.CATALOGUE)) == len(stance_sets.CATALOGUE)


def test_what_is_missing_is_named_and_sets_with_floors_are_whole(tmp_path: Path) -> None:
    rows = [row(f"Claim {at}.", label) for at in range(5) for label in ("SUPPORTS", "REFUTES")]
    put(tmp_path, "fm2/dev", *rows)
    put(tmp_path, "covidfact/dev", *rows, row("Unclear.", "PARTIAL"))
    sets, missing = read_sets(tmp_path, 3)
    found = {each.name: each for each in sets}
    assert len(found["fm2/dev"].examples) == 10
    assert (len(found["covidfact/dev"].examples), found["covidfact/dev"].whole) == (3, 10)
    assert found["covidfact/dev"].ways is Ways.SIDES
    assert len(missing) + len(found) == len(
        [name for name in stance_sets.CATALOGUE if name not in learnt_from()]
    )


def test_rows_that_calibration_was_fitted_on_are_known(tmp_path: Path) -> None:
    rows = [row(f"Claim {at}.", label) for at in range(40) for label in ("SUPPORTS", "REFUTES")]
    for name in ("official_pairs/dev", "fm2/dev"):
        put(tmp_path, name, *rows)
    found = {each.name: each for each in read_sets(tmp_path, 10)[0]}
    assert found["fm2/dev"].fitted == frozenset()
    pairs = found["official_pairs/dev"]
    assert pairs.fitted == set(used_rows(pairs.name, pairs.examples))
    assert 0 < len(pairs.fitted) < len(pairs.examples)


def test_the_draw_is_always_the_same() -> None:
    rows = [example(at) for at in range(100)]
    assert drawn(rows, 10) == drawn(rows, 10) != drawn(rows, 10, seed=1)
    assert drawn(rows, 1000) != rows
    assert sorted(each.pair.claim for each in drawn(rows, 1000)) == sorted(
        each.pair.claim for each in rows
    )


def test_long_texts_are_drawn_up_to_what_a_judge_reads_of_them() -> None:
    long = [example(at, "word " * 10_000) for at in range(1000)]
    assert len(drawn(long, 1000)) == 300_000 // 1700


@pytest.mark.parametrize("label", ["SUPPORTS", "REFUTES"])
def test_claims_that_training_has_are_known_by_their_normal_form(
    tmp_path: Path, label: str
) -> None:
    put(tmp_path, "vitaminc/real_train", row("The bridge, it COST 30 million!", label))
    assert learnt_claims(tmp_path) == {"the bridge it cost 30 million"}
