from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from standardwebhooks.webhooks import Webhook

from records.deliveries import Delivery, DeliveryFilter, delivery_attempts, list_deliveries
from records.webhooks import Endpoint, create_endpoint, get_endpoint, rotate_secret
from runtime.egress import EgressResponse
from runtime.wiring import Runtime
from tests.runtime.conftest import Receiver, plainly
from tests.workers.conftest import OpenRuntime
from tests.workers.material import accept
from workers.attempts import attempt_next
from workers.delivery import _retry_after_s, deliver, deliver_next

EVENTS = ("claim.verified", "claim.failed")


@pytest.fixture
def endpoint(runtime: Runtime, receiver: Receiver) -> tuple[Endpoint, str]:
    """An endpoint that is told of verdicts, and its secret."""
    with runtime.records.begin() as session:
        return create_endpoint(
            session,
            key_id="local",
            url=receiver.url("/in?token=geheim", host="127.0.0.1"),
            events=EVENTS,
            description="",
            now=runtime.now(),
        )


def verify_one(runtime: Runtime, text: str = "Three missiles were fired.") -> None:
    accept(runtime, text)
    assert attempt_next(runtime)


def the_delivery(runtime: Runtime) -> Delivery:
    with runtime.records.read() as session:
        (delivery,) = list_deliveries(session, DeliveryFilter()).items
    return delivery


def test_a_verdict_is_told_with_a_signature_others_accept(
    runtime: Runtime, receiver: Receiver, endpoint: tuple[Endpoint, str]
) -> None:
    verify_one(runtime)
    assert deliver_next(runtime)

    (request,) = receiver.requests
    body = Webhook(endpoint[1]).verify(request.body, dict(request.headers.items()))
    assert body["type"] == "claim.verified"
    assert body["data"]["claim"]["text"] == "Three missiles were fired."
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["webhook-id"] == the_delivery(runtime).id
    assert the_delivery(runtime).state == "delivered"
    assert not deliver_next(runtime)


def test_a_delivery_is_sent_once_however_often_it_is_asked_for(
    runtime: Runtime, receiver: Receiver, endpoint: tuple[Endpoint, str]
) -> None:
    verify_one(runtime)
    delivery_id = the_delivery(runtime).id
    assert [deliver(runtime, delivery_id) for _ in range(3)] == [True, False, False]
    assert len(receiver.requests) == 1
    assert not deliver(runtime, "msg_nothing")


@pytest.mark.parametrize("status", [301, 302, 400, 401, 404, 429, 500, 503])
def test_anything_but_success_is_tried_again_later_as_the_same_message(
    open_runtime: OpenRuntime,
    runtime: Runtime,
    receiver: Receiver,
    endpoint: tuple[Endpoint, str],
    status: int,
) -> None:
    receiver.answers["/in?token=geheim"] = plainly(status, b"no thanks", Location="/elsewhere")
    again = open_runtime(webhook_schedule_s=(0, 0, 0))
    verify_one(again)
    assert deliver_next(again)
    failed = the_delivery(again)
    assert (failed.state, failed.last_status, failed.excerpt) == ("pending", status, "no thanks")

    del receiver.answers["/in?token=geheim"]
    assert deliver_next(again)
    assert the_delivery(again).state == "delivered"
    first, second = receiver.requests
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    for request in (first, second):
        Webhook(endpoint[1]).verify(request.body, dict(request.headers.items()))


def test_a_receiver_that_is_gone_is_told_nothing_more(
    runtime: Runtime, receiver: Receiver, endpoint: tuple[Endpoint, str]
) -> None:
    receiver.answers["/in?token=geheim"] = plainly(410)
    verify_one(runtime)
    assert deliver_next(runtime)

    assert the_delivery(runtime).state == "dead"
    with runtime.records.read() as session:
        assert get_endpoint(session, endpoint[0].id).state == "disabled"


def test_a_receiver_may_ask_for_patience(
    open_runtime: OpenRuntime, runtime: Runtime, receiver: Receiver, endpoint: tuple[Endpoint, str]
) -> None:
    receiver.answers["/in?token=geheim"] = plainly(503, Retry_After="600")
    impatient = open_runtime(webhook_schedule_s=(0, 0))
    verify_one(impatient)
    assert deliver_next(impatient)

    next_at = the_delivery(impatient).next_at
    assert next_at
    assert next_at > impatient.now() + timedelta(seconds=500)
    assert not deliver_next(impatient)


def test_after_the_last_wait_it_is_given_up_and_every_attempt_is_on_record(
    open_runtime: OpenRuntime, runtime: Runtime, receiver: Receiver, endpoint: tuple[Endpoint, str]
) -> None:
    receiver.answers["/in?token=geheim"] = plainly(500)
    impatient = open_runtime(webhook_schedule_s=(0, 0))
    verify_one(impatient)
    while deliver_next(impatient):
        pass

    delivery = the_delivery(impatient)
    assert (delivery.state, len(receiver.requests)) == ("dead", 3)
    with impatient.records.read() as session:
        attempts = delivery_attempts(session, delivery.id)
    assert [attempt.status for attempt in attempts] == [500, 500, 500]
    page = impatient.metrics.page(None, impatient.now()).decode()
    assert 'assay_callbacks_total{outcome="failed"} 2.0' in page
    assert 'assay_callbacks_total{outcome="dead"} 1.0' in page


def test_an_address_that_may_not_be_reached_is_a_failure_on_record(
    open_runtime: OpenRuntime, runtime: Runtime, receiver: Receiver, endpoint: tuple[Endpoint, str]
) -> None:
    strict = open_runtime(egress_allow_private=False)
    verify_one(strict)
    assert deliver_next(strict)

    delivery = the_delivery(strict)
    assert (delivery.state, delivery.last_status) == ("pending", None)
    assert delivery.last_error == "The address is not a public one."
    assert not receiver.requests


def test_while_a_secret_is_rotated_both_sign(
    runtime: Runtime, receiver: Receiver, endpoint: tuple[Endpoint, str]
) -> None:
    with runtime.records.begin() as session:
        new = rotate_secret(session, endpoint[0].id, actor="test", now=runtime.now())
    verify_one(runtime)
    assert deliver_next(runtime)
    (request,) = receiver.requests
    for secret in (endpoint[1], new):
        Webhook(secret).verify(request.body, dict(request.headers.items()))


def test_an_answer_in_any_bytes_is_kept(
    runtime: Runtime, receiver: Receiver, endpoint: tuple[Endpoint, str]
) -> None:
    receiver.answers["/in?token=geheim"] = plainly(500, b"\x00\xff" * 5000)
    verify_one(runtime)
    assert deliver_next(runtime)
    excerpt = the_delivery(runtime).excerpt
    assert excerpt
    json.dumps(excerpt).encode()
    assert "\x00" not in excerpt


NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("120", 120.0),
        (format_datetime(NOW + timedelta(hours=1), usegmt=True), 3600.0),
        (format_datetime(NOW - timedelta(hours=1), usegmt=True), 0.0),
        ("99999999999999999999", None),
        ("9999999", 86_400.0),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("Wed, 99 Foo 2026", None),
    ],
)
def test_the_patience_asked_for_is_read_in_both_forms(given: str, seconds: float | None) -> None:
    assert _retry_after_s(EgressResponse(503, {"retry-after": given}, b"", ""), NOW) == seconds
