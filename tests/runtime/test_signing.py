from __future__ import annotations

import base64
import os
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from runtime.signing import ID, SIGNATURE, TIMESTAMP, sign, verify
from verification.errors import NotAllowed

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BODY = '{"type": "claim.verified", "data": {"text": "Grüße"}}'.encode()


def secret() -> str:
    return "whsec_" + base64.b64encode(os.urandom(32)).decode()


def check(secrets: list[str], headers: dict[str, str], body: bytes = BODY) -> str:
    return verify(secrets, headers, body, now=NOW, window_s=300)


def test_the_independent_library_accepts_what_we_sign() -> None:
    key = secret()
    moment = datetime.now(UTC)
    headers = sign([key], "msg_1", moment, BODY)

    Webhook(key).verify(BODY.decode(), headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(key).verify(BODY.decode() + " ", headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret()).verify(BODY.decode(), headers)


def test_we_accept_what_the_independent_library_signs() -> None:
    key = secret()
    headers = {
        ID: "msg_1",
        TIMESTAMP: str(int(NOW.timestamp())),
        SIGNATURE: Webhook(key).sign("msg_1", NOW, BODY.decode()),
    }
    assert check([key], headers) == "msg_1"


def test_during_a_rotation_the_old_and_the_new_secret_both_work() -> None:
    old, new = secret(), secret()

    headers = sign([new, old], "msg_1", datetime.now(UTC), BODY)
    Webhook(old).verify(BODY.decode(), headers)
    Webhook(new).verify(BODY.decode(), headers)

    assert check([new, old], sign([old], "msg_1", NOW, BODY)) == "msg_1"
    with pytest.raises(NotAllowed):
        check([new], sign([old], "msg_1", NOW, BODY))


@pytest.mark.parametrize(
    ("seconds", "good"), [(-301, False), (-299, True), (299, True), (301, False)]
)
def test_a_message_is_good_for_five_minutes_either_way(seconds: int, good: bool) -> None:
    key = secret()
    headers = sign([key], "msg_1", NOW + timedelta(seconds=seconds), BODY)
    if good:
        assert check([key], headers) == "msg_1"
    else:
        with pytest.raises(NotAllowed, match="300 seconds"):
            check([key], headers)


@pytest.mark.parametrize("changed", [ID, TIMESTAMP, SIGNATURE])
def test_nothing_that_was_signed_can_be_changed(changed: str) -> None:
    key = secret()
    headers = sign([key], "msg_1", NOW, BODY)
    other = sign([key], "msg_2", NOW + timedelta(seconds=1), BODY + b"!")
    with pytest.raises(NotAllowed):
        check([key], {**headers, changed: other[changed]})


@pytest.mark.parametrize("missing", [ID, TIMESTAMP, SIGNATURE])
def test_no_header_may_be_missing(missing: str) -> None:
    key = secret()
    headers = sign([key], "msg_1", NOW, BODY)
    del headers[missing]
    with pytest.raises(NotAllowed):
        check([key], headers)


@given(
    st.fixed_dictionaries({ID: st.text(), TIMESTAMP: st.text(), SIGNATURE: st.text()}), st.binary()
)
def test_garbage_is_refused_and_nothing_else(headers: dict[str, str], body: bytes) -> None:
    with pytest.raises(NotAllowed):
        check(["whsec_" + "A" * 32], headers, body)


@given(st.text(max_size=400))
def test_a_garbage_signature_is_refused_and_nothing_else(signature: str) -> None:
    headers = sign([], "msg_1", NOW, BODY) | {SIGNATURE: f"v1,{signature}"}
    with pytest.raises(NotAllowed):
        check(["whsec_" + "A" * 32], headers)
