"""Named inbound hooks: a bot or a newsroom sends a signed claim."""

from __future__ import annotations

from typing import Final

import marshmallow
from flask import Response, request

from records.inboxes import inbox_secrets
from records.keys import INBOX_PREFIX
from runtime.signing import ID, SIGNATURE, TIMESTAMP, verify
from service.access import Access
from service.api.submitting import SUBMITTED_HEADERS, Door, submit
from service.errors import Problem
from service.openapi import Blueprint, refused_fields
from service.requests import read_body, read_json
from service.schemas.claims import ClaimAnswer, ClaimBody
from service.state import runtime, settings
from verification.errors import NotAllowed

hooks = Blueprint("hooks", __name__, description="Claims from bots, as signed messages.")

CHALLENGE: Final = "StandardWebhooks"
SIGNED_HEADERS: Final = [
    {
        "name": name,
        "in": "header",
        "required": True,
        "description": meaning,
        "schema": {"type": "string"},
    }
    for name, meaning in (
        (ID, "Names the message; a second one with the same id is refused."),
        (TIMESTAMP, "Unix seconds; at most five minutes off."),
        (SIGNATURE, "`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`."),
    )
]


@hooks.operation(
    "POST",
    "/hooks/inbound/<name:inbox>",
    Access(public=True),
    errors=(400, 401, 409, 413, 415, 422),
)
@hooks.described(
    requestBody={"required": True, "content": {"application/json": {"schema": ClaimBody}}},
    parameters=SIGNED_HEADERS,
)
@hooks.also_answers(
    200, ClaimAnswer, description="The verdict is known already.", headers=SUBMITTED_HEADERS
)
@hooks.answer(202, ClaimAnswer, description="Accepted.", headers=SUBMITTED_HEADERS)
def receive_message(inbox: str) -> Response:
    """Take a signed claim.

    The message is signed as Standard Webhooks says, over the raw body, with the secret of the
    inbox (`assay inboxes create NAME`). It is refused when its time is more than five minutes off,
    and when a message with the same `webhook-id` was taken before.
    """
    message_id = _signed_message(inbox)
    try:
        body = ClaimBody().load(read_json())  # type: ignore[arg-type]
    except marshmallow.ValidationError as error:
        raise refused_fields(error) from error
    door = Door(f"{INBOX_PREFIX}{inbox}", f"inbound:{inbox}", message=(inbox, message_id))
    return submit(body, {}, door)


def _signed_message(inbox: str) -> str:
    """The id of the message, once its signature holds over the bytes that came."""
    now = runtime().now()
    with runtime().records.read() as session:
        secrets = inbox_secrets(session, inbox, now=now)
    headers = {name.lower(): value for name, value in request.headers.items()}
    window_s = settings().inbound_window_s
    try:
        return verify(secrets, headers, read_body(), now=now, window_s=window_s)
    except NotAllowed as error:
        raise Problem(
            "signature-invalid", error.detail, headers={"WWW-Authenticate": CHALLENGE}
        ) from error
