"""The measurement of matching: its scorer, and a set small enough to count by hand."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from evaluation.matching import average_precision, measure_matching, plain


def test_average_precision_counts_places() -> None:
    assert average_precision(["a", "b"], ["a"]) == 1
    assert average_precision(["a", "b"], ["b"]) == 0.5
    assert average_precision(["a"], ["c"]) == 0
    assert average_precision(["a", "x", "b"], ["a", "b"]) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision([], []) == 0


def test_posts_are_read_without_addresses_and_with_their_tags() -> None:
    assert plain("#NorthKorea fires https://t.co/x") == " North Korea fires  "


def test_a_set_is_measured(tmp_path: Path) -> None:
    folder = tmp_path / "checkthat2022_t2a"
    folder.mkdir()
    claims = [
        {"id": "1", "text": "The tower leans to the left.", "title": "Tower"},
        {"id": "2", "text": "Fish sleep with open eyes.", "title": None},
    ]
    query = {"query": "Do fish sleep with their eyes open?", "match_ids": ["2"]}
    for name, rows in (("claims", claims), ("dev", [query]), ("devtest", [query, query])):
        with gzip.open(folder / f"{name}.jsonl.gz", "wt") as lines:
            lines.write("\n".join(map(json.dumps, rows)))

    found = measure_matching(tmp_path)

    assert list(found) == ["checkthat2022_t2a dev", "checkthat2022_t2a devtest"]
    measured = found["checkthat2022_t2a devtest"]
    assert (measured["claims"], measured["queries"], measured["map_at_5"]) == (2, 2, 1.0)
    assert measured["suggested_precision"] == 1.0
