"""What the tests of the records work with: a few documents, claims and verdicts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from records import Records
from records.audit import AuditEvent, list_events
from records.claims import AcceptedClaim, ClaimSubmission, CurrentState, add_claim
from records.documents import DocumentInput, PassageSpan, StoredDocument, put_document
from records.runs import LeasedRun, claim_next_run, finish_run
from verification.types import (
    Claim,
    DocumentRef,
    Evidence,
    Passage,
    Provenance,
    StanceJudgement,
    Veracity,
    Verdict,
)

NOW = datetime(2021, 3, 25, 9, 0, tzinfo=UTC)
CURRENT = CurrentState(corpus_generation="g1", judge="lexical-1", policy="p1")
TEXT = (
    "The ministry counted two short-range missiles on Sunday. "
    "It called the launch a routine exercise. 平壌 said nothing."
)
SENTENCE = "The ministry counted two short-range missiles on Sunday."


def later(**delta: float) -> datetime:
    return NOW + timedelta(**delta)


def claim(text: str = "Three missiles were fired on Sunday.", **parts: object) -> Claim:
    return Claim(text, **parts)  # type: ignore[arg-type]


def audited(records: Records, subject: str) -> list[AuditEvent]:
    """What the audit trail says of a thing, newest first."""
    with records.read() as session:
        return list_events(session, subject=subject)


def submission(
    text: str = "Three missiles were fired on Sunday.", **parts: object
) -> ClaimSubmission:
    return ClaimSubmission(claim(text), **({"key_id": "local"} | parts))  # type: ignore[arg-type]


def document(document_id: str | None = "d1", text: str = TEXT, **parts: object) -> DocumentInput:
    given: dict[str, object] = {
        "title": "On the launch",
        "publisher": "Ministry of Defence",
        "publisher_kind": "military",
        "published_at": date(2021, 3, 24),
        "passages": (PassageSpan("", 0, len(SENTENCE)), PassageSpan("", len(SENTENCE), len(text))),
    }
    if text != TEXT:
        given.pop("passages")
    return DocumentInput(id=document_id, text=text, **(given | parts))  # type: ignore[arg-type]


def store(records: Records, given: DocumentInput | None = None) -> StoredDocument:
    with records.begin() as session:
        return put_document(session, given or document(), actor="test", now=NOW)


def accept(
    records: Records, given: ClaimSubmission | None = None, *, now: datetime = NOW
) -> AcceptedClaim:
    with records.begin() as session:
        return add_claim(session, given or submission(), current=CURRENT, now=now)


def take(records: Records, *, now: datetime = NOW, lease_s: float = 60) -> LeasedRun:
    with records.begin() as session:
        run = claim_next_run(session, holder="worker", lease_s=lease_s, now=now)
    assert run is not None
    return run


def finish(records: Records, run: LeasedRun, made: Verdict, *, now: datetime = NOW) -> bool:
    with records.begin() as session:
        return finish_run(session, run.run_id, fence=run.fence, verdict=made, now=now)


def evidence(stored: StoredDocument, quote: str = SENTENCE) -> Evidence:
    start = stored.text.index(quote)
    header = DocumentRef(stored.id, stored.version, stored.title, stored.source)
    return Evidence(
        passage=Passage(f"{stored.id}-0", header, 0, len(SENTENCE), SENTENCE),
        judgement=StanceJudgement(supports=0.1, refutes=0.8, neutral=0.1),
        quote=quote,
        start=start,
        end=start + len(quote),
        weight=0.8,
        cluster=1,
    )


def verdict(
    veracity: Veracity = Veracity.SUPPORTED,
    confidence: float = 0.9,
    *quoted: Evidence,
    generation: str = "g1",
) -> Verdict:
    rest = (1 - confidence) / 3
    return Verdict(
        veracity=veracity,
        confidence=confidence,
        probabilities={each.value: rest for each in Veracity} | {veracity.value: confidence},
        rationale="Two, not three.",
        evidence=quoted,
        independent_sources={"supports": 0, "refutes": len(quoted)},
        provenance=Provenance(generation, "lexical-1", "p1", "0.1.0", None, NOW),
    )


def verified(
    records: Records,
    made: Verdict | None = None,
    given: ClaimSubmission | None = None,
    *,
    now: datetime = NOW,
) -> AcceptedClaim:
    """A claim that went all the way."""
    accepted = accept(records, given, now=now)
    assert finish(records, take(records, now=now), made or verdict(), now=now)
    return accepted
