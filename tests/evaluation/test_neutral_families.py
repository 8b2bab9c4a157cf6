from __future__ import annotations

import gzip
import json
from contextlib import closing
from pathlib import Path
from typing import Any

from evaluation.gold_passages import gold_examples, missing_passages, named_passages
from evaluation.nearest import Nearest
from evaluation.neutral_families import families
from evaluation.official_passages import OfficialPassages, Row, pair_with, read_official
from judges.training.contrast import held_out
from judges.training.examples import Target


def passage(document: str, ordinal: int, text: str) -> dict[str, Any]:
    return {
        "id": f"{document}-{ordinal}",
        "doc_id": document,
        "title": f"Title of {document}",
        "publisher": "Ministry of Works",
        "date": "2021-03-01",
        "text": text,
    }


ROWS: list[Row] = [
    passage("one", 0, "The northern bridge was opened on 1 March 2021."),
    passage("one", 1, "Ferries stop running in June."),
    passage("two", 0, "The northern bridge needs new paint."),
    passage("three", 0, "Wheat prices fell in the autumn."),
]
CLAIMS = [
    {
        "claim": claim,
        "label": label,
        "evidence": ROWS[0]["text"],
        "source_title": ROWS[0]["title"],
        "extra": {"passage_id": "one-0", "doc_id": "one"},
    }
    for claim, label in (
        ("The northern bridge was opened in 2021.", "SUPPORTS"),
        ("The northern bridge is 300 metres long.", "NEI"),
    )
]
OFFICIAL = OfficialPassages(siblings={"one": ROWS[:2]}, held_out=ROWS)


def test_each_family_brings_its_own_passage() -> None:
    found = families(CLAIMS, OFFICIAL)
    texts = {name: [each.pair.evidence for each in rows] for name, rows in found.items()}
    assert texts["near_miss"] == [ROWS[0]["text"]]
    assert texts["same_document"] == [ROWS[1]["text"]] * 2
    assert texts["retrieved"] == [ROWS[2]["text"]] * 2
    assert texts["topic_only"] == ["Title of one"] * 2
    assert set(texts["random"]) <= {ROWS[2]["text"], ROWS[3]["text"]}
    assert {each.target for rows in found.values() for each in rows} == {Target.NEUTRAL}


def test_families_are_drawn_the_same_each_time_and_bounded() -> None:
    assert families(CLAIMS * 10, OFFICIAL, 3) == families(CLAIMS * 10, OFFICIAL, 3)
    assert {len(rows) for rows in families(CLAIMS * 10, OFFICIAL, 3).values()} == {3}


def test_claims_are_words_and_never_query_syntax() -> None:
    with closing(Nearest(ROWS)) as nearest:
        best = nearest.best('"bridge" NEAR paint* OR (title:x AND', "one")
        assert best is not None
        assert best["id"] == "two-0"
        assert nearest.best("— ?", "one") is None
        assert nearest.best("wheat", "three") is None


def test_a_passage_keeps_its_header() -> None:
    pair = pair_with("A claim.", {**ROWS[0], "speaker": "The minister"})
    assert (pair.title, pair.publisher, pair.speaker) == (
        "Title of one",
        "Ministry of Works",
        "The minister",
    )
    assert pair.published_at is not None


def test_named_passages_count_once_for_each_claim(tmp_path: Path) -> None:
    claims = tmp_path / "official_claims" / "works_dev.jsonl"
    claims.parent.mkdir()
    evidence = [
        {"passage_id": "one-0", "stance": "supports"},
        {"passage_id": "one-0", "stance": "supports"},
        {"passage_id": "two-0", "stance": "neutral"},
        {"passage_id": "gone-0", "stance": "refutes"},
    ]
    claims.write_text(json.dumps({"id": "c", "claim": "It is open.", "evidence": evidence}))
    named = named_passages(tmp_path)
    known = {row["id"]: row for row in ROWS}
    found = gold_examples(named, known)
    assert [each.target for each in found] == [Target.SUPPORTS, Target.NEUTRAL]
    assert {each.group for each in found} == {"gold_passages:It is open."}
    assert missing_passages(named, known) == ["gone-0"]


def test_passages_are_read_as_far_as_they_are_asked_for(tmp_path: Path) -> None:
    kept = next(f"doc{at}" for at in range(1000) if held_out(f"doc{at}"))
    other = next(f"doc{at}" for at in range(1000) if not held_out(f"doc{at}"))
    rows = [passage(kept, 0, "A."), passage(kept, 1, "B."), passage(other, 0, "C.")]
    for name, content in {
        "official_works/passages": rows,
        "official_pairs/train": [{"extra": {"passage_id": f"{kept}-1"}}],
    }.items():
        path = tmp_path / f"{name}.jsonl.gz"
        path.parent.mkdir()
        path.write_bytes(gzip.compress("\n".join(map(json.dumps, content)).encode()))
    found = read_official(tmp_path, {f"{other}-0"}, {other})
    assert list(found.asked) == [f"{other}-0"]
    assert list(found.siblings) == [other]
    # What training has a claim on is not held out.
    assert [row["id"] for row in found.held_out] == [f"{kept}-0"]
