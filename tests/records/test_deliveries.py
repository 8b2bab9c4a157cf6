"""Deliveries reach their receivers at least once, or are given up openly."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from records import Records, Rules
from records.claims import add_claim
from records.deliveries import (
    AttemptOutcome,
    Delivery,
    DeliveryFilter,
    LeasedDelivery,
    delivery_attempts,
    due_deliveries,
    get_delivery,
    lease_delivery,
    lease_due_deliveries,
    list_deliveries,
    record_attempt,
    replay_delivery,
)
from records.deliveries.outcomes import next_wait_s
from records.keys import callback_secret
from records.models.hooks import EndpointRow, EventRow
from records.outbox import pending_messages
from records.runs import fail_run, request_recheck
from records.webhooks import (
    EVENT_TYPES,
    EndpointChange,
    create_endpoint,
    delete_endpoint,
    get_endpoint,
    rotate_secret,
    update_endpoint,
)
from tests.records.material import (
    CURRENT,
    NOW,
    accept,
    document,
    evidence,
    finish,
    later,
    store,
    submission,
    take,
    verdict,
    verified,
)
from verification.errors import Conflict, NotFound
from verification.types import Veracity

Opened = Callable[[Rules | None], Records]
URL = "https://news.example/hook"


def subscribe(records: Records, url: str = URL) -> tuple[str, str]:
    with records.begin() as session:
        endpoint, secret = create_endpoint(
            session, key_id="k", url=url, events=EVENT_TYPES, description="", now=NOW
        )
    return endpoint.id, secret


def lease(records: Records, limit: int = 20, **at: float) -> list[LeasedDelivery]:
    with records.begin() as session:
        return lease_due_deliveries(session, now=later(**at), lease_s=30, limit=limit)


def note(
    records: Records, delivery: LeasedDelivery, status: int | None, **parts: object
) -> Delivery | None:
    at = parts.pop("at", NOW)
    outcome = AttemptOutcome(delivery.attempt, status, **parts)  # type: ignore[arg-type]
    with records.begin() as session:
        return record_attempt(session, delivery.id, outcome=outcome, now=at)  # type: ignore[arg-type]


def only(records: Records, **wanted: object) -> Delivery:
    with records.read() as session:
        [found] = list_deliveries(session, DeliveryFilter(**wanted)).items  # type: ignore[arg-type]
    return found


def test_a_delivery_is_leased_with_all_it_takes(records: Records) -> None:
    endpoint_id, secret = subscribe(records)
    accepted = verified(records)

    [leased] = lease(records)

    assert leased.id.startswith("msg_")
    assert (leased.url, leased.secrets, leased.attempt) == (URL, (secret,), 1)
    assert (leased.event_type, leased.endpoint_id) == ("claim.verified", endpoint_id)
    body = json.loads(leased.body)
    assert set(body) == {"type", "timestamp", "data"}
    assert body["data"]["claim"]["id"] == accepted.claim.id
    assert lease(records) == [], "somebody has it"
    with records.begin() as session:
        assert lease_delivery(session, leased.id, now=NOW, lease_s=30) is None
        assert pending_messages(session) == []


def test_a_delivery_is_made_once(records: Records) -> None:
    subscribe(records)
    accepted = verified(records)
    [leased] = lease(records)

    done = note(records, leased, 204, duration_ms=12)

    assert done is not None
    assert (done.state, done.next_at, done.finished_at) == ("delivered", None, NOW)
    assert (done.claim_id, done.last_status) == (accepted.claim.id, 204)
    assert lease(records, days=9) == []
    with records.read() as session:
        [attempt] = delivery_attempts(session, leased.id)
    assert (attempt.attempt, attempt.status, attempt.duration_ms) == (1, 204, 12)


def test_failures_wait_longer_and_longer_and_end(opened: Opened) -> None:
    records = opened(Rules(webhook_schedule_s=(5, 300)))
    subscribe(records)
    verified(records)
    bodies, at = set(), NOW
    for failures, wait in enumerate((5, 300, None), 1):
        with records.begin() as session:
            [leased] = lease_due_deliveries(session, now=at, lease_s=30)
        assert leased.attempt == failures
        bodies.add((leased.id, leased.body))
        noted = note(records, leased, 500, at=at, excerpt="Oh no. " * 900)
        assert noted is not None
        assert noted.excerpt is not None
        assert len(noted.excerpt) == 1000
        if wait is None:
            assert (noted.state, noted.next_at, noted.finished_at) == ("dead", None, at)
        else:
            assert noted.next_at is not None
            waited = (noted.next_at - at).total_seconds()
            assert wait <= waited <= wait * 1.1
            with records.begin() as session:
                early = noted.next_at - timedelta(seconds=1)
                assert lease_due_deliveries(session, now=early, lease_s=30) == []
            at = noted.next_at
    assert len(bodies) == 1, "the same id and the same bytes every time"
    with records.read() as session:
        assert [each.status for each in delivery_attempts(session, leased.id)] == [500] * 3


def test_the_schedule_is_that_of_standard_webhooks() -> None:
    waits = [next_wait_s(Rules().webhook_schedule_s, n, None, "msg_1") for n in range(1, 11)]

    assert waits[-1] is None
    hours = sum(filter(None, waits)) / 3600
    assert 75 < hours < 75 * 1.35
    assert next_wait_s((5,), 1, 60.0, "x") == 60.0
    assert next_wait_s((300,), 1, 60.0, "x") == next_wait_s((300,), 1, None, "x")
    assert next_wait_s((5,), 1, 1e9, "x") == 86_400.0
    assert next_wait_s((500,), 1, None, "x") != next_wait_s((500,), 1, None, "y")


def test_retry_after_is_honoured(records: Records) -> None:
    subscribe(records)
    verified(records)
    [leased] = lease(records)

    noted = note(records, leased, 429, retry_after_s=3600.0)

    assert noted is not None
    assert noted.next_at == later(hours=1)


@pytest.mark.parametrize("status", [None, 199, 301, 302, 400, 404, 500])
def test_only_2xx_is_success(records: Records, status: int | None) -> None:
    subscribe(records)
    verified(records)
    [leased] = lease(records)

    noted = note(records, leased, status, error="No." if status is None else None)

    assert noted is not None
    assert noted.state == "pending"


def test_gone_disables_the_endpoint(records: Records) -> None:
    endpoint_id, _ = subscribe(records)
    verified(records)
    [leased] = lease(records)

    noted = note(records, leased, 410)

    assert noted is not None
    assert noted.state == "dead"
    with records.begin() as session:
        endpoint = get_endpoint(session, endpoint_id)
        assert (endpoint.state, endpoint.disabled_reason) == (
            "disabled",
            "the receiver answered 410 Gone",
        )
        with pytest.raises(Conflict):
            replay_delivery(session, leased.id, now=NOW)


def test_gone_ends_a_callback(records: Records) -> None:
    accepted = verified(records, given=submission(callback_url=URL))
    [leased] = lease(records)
    note(records, leased, 410)

    with records.begin() as session:
        request_recheck(session, accepted.claim.id, reason="requested", now=NOW)
    finish(records, take(records), verdict(Veracity.REFUTED))

    assert only(records).id == leased.id


def test_a_receiver_that_took_nothing_for_days_is_disabled(records: Records) -> None:
    endpoint_id, _ = subscribe(records)
    verified(records)
    [leased] = lease(records)
    note(records, leased, 500)
    [leased] = lease(records, days=6)
    note(records, leased, 500, at=later(days=6))

    with records.read() as session:
        endpoint = get_endpoint(session, endpoint_id)
    assert endpoint.state == "disabled"
    assert "took nothing since 2021-03-25 09:00" in (endpoint.disabled_reason or "")


def test_one_success_is_health(records: Records) -> None:
    endpoint_id, _ = subscribe(records)
    verified(records, given=submission("A."))
    verified(records, given=submission("B."), now=later(seconds=1))
    first, second = lease(records, seconds=1)
    note(records, first, 500)
    note(records, second, 200, at=later(days=3))
    [again] = lease(records, days=6)
    note(records, again, 500, at=later(days=6))

    with records.read() as session:
        assert get_endpoint(session, endpoint_id).state == "enabled"


def test_what_is_due_to_a_disabled_endpoint_waits(records: Records) -> None:
    endpoint_id, _ = subscribe(records)
    verified(records)
    with records.begin() as session:
        update_endpoint(session, endpoint_id, EndpointChange(enabled=False), actor="k", now=NOW)
    assert lease(records) == []

    with records.begin() as session:
        update_endpoint(session, endpoint_id, EndpointChange(enabled=True), actor="k", now=NOW)
    assert len(lease(records)) == 1


def test_what_is_due_to_a_deleted_endpoint_is_given_up(records: Records) -> None:
    endpoint_id, _ = subscribe(records)
    verified(records)
    with records.begin() as session:
        delete_endpoint(session, endpoint_id, actor="k", now=NOW)

    assert lease(records) == []
    assert only(records).state == "dead"
    assert only(records).last_error == "the endpoint was deleted"


def test_an_endpoint_that_moved_is_followed(records: Records) -> None:
    endpoint_id, _ = subscribe(records)
    verified(records)
    moved = EndpointChange(url="https://new.example/hook")
    with records.begin() as session:
        update_endpoint(session, endpoint_id, moved, actor="k", now=NOW)

    assert [each.url for each in lease(records)] == ["https://new.example/hook"]


def test_after_a_rotation_both_secrets_sign_for_a_day(records: Records) -> None:
    endpoint_id, old = subscribe(records)
    verified(records)
    with records.begin() as session:
        new = rotate_secret(session, endpoint_id, actor="k", now=NOW)

    [leased] = lease(records, hours=23)
    assert leased.secrets == (new, old)
    note(records, leased, 500, at=later(hours=23))
    [leased] = lease(records, hours=25)
    assert leased.secrets == (new,)


def test_a_callback_is_signed_with_the_secret_of_its_key(records: Records) -> None:
    verified(records, given=submission(callback_url=URL))

    [leased] = lease(records)

    with records.begin() as session:
        assert leased.secrets == (callback_secret(session, "local", now=NOW),)
    assert (leased.url, leased.endpoint_id) == (URL, None)


def test_a_callback_to_an_answered_claim_is_due_at_once(records: Records) -> None:
    subscribe(records, "https://other.example")
    accepted = verified(records)
    assert len(lease(records)) == 1

    again = accept(records, submission(callback_url=URL))

    assert again.answered
    [leased] = lease(records)
    assert leased.url == URL, "and nobody else hears of it again"
    data = json.loads(leased.body)["data"]
    assert data["claim"]["id"] == accepted.claim.id
    assert data["changed"] is False


def test_callers_are_told_again_only_when_the_answer_changes(records: Records) -> None:
    accepted = verified(records, given=submission(callback_url=URL))
    note(records, lease(records)[0], 200)

    def recheck(veracity: Veracity) -> list[LeasedDelivery]:
        with records.begin() as session:
            request_recheck(session, accepted.claim.id, reason="requested", now=NOW)
        finish(records, take(records), verdict(veracity))
        return lease(records)

    assert recheck(Veracity.SUPPORTED) == []
    [leased] = recheck(Veracity.REFUTED)
    data = json.loads(leased.body)["data"]
    assert (data["changed"], data["previous_veracity"]) == (True, "supported")


def test_of_one_receiver_only_a_few_are_out_at_a_time(records: Records) -> None:
    subscribe(records, "https://slow.example")
    for number in range(7):
        verified(records, given=submission(f"Claim {number}."))
    subscribe(records, "https://quick.example")
    verified(records, given=submission("One more."))

    urls = [each.url for each in lease(records)]

    assert urls.count("https://slow.example") == 4
    assert urls.count("https://quick.example") == 1
    assert lease(records) == []
    assert len(lease(records, seconds=31)) == 5, "the leases ran out"


def test_no_delivery_is_leased_twice(records: Records) -> None:
    for number in range(5):
        subscribe(records, f"https://r{number}.example")
    for number in range(4):
        verified(records, given=submission(f"Claim {number}."))

    with ThreadPoolExecutor(6) as pool:
        leased = [each for some in pool.map(lambda _: lease(records), range(6)) for each in some]

    assert len(leased) == len({each.id for each in leased}) == 20


def test_a_late_outcome_of_an_old_lease_changes_nothing(records: Records) -> None:
    subscribe(records)
    verified(records)
    [old] = lease(records)
    [new] = lease(records, minutes=1)

    assert note(records, old, 500) is None
    done = note(records, new, 200)

    assert done is not None
    assert done.state == "delivered"
    assert note(records, new, 500) is None, "once is enough"
    with records.begin() as session:
        outcome = AttemptOutcome(1, 200)
        assert record_attempt(session, "msg_none", outcome=outcome, now=NOW) is None


def test_a_delivery_can_be_sent_again(records: Records) -> None:
    subscribe(records)
    verified(records)
    [leased] = lease(records)
    with records.begin() as session, pytest.raises(Conflict):
        replay_delivery(session, leased.id, now=NOW)
    note(records, leased, 200)

    with records.begin() as session:
        again = replay_delivery(session, leased.id, now=later(hours=1))
        [message] = pending_messages(session)
        with pytest.raises(NotFound):
            replay_delivery(session, "msg_none", now=NOW)

    assert (again.state, again.next_at) == ("pending", later(hours=1))
    assert (message.topic, message.subject_id) == ("deliver", leased.id)
    [second] = lease(records, hours=1)
    assert (second.id, second.body, second.attempt) == (leased.id, leased.body, 2)


def test_due_deliveries_are_offered_now_and_again(opened: Opened) -> None:
    records = opened(Rules(offer_again_s=15))
    subscribe(records)
    verified(records)

    def due(seconds: float) -> int:
        with records.begin() as session:
            return len(due_deliveries(session, now=later(seconds=seconds), limit=10))

    assert due(10) == 0, "the outbox has just offered it"
    assert due(16) == 1
    assert due(20) == 0
    assert due(32) == 1


def test_lists_are_filtered_and_paged(records: Records) -> None:
    endpoint_id, _ = subscribe(records)
    first = verified(records, given=submission("A."))
    second = verified(records, given=submission("B.", callback_url=URL), now=later(seconds=1))
    note(records, lease(records)[0], 200)

    def found(**wanted: object) -> list[str]:
        with records.read() as session:
            page = list_deliveries(session, DeliveryFilter(**wanted))  # type: ignore[arg-type]
        return [each.claim_id for each in page.items]

    assert len(found()) == 3
    assert found(endpoint_id=endpoint_id) == [second.claim.id, first.claim.id]
    assert found(state="delivered") == [first.claim.id]
    assert found(claim_id=second.claim.id) == [second.claim.id] * 2
    with records.read() as session:
        page = list_deliveries(session, DeliveryFilter(limit=2))
        rest = list_deliveries(session, DeliveryFilter(limit=2, after=page.next))
        with pytest.raises(NotFound):
            get_delivery(session, "msg_none")
    assert [each.claim_id for each in (*page.items, *rest.items)] == found()


def test_bodies_stay_small_and_quotations_whole(records: Records) -> None:
    subscribe(records)
    long = store(records, document("long", "x" * 9000 + " end of the text"))
    items = [evidence(long, long.text[start : start + 6000]) for start in (0, 1000, 2000)]
    verified(records, verdict(Veracity.REFUTED, 0.9, *items))

    with records.read() as session:
        body = session.scalars(select(EventRow.body)).one()

    assert len(body.encode()) < 20_000
    told = json.loads(body)["data"]["verdict"]
    assert [each["quote"] for each in told["evidence"]] == [items[0].quote, items[1].quote]
    assert told["evidence_left_out"] == 1


def test_a_signing_secret_is_not_stored_in_the_clear(records: Records) -> None:
    _, secret = subscribe(records)
    with records.read() as session:
        stored = session.scalars(select(EndpointRow.secret)).one()
    assert secret not in stored
    assert secret.removeprefix("whsec_") not in stored


def test_who_was_told_of_a_failure_is_told_of_the_verdict_too(records: Records) -> None:
    accepted = accept(records, submission(callback_url=URL))
    run = take(records)
    with records.begin() as session:
        fail_run(session, run.run_id, fence=run.fence, code="x", detail="y", now=NOW)
        request_recheck(session, accepted.claim.id, reason="requested", now=NOW)
    finish(records, take(records), verdict())

    assert sorted(each.event_type for each in lease(records)) == ["claim.failed", "claim.verified"]


def test_who_asks_again_is_told_again(records: Records) -> None:
    verified(records, given=submission(callback_url=URL))
    with records.begin() as session:
        moved_on = replace(CURRENT, corpus_generation="g2")
        add_claim(session, submission(callback_url=URL), current=moved_on, now=NOW)
    finish(records, take(records), verdict())

    assert len(lease(records)) == 2
