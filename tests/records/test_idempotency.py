"""The same request twice takes effect once and gets the same answer."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from records import Records
from records.claims import add_claim
from records.idempotency import (
    RequestKey,
    StoredResponse,
    begin_request,
    finish_request,
    forget_request,
)
from records.models.claims import ClaimRequestRow
from tests.records.material import CURRENT, NOW, later, submission
from verification.errors import Conflict, Rejected

KEY = RequestKey("key_1", "POST /v1/claims", "abc-123")
ANSWER = StoredResponse(202, {"Location": "/v1/claims/clm_1"}, '{"id":"clm_1","text":"ü"}')


def post(records: Records, key: RequestKey = KEY, body: str = "hash") -> StoredResponse:
    """What the service does with a POST."""
    with records.begin() as session:
        known = begin_request(session, key, body_hash=body, now=NOW)
        if known:
            return known
        accepted = add_claim(session, submission(), current=CURRENT, now=NOW)
        answer = StoredResponse(202, {}, accepted.claim.id)
        finish_request(session, key, response=answer)
        return answer


def requests_made(records: Records) -> int:
    with records.read() as session:
        return session.scalar(select(func.count()).select_from(ClaimRequestRow)) or 0


def test_a_finished_request_is_answered_from_the_store(records: Records) -> None:
    with records.begin() as session:
        assert begin_request(session, KEY, body_hash="h", now=NOW) is None
        finish_request(session, KEY, response=ANSWER)
    with records.begin() as session:
        assert begin_request(session, KEY, body_hash="h", now=later(hours=23)) == ANSWER


def test_another_body_is_refused(records: Records) -> None:
    post(records)
    with pytest.raises(Rejected) as caught:
        post(records, body="another")
    assert caught.value.code == "idempotency_mismatch"


@pytest.mark.parametrize(
    "other",
    [
        RequestKey("key_2", KEY.route, KEY.key),
        RequestKey(KEY.key_id, "POST /v1/documents", KEY.key),
        RequestKey(KEY.key_id, KEY.route, "abc-124"),
    ],
)
def test_another_caller_route_or_key_is_another_request(
    records: Records, other: RequestKey
) -> None:
    post(records)
    with records.begin() as session:
        assert begin_request(session, other, body_hash="hash", now=NOW) is None


@pytest.mark.parametrize("key", ["", "x" * 256, "with \x00 inside"])
def test_a_key_that_cannot_be_kept_is_refused(records: Records, key: str) -> None:
    with pytest.raises(Rejected) as caught:
        post(records, RequestKey("k", "r", key))
    assert caught.value.code == "idempotency_key_invalid"


def test_at_once_it_takes_effect_once(records: Records) -> None:
    def attempt(_: int) -> str:
        try:
            return post(records).body
        except Conflict as conflict:
            return conflict.code

    with ThreadPoolExecutor(16) as pool:
        answers = Counter(pool.map(attempt, range(40)))

    assert requests_made(records) == 1
    ids = [answer for answer in answers if answer.startswith("clm_")]
    assert len(ids) == 1
    assert set(answers) <= {ids[0], "idempotency_in_progress"}


def test_while_the_first_is_under_way_the_second_does_not_hang(
    database_url: str, records: Records
) -> None:
    begun, over = threading.Event(), threading.Event()

    def first() -> None:
        with records.begin() as session:
            begin_request(session, KEY, body_hash="hash", now=NOW)
            begun.set()
            over.wait(60)
            finish_request(session, KEY, response=ANSWER)

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(first)
        assert begun.wait(10)
        two = pool.submit(post, records)
        if database_url.startswith("postgresql"):
            with pytest.raises(Conflict) as caught:
                two.result(timeout=3)
            assert caught.value.code == "idempotency_in_progress"
            two = pool.submit(lambda: None)  # type: ignore[arg-type,return-value]
        over.set()
        one.result()
        two.result()
    assert post(records) == ANSWER


def test_a_request_that_fails_leaves_no_trace(records: Records) -> None:
    class Crash(Exception):
        pass

    def crash() -> None:
        with records.begin() as session:
            begin_request(session, KEY, body_hash="hash", now=NOW)
            add_claim(session, submission(), current=CURRENT, now=NOW)
            raise Crash

    with pytest.raises(Crash):
        crash()

    assert requests_made(records) == 0
    assert post(records, body="another").status == 202


def test_a_request_over_two_transactions_is_under_way_between_them(records: Records) -> None:
    with records.begin() as session:
        assert begin_request(session, KEY, body_hash="hash", now=NOW) is None
    with pytest.raises(Conflict), records.begin() as session:
        begin_request(session, KEY, body_hash="hash", now=later(seconds=59))
    with records.begin() as session:
        finish_request(session, KEY, response=ANSWER)
        assert begin_request(session, KEY, body_hash="hash", now=NOW) == ANSWER


def test_a_request_that_was_lost_can_be_begun_anew(records: Records) -> None:
    with records.begin() as session:
        begin_request(session, KEY, body_hash="hash", now=NOW)
    with records.begin() as session:
        assert begin_request(session, KEY, body_hash="other", now=later(seconds=61)) is None
    with pytest.raises(Rejected), records.begin() as session:
        begin_request(session, KEY, body_hash="hash", now=later(seconds=62))


def test_a_request_that_came_to_nothing_can_be_forgotten(records: Records) -> None:
    with records.begin() as session:
        begin_request(session, KEY, body_hash="hash", now=NOW)
        forget_request(session, KEY)
        assert begin_request(session, KEY, body_hash="other", now=NOW) is None
        finish_request(session, KEY, response=ANSWER)
        forget_request(session, KEY)
        assert begin_request(session, KEY, body_hash="other", now=NOW) == ANSWER
