"""Verdicts as they are kept: written once, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from records.models.claims import RunRow, VerdictDocumentRow, VerdictRow
from records.statements import execute_many
from verification.errors import NotFound
from verification.types import Verdict
from verification.wire import verdict_as_json


def write_verdict(
    session: Session, verdict: Verdict, *, verdict_id: str, run: RunRow, now: datetime
) -> VerdictRow:
    """Write the verdict of a run and which documents it quotes."""
    made_with = verdict.provenance
    row = session.scalars(
        insert(VerdictRow).returning(VerdictRow),
        [
            {
                "id": verdict_id,
                "claim_id": run.claim_id,
                "run_id": run.id,
                "veracity": verdict.veracity.value,
                "confidence": verdict.confidence,
                "body": verdict_as_json(verdict),
                "corpus_generation": made_with.corpus_generation,
                "judge": made_with.judge,
                "policy": made_with.policy,
                "code_version": made_with.code_version,
                "as_of": made_with.as_of,
                "created_at": now,
            }
        ],
    ).one()
    quoted = {
        (each.passage.document.id, each.passage.document.version) for each in verdict.evidence
    }
    rows = [
        {"verdict_id": verdict_id, "document_id": document_id, "version": version}
        for document_id, version in sorted(quoted)
    ]
    execute_many(session, insert(VerdictDocumentRow), rows)
    return row


def get_verdict(session: Session, verdict_id: str) -> Mapping[str, Any]:
    """The JSON of a verdict, the latest of its claim or an earlier one; NotFound without."""
    body: Mapping[str, Any] | None = session.scalar(
        select(VerdictRow.body).where(VerdictRow.id == verdict_id)
    )
    if body is None:
        raise NotFound(f"There is no verdict {verdict_id}.")
    return body
