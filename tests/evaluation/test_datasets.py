from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evaluation.datasets import read_claims
from sources.documents import NewDocument
from sources.reading import read_files
from verification.errors import NotFound, Rejected
from verification.types import Veracity

CLAIM: dict[str, Any] = {
    "id": "c1",
    "claim": "Two missiles were fired.",
    "claimed_at": "2021-03-25",
    "speaker": None,
    "label": "refuted",
    "type": "number",
    "evidence": [
        {"passage_id": "p1", "doc_id": "d", "stance": "refutes"},
        {"passage_id": "p2", "doc_id": "d", "quote": "words", "stance": "neutral"},
    ],
}


def written(path: Path, *rows: object) -> Path:
    data = "\n".join(json.dumps(row) for row in rows).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


@pytest.mark.parametrize("name", ["claims.jsonl", "claims.jsonl.gz"])
def test_claims_are_read_with_and_without_quotes(tmp_path: Path, name: str) -> None:
    claim = read_claims(written(tmp_path / name, CLAIM))[0]
    assert claim.veracity is Veracity.REFUTED
    assert claim.claimed_at == date(2021, 3, 25)
    assert claim.evidence == {"p1"}


def test_evidence_and_dates_may_be_missing(tmp_path: Path) -> None:
    bare = {"id": "c", "claim": "Words.", "label": "NOT_ENOUGH_EVIDENCE"}
    claim = read_claims(written(tmp_path / "c.jsonl", bare))[0]
    assert claim.veracity is Veracity.NOT_ENOUGH_EVIDENCE
    assert claim.evidence == frozenset()
    assert claim.claimed_at is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"label": "maybe"}, "'maybe' is none of"),
        ({"claim": ""}, "`claim` is not a text"),
        ({"claimed_at": "soon"}, "'soon' is not a day"),
        ({"evidence": [{"stance": "refutes"}]}, "'passage_id' is missing"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, change: dict[str, Any], says: str) -> None:
    path = written(tmp_path / "c.jsonl", CLAIM, {**CLAIM, **change})
    with pytest.raises(Rejected) as error:
        read_claims(path)
    assert "line 2" in error.value.detail
    assert says in error.value.detail


def test_files_without_claims_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_claims(tmp_path / "missing.jsonl")
    with pytest.raises(Rejected):
        read_claims(written(tmp_path / "empty.jsonl"))


@pytest.mark.development_data
def test_the_development_data_is_read_as_it_is(development_data: Path) -> None:
    files = sorted((development_data / "official_claims").glob("*_dev.jsonl"))
    claims = [claim for path in files for claim in read_claims(path)]
    assert len(claims) == 144
    assert {claim.veracity for claim in claims} == set(Veracity)
    events = list(read_files([development_data / "nk_provocations" / "events.jsonl.gz"]))
    ids = {part.id for event in events if isinstance(event, NewDocument) for part in event.passages}
    assert len(ids) == len(events) == 493
    wanted = {each for claim in claims for each in claim.evidence if each.startswith("nkprov-")}
    assert wanted
    assert wanted <= ids
