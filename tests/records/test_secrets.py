"""Secrets at rest, and ids."""

from __future__ import annotations

import base64

import pytest

from records.ids import derived_id, new_id
from records.secrets import KeyRing, new_secret_key, new_signing_secret
from verification.errors import SettingsInvalid


def test_the_first_key_encrypts_and_all_decrypt() -> None:
    old, new = new_secret_key(), new_secret_key()
    stored = KeyRing([old]).encrypt("secret ü")

    assert "secret" not in stored
    assert KeyRing([new, old]).decrypt(stored) == "secret ü"
    moved = KeyRing([new, old]).encrypt("secret ü")
    assert KeyRing([new]).decrypt(moved) == "secret ü"


def test_a_lost_key_is_said_so() -> None:
    stored = KeyRing([new_secret_key()]).encrypt("secret")
    with pytest.raises(SettingsInvalid, match="not among the secret keys"):
        KeyRing([new_secret_key()]).decrypt(stored)
    with pytest.raises(SettingsInvalid, match="at least one secret key"):
        KeyRing().decrypt(stored)


def test_both_spellings_of_base64_are_taken() -> None:
    raw = bytes(range(200, 232))
    stored = KeyRing([base64.b64encode(raw).decode()]).encrypt("x")
    assert KeyRing([base64.urlsafe_b64encode(raw).decode()]).decrypt(stored) == "x"


@pytest.mark.parametrize("key", ["", "short", "!" * 44, base64.b64encode(b"x" * 31).decode(), "ü"])
def test_a_key_that_is_none_is_refused_without_showing_it(key: str) -> None:
    with pytest.raises(SettingsInvalid, match="Secret key 2") as caught:
        KeyRing([new_secret_key(), key])
    assert not key or key not in caught.value.detail


def test_signing_secrets_are_those_of_standard_webhooks() -> None:
    secret = new_signing_secret()
    assert secret.startswith("whsec_")
    assert len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) == 32
    assert secret != new_signing_secret()


def test_ids_are_distinct_and_sort_by_time(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = {new_id("clm") for _ in range(10_000)}
    assert len(ids) == 10_000
    assert all(len(each) == 30 and each.startswith("clm_") for each in ids)

    made = []
    for milliseconds in (1_616_662_800_000, 1_616_662_800_001, 4_000_000_000_000):
        monkeypatch.setattr("time.time_ns", lambda at=milliseconds: at * 1_000_000)
        made.append(new_id("clm"))
    assert made == sorted(made)


def test_derived_ids_depend_on_every_part() -> None:
    assert derived_id("doc", "a", "b") == derived_id("doc", "a", "b")
    assert derived_id("doc", "a", "b") != derived_id("doc", "ab")
    assert derived_id("doc", "a", "") != derived_id("doc", "a")
    assert len(derived_id("doc", "x")) == 30
