from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from standardwebhooks import Webhook

from tests.runtime.conftest import Receiver, plainly, serving
from tests.service.edge import CLAIM, Edge, opened_edge, problem
from workers.delivery import deliver_next

ENDPOINT = {"url": "https://news.example/hook", "events": ["claim.verified"], "description": "Desk"}


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    yield from serving()


@pytest.fixture
def open_edge(tmp_path: Path) -> Iterator[Edge]:
    """A service that may send to receivers on this machine."""
    out = {"egress_allow_private": True, "egress_allow_http": True, "egress_ports": (0,)}
    with opened_edge(tmp_path, **out) as edge:
        yield edge


def add(edge: Edge, receiver: Receiver | None = None, **changed: object) -> tuple[str, str]:
    url = receiver.url("/hook", host="127.0.0.1") if receiver else ENDPOINT["url"]
    answer = edge.post("/v1/webhooks", {**ENDPOINT, "url": url, **changed})
    assert answer.status_code == 201, answer.text
    body = answer.get_json()
    return body["id"], body["secret"]


def test_an_endpoint_is_added_with_a_secret_shown_once(edge: Edge) -> None:
    answer = edge.post("/v1/webhooks", ENDPOINT)
    body = answer.get_json()
    assert answer.status_code == 201
    assert body["secret"].startswith("whsec_")
    assert body["state"] == "enabled"
    read = edge.get(answer.headers["Location"])
    assert "secret" not in read.get_json()
    assert body["secret"] not in edge.get("/v1/webhooks").text
    assert {**read.get_json(), "secret": body["secret"]} == body


def test_an_endpoint_is_changed_and_removed(edge: Edge) -> None:
    endpoint, _ = add(edge)
    path = f"/v1/webhooks/{endpoint}"
    change = {"events": ["claim.failed", "review.decided"], "enabled": False, "description": None}
    body = edge.client.patch(path, json=change).get_json()
    assert (body["events"], body["state"], body["description"]) == (
        ["claim.failed", "review.decided"],
        "disabled",
        "",
    )
    assert body["url"] == ENDPOINT["url"]
    assert edge.client.patch(path, json={"enabled": True}).get_json()["state"] == "enabled"
    assert edge.client.delete(path).status_code == 204
    problem(edge.get(path), "not-found")
    problem(edge.client.delete(path), "not-found")
    assert edge.get("/v1/webhooks").get_json()["webhooks"] == []


def test_nobody_sees_the_endpoints_of_another_key(guarded: Edge) -> None:
    _, mine = guarded.key("webhooks:manage")
    _, other = guarded.key("webhooks:manage")
    _, admin = guarded.key("admin")
    place = guarded.post("/v1/webhooks", ENDPOINT, headers=mine).headers["Location"]
    for method, path, given in (
        ("GET", place, None),
        ("PATCH", place, {"enabled": False}),
        ("DELETE", place, None),
        ("POST", f"{place}/secret", None),
        ("POST", f"{place}/test", None),
        ("GET", f"{place}/deliveries", None),
        ("POST", f"{place}/deliveries/msg_1/replay", None),
    ):
        answer = guarded.client.open(path, method=method, json=given, headers=other)
        problem(answer, "not-found")
    assert guarded.get("/v1/webhooks", headers=other).get_json()["webhooks"] == []
    assert guarded.get(place, headers=mine).status_code == 200
    assert guarded.get(place, headers=admin).status_code == 200


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1/", "http://a.example/", "https://[::1]/", "https://a@b.example/"]
)
def test_an_address_inside_cannot_be_registered(edge: Edge, url: str) -> None:
    problem(edge.post("/v1/webhooks", {**ENDPOINT, "url": url}), "validation", "/url")
    endpoint, _ = add(edge)
    answer = edge.client.patch(f"/v1/webhooks/{endpoint}", json={"url": url})
    problem(answer, "validation", "/url")
    named = {**ENDPOINT, "url": "https://metadata.internal/"}
    problem(edge.post("/v1/webhooks", named), "callback-refused")


