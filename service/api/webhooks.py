"""Webhooks: addresses that want to be told, and what became of every message to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from records.deliveries import (
    Delivery,
    DeliveryFilter,
    get_delivery,
    list_deliveries,
    replay_delivery,
)
from records.webhooks import (
    Endpoint,
    EndpointChange,
    create_endpoint,
    delete_endpoint,
    get_endpoint,
    list_endpoints,
    rotate_secret,
    update_endpoint,
)
from service.access import Access
from service.answers import LINK, LOCATION, Answer, page_answer
from service.api.submitting import check_callback
from service.auth import caller
from service.cursors import place_of
from service.hooks.trial import send_test
from service.openapi import Blueprint
from service.schemas.lists import PageQuery
from service.schemas.webhooks import (
    DeliveryAnswer,
    DeliveryPageAnswer,
    DeliveryQuery,
    EndpointAnswer,
    EndpointBody,
    EndpointChangeBody,
    EndpointPageAnswer,
    NewEndpointAnswer,
    SecretAnswer,
    TestAnswer,
)
from service.state import runtime
from verification.errors import NotFound
from workers import queue

webhooks = Blueprint(
    "webhooks",
    __name__,
    description="Signed callbacks by Standard Webhooks: retried for days, listed, replayable.",
)

MANAGER = Access("webhooks:manage")


@webhooks.operation("POST", "/v1/webhooks", MANAGER)
@webhooks.body(EndpointBody)
@webhooks.answer(
    201, NewEndpointAnswer, description="The endpoint, with its secret.", headers=LOCATION
)
def add_webhook(body: Mapping[str, Any]) -> Answer:
    """Add an endpoint.

    It gets the events asked for of every claim. The answer carries the signing secret, this once.
    """
    check_callback(body["url"])
    with runtime().records.begin() as session:
        endpoint, secret = create_endpoint(
            session,
            key_id=caller().key_id,
            url=body["url"],
            events=body["events"],
            description=body.get("description") or "",
            now=runtime().now(),
        )
    headers = {"Location": f"/v1/webhooks/{endpoint.id}"}
    return {**endpoint_body(endpoint), "secret": secret}, 201, headers


@webhooks.operation("GET", "/v1/webhooks", MANAGER, errors=(404, 422))
@webhooks.query(PageQuery)
@webhooks.answer(200, EndpointPageAnswer, description="A page of your endpoints.", headers=LINK)
def list_of_webhooks(query: Mapping[str, Any]) -> Answer:
    """List endpoints.

    Yours; with the scope `admin`, everybody's.
    """
    own = None if caller().may("admin") else caller().key_id
    with runtime().records.read() as session:
        page = list_endpoints(session, key_id=own, limit=query["limit"], after=place_of(query))
    return page_answer("webhooks", page, query, endpoint_body)


@webhooks.operation("GET", "/v1/webhooks/<id:webhook_id>", MANAGER)
@webhooks.answer(200, EndpointAnswer, description="The endpoint.")
def read_webhook(webhook_id: str) -> dict[str, Any]:
    """Read an endpoint."""
    return endpoint_body(_own(webhook_id))


@webhooks.operation("PATCH", "/v1/webhooks/<id:webhook_id>", MANAGER)
@webhooks.body(EndpointChangeBody)
@webhooks.answer(200, EndpointAnswer, description="The endpoint, changed.")
def change_webhook(body: Mapping[str, Any], webhook_id: str) -> dict[str, Any]:
    """Change an endpoint.

    One that was switched off after too many failures is switched on with `enabled`.
    """
    _own(webhook_id)
    if "url" in body:
        check_callback(body["url"])
    change = EndpointChange(
        url=body.get("url"),
        events=tuple(body["events"]) if "events" in body else None,
        description=(body["description"] or "") if "description" in body else None,
        enabled=body.get("enabled"),
    )
    with runtime().records.begin() as session:
        endpoint = update_endpoint(
            session, webhook_id, change, actor=caller().actor, now=runtime().now()
        )
    return endpoint_body(endpoint)


@webhooks.operation("DELETE", "/v1/webhooks/<id:webhook_id>", MANAGER)
@webhooks.answer(204, description="Removed; what was due to it is given up.")
def remove_webhook(webhook_id: str) -> None:
    """Remove an endpoint."""
    _own(webhook_id)
    with runtime().records.begin() as session:
        delete_endpoint(session, webhook_id, actor=caller().actor, now=runtime().now())


@webhooks.operation("POST", "/v1/webhooks/<id:webhook_id>/secret", MANAGER)
@webhooks.answer(200, SecretAnswer, description="The new secret.")
def rotate_webhook_secret(webhook_id: str) -> dict[str, Any]:
    """Rotate the signing secret.

    For 24 hours messages are signed with the new secret and with the one before.
    """
    _own(webhook_id)
    with runtime().records.begin() as session:
        secret = rotate_secret(session, webhook_id, actor=caller().actor, now=runtime().now())
    return {"secret": secret}


@webhooks.operation("POST", "/v1/webhooks/<id:webhook_id>/test", MANAGER)
@webhooks.answer(200, TestAnswer, description="How the receiver answered.")
def test_webhook(webhook_id: str) -> dict[str, Any]:
    """Send a test event.

    One signed `webhook.test` message, sent now, once, and not kept.
    """
    return send_test(_own(webhook_id))


@webhooks.operation("GET", "/v1/webhooks/<id:webhook_id>/deliveries", MANAGER, errors=(422,))
@webhooks.query(DeliveryQuery)
@webhooks.answer(
    200, DeliveryPageAnswer, description="A page of deliveries, newest first.", headers=LINK
)
def list_of_deliveries(query: Mapping[str, Any], webhook_id: str) -> Answer:
    """List deliveries.

    Each with its state, how often it was tried, and what went wrong last.
    """
    _own(webhook_id)
    wanted = DeliveryFilter(
        endpoint_id=webhook_id,
        state=query.get("state"),
        limit=query["limit"],
        after=place_of(query),
    )
    with runtime().records.read() as session:
        page = list_deliveries(session, wanted)
    return page_answer("deliveries", page, query, delivery_body)


@webhooks.operation(
    "POST",
    "/v1/webhooks/<id:webhook_id>/deliveries/<id:delivery_id>/replay",
    MANAGER,
    errors=(409,),
)
@webhooks.answer(202, DeliveryAnswer, description="On its way again, under the same id.")
def replay_webhook_delivery(webhook_id: str, delivery_id: str) -> dict[str, Any]:
    """Send a delivery again."""
    _own(webhook_id)
    with runtime().records.begin() as session:
        if get_delivery(session, delivery_id).endpoint_id != webhook_id:
            raise NotFound(f"There is no delivery {delivery_id} of this webhook.")
        delivery = replay_delivery(session, delivery_id, now=runtime().now())
    queue.wake(runtime())
    return delivery_body(delivery)


def _own(webhook_id: str) -> Endpoint:
    """The caller's endpoint; NotFound for other people's too, so that nobody learns of them."""
    with runtime().records.read() as session:
        endpoint = get_endpoint(session, webhook_id)
    if endpoint.key_id != caller().key_id and not caller().may("admin"):
        raise NotFound(f"There is no webhook {webhook_id}.")
    return endpoint


def endpoint_body(endpoint: Endpoint) -> dict[str, Any]:
    """An endpoint as it is sent."""
    return {
        "id": endpoint.id,
        "url": endpoint.url,
        "events": list(endpoint.events),
        "description": endpoint.description,
        "state": endpoint.state,
        "disabled_reason": endpoint.disabled_reason,
        "created_at": endpoint.created_at,
        "updated_at": endpoint.updated_at,
    }


def delivery_body(delivery: Delivery) -> dict[str, Any]:
    """A delivery as it is sent."""
    return {
        "id": delivery.id,
        "claim_id": delivery.claim_id,
        "event_id": delivery.event_id,
        "event_type": delivery.event_type,
        "url": delivery.url,
        "state": delivery.state,
        "attempt": delivery.attempt,
        "next_at": delivery.next_at,
        "last_status": delivery.last_status,
        "last_error": delivery.last_error,
        "excerpt": delivery.excerpt,
        "created_at": delivery.created_at,
        "finished_at": delivery.finished_at,
    }
