"""The measures of extraction, on material whose answer is known."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from evaluation.attribution_sets import score_attributions
from evaluation.extraction import average_precision, measure_articles, score_articles
from evaluation.extraction_report import article_lines

TEXT = (
    "The ministry said on Tuesday that Norland had closed two ports. "
    "Prices rose 4 percent last month.\n\nFollow us on social media."
)


def article() -> dict[str, Any]:
    said = TEXT.index(" Prices")
    return {
        "text": TEXT,
        "title": "Ports",
        "published_at": "2024-11-06",
        "sentences": [
            {"start": 0, "end": said, "check_worthy": True, "kind": "sentence"},
            {"start": TEXT.index("Follow"), "end": len(TEXT), "kind": "boilerplate"},
        ],
        "claims": [
            {
                "start": 0,
                "end": said,
                "claim": "The ministry said on 5 November 2024 that Norland had closed two ports.",
                "speaker": "the ministry",
            },
            {
                "start": said + 1,
                "end": TEXT.index("\n"),
                "claim": "Prices rose 4 percent in October 2024.",
                "speaker": None,
            },
        ],
    }


def test_average_precision_is_the_mean_of_the_precision_at_each_hit() -> None:
    assert average_precision([(0.9, True), (0.8, False), (0.7, True)]) == pytest.approx(5 / 6)
    assert average_precision([(0.9, False)]) == 0.0


def test_an_article_whose_claims_are_all_found_scores_whole() -> None:
    found = score_articles([article()])
    for measure in ("span_f1", "attribution_accuracy", "date_resolution", "boilerplate_recall"):
        assert found[measure] == 1.0, measure
    assert found["dates"] == 2
    assert found["claims_lost_as_boilerplate"] == 0


def test_an_annotated_claim_elsewhere_is_not_found() -> None:
    gold = article()
    gold["claims"][1] |= {"start": TEXT.index("Follow"), "end": len(TEXT)}
    found = score_articles([gold])
    assert found["span_recall"] == 0.5
    assert found["claims_lost_as_boilerplate"] == 1


def attribution(**changes: object) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": "paper-1",
        "source": "Ann Lee",
        "cue": "said",
        "content": "that the port was closed",
        "context": "Ann Lee said that the port was closed.",
        "spans": {"source": [[100, 107]], "cue": [[108, 112]], "content": [[113, 137]]},
    }
    return {**row, **changes}


def test_an_attribution_found_in_every_letter_is_exact() -> None:
    found = score_attributions([attribution()])
    assert found["found"] == 1.0
    assert all(found[field]["exact_f1"] == 1.0 for field in ("source", "cue", "content"))


def test_a_part_of_a_source_only_overlaps() -> None:
    row = attribution(source="Lee", spans={"source": [[104, 107]], "cue": [[108, 112]]})
    found = score_attributions([row])
    assert found["source"]["exact_f1"] == 0.0
    assert found["source"]["overlap_f1"] == pytest.approx(2 * 3 / (3 + 6))


def test_what_is_missing_of_the_data_is_named_and_the_rest_measured(tmp_path: Path) -> None:
    folder = tmp_path / "claimbuster_2class"
    folder.mkdir()
    rows = [
        {"text": "We cut 38,000 jobs in 2020.", "label": 1},
        {"text": "Thank you very much.", "label": 0},
    ]
    with gzip.open(folder / "test.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    found = measure_articles(tmp_path)
    assert found["check_worthiness"]["claimbuster_2class/test"]["f1"] == 1.0
    assert "quotes_polnear/dev" in found["missing"]
    assert "| claimbuster_2class/test | check-worthiness F1 | 1.000 |" in "\n".join(
        article_lines(found)
    )