def test_a_verdict_is_delivered_signed_listed_and_replayed(
    open_edge: Edge, receiver: Receiver
) -> None:
    endpoint, secret = add(open_edge, receiver)
    claim_id = open_edge.claim()
    open_edge.work()
    assert deliver_next(open_edge.runtime)
    (sent,) = receiver.requests
    told = Webhook(secret).verify(sent.body, dict(sent.headers))
    assert (told["type"], told["data"]["claim"]["id"]) == ("claim.verified", claim_id)
    path = f"/v1/webhooks/{endpoint}/deliveries"
    (delivery,) = open_edge.get(path).get_json()["deliveries"]
    assert (delivery["state"], delivery["last_status"], delivery["attempt"]) == (
        "delivered",
        200,
        1,
    )
    assert delivery["id"] == sent.headers["webhook-id"]
    assert open_edge.get(f"{path}?state=dead").get_json()["deliveries"] == []
    answer = open_edge.post(f"{path}/{delivery['id']}/replay")
    assert (answer.status_code, answer.get_json()["state"]) == (202, "pending")
    problem(open_edge.post(f"{path}/{delivery['id']}/replay"), "conflict")
    assert deliver_next(open_edge.runtime)
    assert receiver.requests[1].body == sent.body
    assert receiver.requests[1].headers["webhook-id"] == delivery["id"]


def test_a_delivery_of_another_endpoint_is_not_replayed(
    open_edge: Edge, receiver: Receiver
) -> None:
    one, _ = add(open_edge, receiver)
    other, _ = add(open_edge, receiver, events=["claim.failed"])
    open_edge.claim()
    open_edge.work()
    (delivery,) = open_edge.get(f"/v1/webhooks/{one}/deliveries").get_json()["deliveries"]
    path = f"/v1/webhooks/{other}/deliveries/{delivery['id']}/replay"
    problem(open_edge.post(path), "not-found")
    problem(open_edge.post(f"/v1/webhooks/{one}/deliveries/msg_none/replay"), "not-found")


def test_after_a_rotation_both_secrets_verify(open_edge: Edge, receiver: Receiver) -> None:
    endpoint, before = add(open_edge, receiver)
    after = open_edge.post(f"/v1/webhooks/{endpoint}/secret").get_json()["secret"]
    assert after != before
    open_edge.claim()
    open_edge.work()
    deliver_next(open_edge.runtime)
    (sent,) = receiver.requests
    for secret in (before, after):
        Webhook(secret).verify(sent.body, dict(sent.headers))


def test_a_test_event_tells_how_the_receiver_took_it(open_edge: Edge, receiver: Receiver) -> None:
    endpoint, secret = add(open_edge, receiver)
    body = open_edge.post(f"/v1/webhooks/{endpoint}/test").get_json()
    assert (body["delivered"], body["status"], body["excerpt"]) == (True, 200, "thanks")
    told = Webhook(secret).verify(receiver.requests[0].body, dict(receiver.requests[0].headers))
    assert told["type"] == "webhook.test"
    receiver.answers["/hook"] = plainly(500, b"broken")
    body = open_edge.post(f"/v1/webhooks/{endpoint}/test").get_json()
    assert (body["delivered"], body["status"]) == (False, 500)
    assert open_edge.get(f"/v1/webhooks/{endpoint}/deliveries").get_json()["deliveries"] == []


def test_a_test_event_to_nobody_says_so(open_edge: Edge) -> None:
    endpoint, _ = add(open_edge, url="https://nobody.invalid/")
    body = open_edge.post(f"/v1/webhooks/{endpoint}/test").get_json()
    assert (body["delivered"], body["status"]) == (False, None)
    assert body["error"]


def test_a_callback_is_sent_when_the_verdict_is_there(open_edge: Edge, receiver: Receiver) -> None:
    url = receiver.url("/back", host="127.0.0.1")
    claim_id = open_edge.claim(CLAIM, callback_url=url)
    open_edge.work()
    assert deliver_next(open_edge.runtime)
    (sent,) = receiver.requests
    assert sent.path == "/back"
    assert json.loads(sent.body)["data"]["claim"]["id"] == claim_id
