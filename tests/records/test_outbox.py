"""The outbox, what is due, and what is forgotten in time."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from records import Records
from records.accounts import AccountInput, create_account, open_session
from records.backlog import Backlog, backlog
from records.idempotency import RequestKey, StoredResponse, begin_request, finish_request
from records.inboxes import accept_message, create_inbox
from records.outbox import mark_published, pending_messages, post
from records.retention import Pruned, prune_old
from tests.records.material import (
    NOW,
    accept,
    later,
    store,
    submission,
    take,
    verdict,
    verified,
)
from verification.types import Veracity


def pending(records: Records, limit: int = 100) -> list[str]:
    with records.begin() as session:
        return [each.subject_id for each in pending_messages(session, limit)]


def test_urgent_messages_go_first_then_the_oldest(records: Records) -> None:
    with records.begin() as session:
        post(session, "verify", ["a", "b"], now=NOW)
        post(session, "verify", ["urgent"], priority=0, now=NOW)
        post(session, "verify", ["bulk"], priority=2, now=NOW)

    assert pending(records) == ["urgent", "a", "b", "bulk"]
    assert pending(records, 2) == ["urgent", "a"]


def test_published_messages_are_not_published_again(records: Records) -> None:
    with records.begin() as session:
        post(session, "verify", ["a", "b", "c"], now=NOW)
    with records.begin() as session:
        first, second, _ = pending_messages(session)
        mark_published(session, [first.id, second.id], now=NOW)
        mark_published(session, [], now=NOW)
    assert pending(records) == ["c"]


@pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
def test_two_relays_do_not_publish_the_same_and_workers_do_not_wait_for_them(
    records: Records,
) -> None:
    run_id = accept(records).run_id
    read, over = threading.Event(), threading.Event()

    def relay() -> list[str]:
        with records.begin() as session:
            found = pending_messages(session)
            read.set()
            over.wait(60)
            mark_published(session, [each.id for each in found], now=NOW)
            return [each.subject_id for each in found]

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(relay)
        assert read.wait(10)
        try:
            assert pending(records) == []
            assert take(records).run_id == run_id
        finally:
            over.set()
        assert first.result() == [run_id]
    assert pending(records) == []


def test_the_backlog_counts_what_waits(records: Records) -> None:
    with records.read() as session:
        assert backlog(session) == Backlog(0, 0, None, 0, None, 0, None, 0, None, 0)
    store(records)
    verified(records, verdict(Veracity.REFUTED), submission(callback_url="https://e.example"))
    accept(records, submission("A."), now=later(seconds=1))
    take(records, now=later(seconds=2))
    accept(records, submission("B."), now=later(seconds=3))

    with records.read() as session:
        found = backlog(session)

    assert found == Backlog(
        runs_queued=1,
        runs_running=1,
        oldest_unfinished_at=later(seconds=1),
        messages_pending=3,
        oldest_message_at=NOW,
        reviews_waiting=1,
        oldest_review_at=NOW,
        deliveries_pending=1,
        oldest_delivery_at=NOW,
        documents_to_index=1,
    )


def test_what_has_served_its_time_is_forgotten(records: Records) -> None:
    with records.begin() as session:
        post(session, "verify", ["old", "new", "pending"], now=NOW)
        old, new, _ = pending_messages(session)
        mark_published(session, [old.id], now=NOW)
        mark_published(session, [new.id], now=later(days=5))
        for number, begun in enumerate((NOW, later(days=7))):
            key = RequestKey("k", "r", f"key-{number}")
            begin_request(session, key, body_hash="h", now=begun)
            finish_request(session, key, response=StoredResponse(200, {}, ""))
        create_inbox(session, "in", actor="a", now=NOW)
        accept_message(session, "in", "old", now=NOW)
        accept_message(session, "in", "new", now=later(days=7))
        account = create_account(session, AccountInput("ana", "a password"), actor="a", now=NOW)
        open_session(session, account.id, lasts_s=60, now=NOW)
        open_session(session, account.id, lasts_s=86_400 * 30, now=NOW)

    with records.begin() as session:
        pruned = prune_old(session, now=later(days=7, hours=1))
        again = prune_old(session, now=later(days=7, hours=1))

    assert pruned == Pruned(messages=1, requests=1, inbox_messages=1, desk_sessions=1)
    assert again == Pruned(0, 0, 0, 0)
    assert pending(records) == ["pending"]
