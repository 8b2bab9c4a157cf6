"""Secrets at rest: a ring of Fernet keys, of which the first encrypts and all decrypt."""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from verification.errors import SettingsInvalid

SIGNING_SECRET_BYTES = 32
SIGNING_SECRET_PREFIX = "whsec_"  # noqa: S105 - what every secret begins with


class KeyRing:
    """Encrypts and decrypts the secrets that must be read back, such as signing secrets."""

    def __init__(self, secret_keys: Sequence[str] = ()) -> None:
        """Keys are 32 bytes in base64, newest first; SettingsInvalid when one is not."""
        keys = [Fernet(_fernet_key(key, number)) for number, key in enumerate(secret_keys, 1)]
        self._ring = MultiFernet(keys) if keys else None

    def encrypt(self, secret: str) -> str:
        """The secret as it is stored."""
        return self._keys().encrypt(secret.encode()).decode("ascii")

    def decrypt(self, stored: str) -> str:
        """The secret again; SettingsInvalid when none of the keys encrypted it."""
        try:
            return self._keys().decrypt(stored.encode("ascii")).decode()
        except InvalidToken:
            raise SettingsInvalid(
                "A stored secret was encrypted with a key that is not among the secret keys; "
                "give the key it was stored with as well."
            ) from None

    def _keys(self) -> MultiFernet:
        if self._ring is None:
            raise SettingsInvalid(
                "Stored secrets need at least one secret key: 32 random bytes in base64."
            )
        return self._ring


def new_signing_secret() -> str:
    """A secret for signing webhooks: `whsec_` and 32 random bytes in base64."""
    return SIGNING_SECRET_PREFIX + base64.b64encode(
        secrets.token_bytes(SIGNING_SECRET_BYTES)
    ).decode("ascii")


def new_secret_key() -> str:
    """A key for the ring: 32 random bytes in base64."""
    return Fernet.generate_key().decode("ascii")


def _fernet_key(text: str, number: int) -> bytes:
    try:
        raw = base64.b64decode(text.translate(str.maketrans("-_", "+/")), validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != 32:
        raise SettingsInvalid(f"Secret key {number} is not 32 bytes in base64.")
    return base64.urlsafe_b64encode(raw)
