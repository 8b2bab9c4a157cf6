from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from verification.types import (
    Comparison,
    DocumentRef,
    Evidence,
    Passage,
    Provenance,
    Source,
    StanceJudgement,
    Veracity,
    Verdict,
)
from verification.wire import verdict_as_json, verdict_from_json

WHITE_HOUSE = Source("white-house", "The White House", "government", 0.9)
DOCUMENT = DocumentRef(
    "doc_1", 2, "Briefing", WHITE_HOUSE, date(2021, 3, 23), "https://example.org/1", "Jen Psaki"
)
EVIDENCE = Evidence(
    passage=Passage("doc_1-0", DOCUMENT, 100, 140, "Before. They fired two missiles. After. "),
    judgement=StanceJudgement(0.1, 0.8, 0.1),
    quote="They fired two missiles.",
    start=108,
    end=132,
    weight=0.8,
    cluster=1,
    comparisons=(Comparison("quantity", "three missiles", "two missiles", agrees=False),),
)
VERDICT = Verdict(
    veracity=Veracity.REFUTED,
    confidence=0.93,
    probabilities={
        "supported": 0.02,
        "refuted": 0.93,
        "conflicting": 0.02,
        "not_enough_evidence": 0.03,
    },
    rationale="The White House (23 March 2021) says two missiles; the claim says three.",
    evidence=(EVIDENCE,),
    independent_sources={"supports": 0, "refutes": 1},
    provenance=Provenance(
        "g0011223344556677",
        "lexical-1-abc",
        "2026-11-hand-set-0a1b",
        "0.1.0",
        date(2021, 3, 25),
        datetime(2026, 11, 22, 18, 0, tzinfo=UTC),
    ),
    missing=("no statement dated before 2021-03-23",),
    retrieved=("doc_1-0", "doc_2-0"),
    notes=("claim_is_opinion",),
)


def test_the_shape_is_that_of_the_contract() -> None:
    value = verdict_as_json(VERDICT)
    assert set(value) == {
        *("veracity", "confidence", "probabilities", "rationale", "missing", "notes"),
        *("independent_sources", "evidence", "retrieved", "provenance"),
    }
    assert value["evidence"][0] == {
        "stance": "refutes",
        "stance_probabilities": {"supports": 0.1, "refutes": 0.8, "neutral": 0.1},
        "weight": 0.8,
        "quote": "They fired two missiles.",
        "start": 108,
        "end": 132,
        "cluster": 1,
        "timing": "in_time",
        "comparisons": [
            {
                "kind": "quantity",
                "claim": "three missiles",
                "evidence": "two missiles",
                "agrees": False,
            }
        ],
        "passage_id": "doc_1-0",
        "document": {
            "id": "doc_1",
            "title": "Briefing",
            "source": {"id": "white-house", "name": "The White House"},
            "published_at": "2021-03-23",
            "url": "https://example.org/1",
            "version": 2,
            "speaker": "Jen Psaki",
        },
    }
    assert value["provenance"]["as_of"] == "2021-03-25"
    assert value["provenance"]["finished_at"] == "2026-11-22T18:00:00Z"


def test_a_verdict_survives_the_way_out_and_back() -> None:
    sent = json.loads(json.dumps(verdict_as_json(VERDICT)))
    back = verdict_from_json(sent)
    assert verdict_as_json(back) == sent
    assert back.veracity is VERDICT.veracity
    assert back.provenance == VERDICT.provenance
    assert back.evidence[0].judgement == EVIDENCE.judgement
    assert back.evidence[0].comparisons == EVIDENCE.comparisons
    assert back.evidence[0].passage.text == EVIDENCE.quote


def test_instants_are_written_in_utc() -> None:
    local = datetime(2026, 11, 22, 20, 0, tzinfo=timezone(timedelta(hours=2)))
    moved = Provenance("g", "j", "p", "c", None, local)
    verdict = Verdict(Veracity.NOT_ENOUGH_EVIDENCE, 1.0, {}, "", (), {}, moved)
    value = verdict_as_json(verdict)
    assert value["provenance"]["finished_at"] == "2026-11-22T18:00:00Z"
    assert verdict_from_json(value).provenance.finished_at == local
    assert value["provenance"]["as_of"] is None


@pytest.mark.parametrize(
    "spoilt",
    [
        {},
        {"veracity": "true"},
        {**verdict_as_json(VERDICT), "veracity": "maybe"},
        {**verdict_as_json(VERDICT), "evidence": [{"quote": "x"}]},
        {**verdict_as_json(VERDICT), "confidence": "high"},
    ],
)
def test_what_is_no_verdict_is_not_read_as_one(spoilt: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        verdict_from_json(spoilt)
