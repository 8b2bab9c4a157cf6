"""What is asked all the time must be found by an index, however long the tables grow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.orm import Session

from records import Records, open_records
from records.claims import ClaimFilter, get_claim, list_claims, unfinished_claims_of
from records.deliveries import DeliveryFilter, due_deliveries, lease_due_deliveries, list_deliveries
from records.documents import (
    DocumentFilter,
    all_documents,
    documents_to_index,
    get_document,
    list_documents,
)
from records.outbox import pending_messages
from records.reviews import ReviewFilter, lease_next, list_reviews
from records.runs import claim_next_run, claims_touched_by, due_runs, standing_claims
from tests.records.conftest import SECRET_KEY, run_sql, url_of
from tests.records.material import (
    NOW,
    accept,
    document,
    evidence,
    later,
    store,
    submission,
    verdict,
    verified,
)
from verification.types import Veracity

CLAIMS = 100
ASKED: dict[str, tuple[Callable[[Session], object], str]] = {
    "next run": (
        lambda session: claim_next_run(session, holder="w", lease_s=60, now=NOW),
        "ix_runs_next",
    ),
    "due runs": (lambda session: due_runs(session, now=later(hours=1), limit=9), "ix_runs_next"),
    "deliveries": (
        lambda session: lease_due_deliveries(session, now=NOW, lease_s=60),
        "ix_deliveries_due",
    ),
    "due deliveries": (
        lambda session: due_deliveries(session, now=later(hours=1), limit=9),
        "ix_deliveries_due",
    ),
    "messages": (pending_messages, "ix_outbox_pending"),
    "documents to index": (documents_to_index, "ix_documents_due"),
    "all documents": (lambda session: list(all_documents(session)), "documents"),
    "a document": (lambda session: get_document(session, "d1"), "documents"),
    "documents": (
        lambda session: list_documents(session, DocumentFilter()),
        "ix_documents_created_at_id",
    ),
    "a claim": (lambda session: get_claim(session, claim_id_in(session)), "claims"),
    "claims": (lambda session: list_claims(session, ClaimFilter()), "ix_claims_created_at_id"),
    "claims by status": (
        lambda session: list_claims(session, ClaimFilter(status="failed")),
        "ix_claims_status_created_at_id",
    ),
    "claims of a key": (
        lambda session: unfinished_claims_of(session, "k"),
        "ix_claim_requests_key_id_claim_id",
    ),
    "claims touched": (
        lambda session: claims_touched_by(session, ["d1"]),
        "ix_verdict_documents_document_id",
    ),
    "standing claims": (
        lambda session: standing_claims(session, 20),
        "ix_claims_status_created_at_id",
    ),
    "next review": (
        lambda session: lease_next(session, reviewer="ana", lease_s=60, now=NOW),
        "_reviews_",
    ),
    "reviews": (
        lambda session: list_reviews(session, ReviewFilter(state="waiting")),
        "ix_reviews_state_created_at_id",
    ),
    "deliveries listed": (
        lambda session: list_deliveries(session, DeliveryFilter()),
        "ix_deliveries_created_at_id",
    ),
}


def claim_id_in(session: Session) -> str:
    return str(session.scalar(text("SELECT id FROM claims LIMIT 1")))


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Records]:
    """Records with enough in them, and known to the planner, that one row is not all there is."""
    with database(request, tmp_path_factory) as url:
        records = open_records(url, secret_keys=[SECRET_KEY])
        try:
            records.migrate()
            fill(records)
            yield records
        finally:
            records.close()


@contextmanager
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The URL of a database of these tests alone."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('plans')}/records.db"
        return
    server = request.getfixturevalue("postgres_server")
    run_sql(server, "CREATE DATABASE {}", "plans_tested")
    yield url_of(server, "plans_tested")
    run_sql(server, "DROP DATABASE {} WITH (FORCE)", "plans_tested")


@pytest.mark.parametrize("name", ASKED)
def test_an_index_finds_it(filled: Records, name: str) -> None:
    ask, index = ASKED[name]
    found = plans_of(filled, ask)

    assert any(index in plan for plan in found), "\n\n".join(found)
    for table in ("runs", "deliveries", "claims", "verdicts", "document_versions"):
        assert not any(f"SCAN {table}\n" in plan for plan in found), "\n\n".join(found)


@pytest.mark.parametrize("filled", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "name",
    [
        "next run",
        "messages",
        "documents to index",
        "documents",
        "claims",
        "reviews",
        "standing claims",
    ],
)
def test_what_comes_first_is_found_without_sorting(filled: Records, name: str) -> None:
    found = plans_of(filled, ASKED[name][0])

    assert "TEMP B-TREE" not in found[0], found[0]


def fill(records: Records) -> None:
    for number in range(CLAIMS):
        stored = store(records, document(f"d{number}"))
        verified(
            records,
            verdict(Veracity.REFUTED, 0.9, evidence(stored)),
            submission(f"Claim {number}.", callback_url="https://e.example"),
        )
    for number in range(CLAIMS):
        accept(records, submission(f"Question {number}."))
    if records.url.get_backend_name() == "postgresql":
        with records.begin() as session:
            session.execute(text("ANALYZE"))


class Enough(Exception):
    """The plans are known; nothing is to be changed."""


def plans_of(records: Records, ask: Callable[[Session], object]) -> list[str]:
    """The plans of the SELECTs asked; what they lead to is undone."""
    with suppress(Enough), records.begin() as session, plans(session) as found:
        ask(session)
        raise Enough
    return found


@contextmanager
def plans(session: Session) -> Iterator[list[str]]:
    """The plans of the SELECTs made meanwhile."""
    found: list[str] = []
    connection = session.connection()
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        # Tables this small are best read through; what matters is which index could be used.
        session.execute(text("SET LOCAL enable_seqscan = off"))
        session.execute(text("SET LOCAL enable_sort = off"))
    explain = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN "

    def look(
        _conn: Connection,
        cursor: DBAPICursor,
        statement: str,
        parameters: Sequence[object],
        *_rest: object,
    ) -> None:
        if statement.startswith("SELECT") and "FROM" in statement:
            cursor.execute(explain + statement, parameters)
            found.append("".join(f"{row[-1]}\n" for row in cursor.fetchall()))

    event.listen(connection, "before_cursor_execute", look)
    try:
        yield found
    finally:
        event.remove(connection, "before_cursor_execute", look)
