from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from records.inboxes import create_inbox, disable_inbox, rotate_inbox
from tests.runtime.conftest import Receiver, serving
from tests.service.edge import CLAIM, Edge, opened_edge, problem
from workers.delivery import deliver_next

PATH = "/hooks/inbound/newsroom"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    yield from serving()


@pytest.fixture
def secret(guarded: Edge) -> str:
    return make_inbox(guarded)


def make_inbox(edge: Edge) -> str:
    with edge.runtime.records.begin() as session:
        return create_inbox(session, "newsroom", actor="test", now=edge.now)


def signed(edge: Edge, secret: str, body: bytes, **changed: Any) -> dict[str, str]:  # noqa: ANN401
    """The headers of a message, made by the independent library."""
    message_id = changed.get("message_id", "msg_1")
    moment = changed.get("moment", edge.now)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(secret).sign(message_id, moment, body.decode()),
        "Content-Type": "application/json",
    }


def send(edge: Edge, secret: str, given: object = None, **changed: Any) -> Any:  # noqa: ANN401
    body = json.dumps({"text": CLAIM} if given is None else given).encode()
    headers = signed(edge, secret, body, **changed)
    return edge.client.post(PATH, data=body, headers=headers)


def test_a_signed_claim_is_accepted_without_a_key(guarded: Edge, secret: str) -> None:
    answer = send(guarded, secret)
    assert answer.status_code == 202
    assert answer.headers["Location"] == f"/v1/claims/{answer.get_json()['id']}"
    assert guarded.work() == 1
    _, header = guarded.key("claims:read")
    claim = guarded.get(answer.headers["Location"], headers=header).get_json()
    assert claim["status"] == "done"
    assert send(guarded, secret, message_id="msg_2").status_code == 200


def test_all_fields_of_a_claim_may_be_sent(guarded: Edge, secret: str) -> None:
    body = send(guarded, secret, {"text": CLAIM, "claimed_at": "2021-03-26", "priority": "high"})
    assert (body.get_json()["claimed_at"], body.get_json()["priority"]) == ("2021-03-26", "high")


def test_a_replayed_message_is_refused_and_does_nothing(guarded: Edge, secret: str) -> None:
    claim_id = send(guarded, secret).get_json()["id"]
    problem(send(guarded, secret), "message-replayed")
    problem(send(guarded, secret, {"text": "Another claim."}), "message-replayed")
    _, header = guarded.key("claims:read")
    (claim,) = guarded.get("/v1/claims", headers=header).get_json()["claims"]
    assert (claim["id"], claim["demand"]) == (claim_id, 1)


def test_a_message_that_was_refused_can_be_mended_and_sent_again(
    guarded: Edge, secret: str
) -> None:
    problem(send(guarded, secret, {"text": "?"}), "claim-no-words")
    assert send(guarded, secret).status_code == 202


@pytest.mark.parametrize("off_s", [-301, 301, -100_000, 100_000])
def test_a_message_out_of_its_time_is_refused(guarded: Edge, secret: str, off_s: int) -> None:
    answer = send(guarded, secret, moment=guarded.now + timedelta(seconds=off_s))
    problem(answer, "signature-invalid")
    assert answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("off_s", [-290, 290])
def test_a_clock_may_be_a_little_off(guarded: Edge, secret: str, off_s: int) -> None:
    moment = guarded.now + timedelta(seconds=off_s)
    assert send(guarded, secret, moment=moment).status_code == 202


def test_a_forged_message_is_refused(guarded: Edge, secret: str) -> None:
    other = "whsec_" + "A" * 43 + "="
    problem(send(guarded, other), "signature-invalid")
    body = json.dumps({"text": CLAIM}).encode()
    for altered in (body + b" ", body.replace(b"two", b"ten")):
        headers = signed(guarded, secret, body)
        problem(guarded.client.post(PATH, data=altered, headers=headers), "signature-invalid")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("webhook-signature", ""),
        ("webhook-signature", "garbage"),
        ("webhook-signature", "v1,"),
        ("webhook-signature", "v1,%%%"),
        ("webhook-signature", "v1,é"),
        ("webhook-signature", "v2,abc"),
        ("webhook-signature", "v1,a " * 500),
        ("webhook-timestamp", ""),
        ("webhook-timestamp", "soon"),
        ("webhook-timestamp", "1e9"),
        ("webhook-timestamp", "-1"),
        ("webhook-timestamp", "9" * 400),
        ("webhook-timestamp", "²"),
        ("webhook-id", ""),
        ("webhook-id", "other"),
        ("webhook-id", "x" * 5000),
    ],
)
def test_garbage_in_the_headers_is_refused(
    guarded: Edge, secret: str, name: str, value: str
) -> None:
    body = json.dumps({"text": CLAIM}).encode()
    headers = signed(guarded, secret, body) | {name: value.encode().decode("latin-1")}
    problem(guarded.client.post(PATH, data=body, headers=headers), "signature-invalid")


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_message_that_lacks_a_header_is_refused(guarded: Edge, secret: str, name: str) -> None:
    body = json.dumps({"text": CLAIM}).encode()
    headers = {key: value for key, value in signed(guarded, secret, body).items() if key != name}
    problem(guarded.client.post(PATH, data=body, headers=headers), "signature-invalid")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"", "empty-body"),
        (b"not json", "malformed-json"),
        (b"[]", "validation"),
        (b'{"text": "x", "more": 1}', "validation"),
        (b'{"text": "two", "text": "three"}', "malformed-json"),
        (b'{"text": "' + b"a" * 100_000 + b'"}', "too-large"),
    ],
)
def test_a_signed_message_is_checked_like_any_other(
    guarded: Edge, secret: str, body: bytes, name: str
) -> None:
    headers = signed(guarded, secret, body)
    problem(guarded.client.post(PATH, data=body, headers=headers), name)


def test_an_unknown_or_disabled_inbox_is_not_found(guarded: Edge, secret: str) -> None:
    problem(guarded.post("/hooks/inbound/nobody", {"text": CLAIM}), "not-found")
    with guarded.runtime.records.begin() as session:
        disable_inbox(session, "newsroom", actor="test", now=guarded.now)
    problem(send(guarded, secret), "not-found")


def test_after_a_rotation_both_secrets_are_good(guarded: Edge, secret: str) -> None:
    with guarded.runtime.records.begin() as session:
        fresh = rotate_inbox(session, "newsroom", actor="test", now=guarded.now)
    assert send(guarded, secret).status_code == 202
    assert send(guarded, fresh, message_id="msg_2").status_code == 202


def test_the_sender_can_be_called_back(tmp_path: Path, receiver: Receiver) -> None:
    out = {"egress_allow_private": True, "egress_allow_http": True, "egress_ports": (0,)}
    with opened_edge(tmp_path, **out) as edge:
        secret = make_inbox(edge)
        url = receiver.url("/back", host="127.0.0.1")
        assert send(edge, secret, {"text": CLAIM, "callback_url": url}).status_code == 202
        edge.work()
        assert deliver_next(edge.runtime)
        (told,) = receiver.requests
        assert Webhook(secret).verify(told.body, dict(told.headers))["type"] == "claim.verified"
