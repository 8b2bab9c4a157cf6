"""Verdicts as JSON values and back: one shape for the cache, the records and both outsides.

The shape is the `verdict` object of the published contract. Of a passage it carries the words
quoted and where they stand, not the text around them, and of a source its id and name. What is
read back is therefore narrowed to the quotation; writing it again gives the same JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

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


def verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    """The JSON object of a verdict; days and instants become RFC 3339 text."""
    return {
        "veracity": verdict.veracity.value,
        "confidence": verdict.confidence,
        "probabilities": dict(verdict.probabilities),
        "rationale": verdict.rationale,
        "missing": list(verdict.missing),
        "notes": list(verdict.notes),
        "independent_sources": dict(verdict.independent_sources),
        "evidence": [_evidence_as_json(item) for item in verdict.evidence],
        "retrieved": list(verdict.retrieved),
        "provenance": _provenance_as_json(verdict.provenance),
    }


def verdict_from_json(value: Mapping[str, Any]) -> Verdict:
    """The verdict in a JSON object; KeyError, TypeError or ValueError where it is none."""
    return Verdict(
        veracity=Veracity(value["veracity"]),
        confidence=float(value["confidence"]),
        probabilities={str(key): float(part) for key, part in value["probabilities"].items()},
        rationale=str(value["rationale"]),
        evidence=tuple(_evidence_from_json(item) for item in value["evidence"]),
        independent_sources={
            str(key): int(count) for key, count in value["independent_sources"].items()
        },
        provenance=_provenance_from_json(value["provenance"]),
        missing=tuple(value["missing"]),
        retrieved=tuple(value["retrieved"]),
        notes=tuple(value["notes"]),
    )


def _evidence_as_json(item: Evidence) -> dict[str, Any]:
    return {
        "stance": item.stance.value,
        "stance_probabilities": item.judgement.as_mapping(),
        "weight": item.weight,
        "quote": item.quote,
        "start": item.start,
        "end": item.end,
        "cluster": item.cluster,
        "timing": item.timing,
        "comparisons": [_comparison_as_json(each) for each in item.comparisons],
        "passage_id": item.passage.id,
        "document": document_as_json(item.passage.document),
    }


def _judgement_from_json(value: Mapping[str, Any]) -> StanceJudgement:
    return StanceJudgement(
        float(value["supports"]), float(value["refutes"]), float(value["neutral"])
    )


def _evidence_from_json(value: Mapping[str, Any]) -> Evidence:
    quote, start, end = str(value["quote"]), int(value["start"]), int(value["end"])
    document = _document_from_json(value["document"])
    return Evidence(
        passage=Passage(str(value["passage_id"]), document, start, end, quote),
        judgement=_judgement_from_json(value["stance_probabilities"]),
        quote=quote,
        start=start,
        end=end,
        weight=float(value["weight"]),
        cluster=int(value["cluster"]),
        timing=str(value["timing"]),
        comparisons=tuple(_comparison_from_json(each) for each in value["comparisons"]),
    )


def _comparison_as_json(item: Comparison) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "claim": item.claim,
        "evidence": item.evidence,
        "agrees": item.agrees,
    }


def _comparison_from_json(value: Mapping[str, Any]) -> Comparison:
    return Comparison(value["kind"], value["claim"], value["evidence"], value["agrees"])


def document_as_json(document: DocumentRef) -> dict[str, Any]:
    """The JSON object of a publication's header."""
    return {
        "id": document.id,
        "title": document.title,
        "source": {"id": document.source.id, "name": document.source.name},
        "published_at": _day_as_json(document.published_at),
        "url": document.url,
        "version": document.version,
        "speaker": document.speaker,
    }


def _document_from_json(value: Mapping[str, Any]) -> DocumentRef:
    return DocumentRef(
        id=str(value["id"]),
        version=int(value["version"]),
        title=str(value["title"]),
        source=Source(str(value["source"]["id"]), str(value["source"]["name"])),
        published_at=_day_from_json(value["published_at"]),
        url=value["url"],
        speaker=value["speaker"],
    )


def _provenance_as_json(provenance: Provenance) -> dict[str, Any]:
    return {
        "corpus_generation": provenance.corpus_generation,
        "judge": provenance.judge,
        "policy": provenance.policy,
        "code_version": provenance.code_version,
        "as_of": _day_as_json(provenance.as_of),
        "finished_at": _instant_as_json(provenance.finished_at),
    }


def _provenance_from_json(value: Mapping[str, Any]) -> Provenance:
    return Provenance(
        corpus_generation=str(value["corpus_generation"]),
        judge=str(value["judge"]),
        policy=str(value["policy"]),
        code_version=str(value["code_version"]),
        as_of=_day_from_json(value["as_of"]),
        finished_at=datetime.fromisoformat(value["finished_at"]).astimezone(UTC),
    )


def _instant_as_json(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _day_as_json(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day_from_json(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
