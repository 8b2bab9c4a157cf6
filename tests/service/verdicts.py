"""Verdicts as somebody might have reached them, so that a page does not wait for a judge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from records.documents import DocumentInput, put_document
from records.runs import claim_next_run, fail_run, finish_run
from tests.service.edge import Edge
from verification.types import (
    Comparison,
    DocumentRef,
    Evidence,
    Passage,
    Provenance,
    StanceJudgement,
    Veracity,
    Verdict,
)

JUDGEMENTS = {
    "supports": StanceJudgement(0.9, 0.04, 0.06),
    "refutes": StanceJudgement(0.04, 0.9, 0.06),
    "neutral": StanceJudgement(0.05, 0.05, 0.9),
}
QUANTITY = Comparison("quantity", "three missiles", "two missiles", agrees=False)
NAME = Comparison("name", "North Korea", "North Korea", agrees=True)


def quoted(
    edge: Edge,
    stance: str = "refutes",
    quote: str = "Two missiles were fired.",
    *,
    around: tuple[str, str] = ("It was early. ", " Nobody was hurt."),
    cluster: int = 1,
    weight: float = 0.8,
    timing: str = "in_time",
    comparisons: Sequence[Comparison] = (),
    **header: str,
) -> Evidence:
    """A piece of evidence from a document that is put into the records for it."""
    text = around[0] + quote + around[1]
    given = {"title": "On the launch", "publisher": "Ministry of Defence", **header}
    with edge.runtime.records.begin() as session:
        stored = put_document(
            session,
            DocumentInput(
                id=None,
                text=text,
                published_at=date(2021, 3, 24),
                title=given["title"],
                publisher=given["publisher"],
                speaker=given.get("speaker"),
                url=given.get("url"),
            ),
            actor="test",
            now=edge.now,
        )
    document = DocumentRef(
        id=stored.id,
        version=stored.version,
        title=stored.title,
        source=stored.source,
        published_at=stored.published_at,
        url=stored.url,
        speaker=stored.speaker,
    )
    start = len(around[0])
    return Evidence(
        passage=Passage(f"{stored.id}-0", document, 0, len(text), text),
        judgement=JUDGEMENTS[stance],
        quote=quote,
        start=start,
        end=start + len(quote),
        weight=0.0 if stance == "neutral" else weight,
        cluster=cluster,
        timing=timing,
        comparisons=tuple(comparisons),
    )


def verdict(
    edge: Edge,
    veracity: Veracity = Veracity.REFUTED,
    *evidence: Evidence,
    confidence: float = 0.6,
    rationale: str = "The ministry counted two.",
    missing: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
) -> Verdict:
    rest = (1 - confidence) / 3
    sides = [each.stance.value for each in evidence if each.weight]
    state = edge.runtime.current_state()
    return Verdict(
        veracity=veracity,
        confidence=confidence,
        probabilities={each.value: rest for each in Veracity} | {veracity.value: confidence},
        rationale=rationale,
        evidence=evidence,
        independent_sources={side: sides.count(side) for side in ("supports", "refutes")},
        provenance=Provenance(
            state.corpus_generation or "g", state.judge, state.policy, "1", None, edge.now
        ),
        missing=missing,
        notes=notes,
    )


def answered(
    edge: Edge, made: Verdict, text: str = "Three missiles were fired.", **fields: str
) -> str:
    """The id of a claim that got this verdict."""
    claim_id = edge.claim(text, **fields)
    with edge.runtime.records.begin() as session:
        leased = claim_next_run(session, holder="test", lease_s=60, now=edge.now)
        assert leased is not None
        assert leased.claim_id == claim_id
        assert finish_run(session, leased.run_id, fence=leased.fence, verdict=made, now=edge.now)
    return claim_id


def failed(edge: Edge, text: str = "Three missiles were fired.") -> str:
    """The id of a claim that could not be verified."""
    claim_id = edge.claim(text)
    with edge.runtime.records.begin() as session:
        leased = claim_next_run(session, holder="test", lease_s=60, now=edge.now)
        assert leased is not None
        fail_run(
            session,
            leased.run_id,
            fence=leased.fence,
            code="attempts_exhausted",
            detail="The judge gave no stance.",
            now=edge.now,
        )
    return claim_id
