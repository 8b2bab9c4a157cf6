"""What one run of the measurement keeps of those before it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation import parts

ENGINE = {"lexical": {"points_above": 1.0}}
KNOWN = {
    "engines": {"embedded": ENGINE, "elasticsearch": ENGINE, "old": {"all": {}}},
    "stance": {"calibration": {}},
    "articles": {"articles": {"faithful": 1.0}},
}


@pytest.mark.parametrize(
    ("part", "engines", "kept"),
    [
        ("claims", ("elasticsearch",), {"engines": {"embedded"}, "stance": 1, "articles": 1}),
        ("claims", ("embedded", "elasticsearch"), {"engines": set(), "stance": 1, "articles": 1}),
        ("stance", ("embedded",), {"engines": {"embedded", "elasticsearch"}, "articles": 1}),
        ("articles", ("embedded",), {"engines": {"embedded", "elasticsearch"}, "stance": 1}),
        ("all", ("embedded",), {"engines": set()}),
    ],
)
def test_what_is_not_measured_now_is_kept(
    tmp_path: Path, part: str, engines: tuple[str, ...], kept: dict[str, object]
) -> None:
    (tmp_path / "evaluation.json").write_text(json.dumps(KNOWN))
    chosen = parts.Chosen(tmp_path, part, None, 1, engines, tmp_path)
    found = parts._before(chosen)
    assert set(found) == set(kept)
    assert set(found["engines"]) == kept["engines"]


def test_a_judge_measured_in_another_form_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "evaluation.json").write_text(json.dumps({"stance": {"speed": {}}}))
    chosen = parts.Chosen(tmp_path, "claims", None, 1, ("embedded",), tmp_path)
    assert parts._before(chosen) == {"engines": {}}
