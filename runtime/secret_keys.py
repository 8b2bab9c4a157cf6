"""The keys that encrypt stored secrets: set, or made once for the embedded profile."""

from __future__ import annotations

import base64
import os
import secrets
import tempfile
from pathlib import Path

from runtime.setting import read_secret_key
from runtime.settings import Settings
from verification.errors import SettingsInvalid

FILE_NAME = "secret-keys"


def secret_keys(settings: Settings) -> tuple[str, ...]:
    """The key ring, newest first.

    Without any set, one key is made in `secret-keys` in the data folder, readable by its owner
    alone. Processes that start at the same time agree on one key.
    """
    if settings.secret_keys:
        return settings.secret_keys
    path = settings.data_dir / FILE_NAME
    if not path.exists():
        _make(path)
    try:
        return tuple(read_secret_key(word) for word in path.read_text("utf-8").split())
    except (OSError, ValueError) as error:
        raise SettingsInvalid(
            f"The keys in {path} cannot be read ({error}); put the file back from a backup."
        ) from error


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=path.parent, prefix=".secret-keys-")
    with os.fdopen(handle, "wb") as file:
        file.write(base64.urlsafe_b64encode(secrets.token_bytes(32)) + b"\n")
        os.fsync(file.fileno())
    try:
        # A link fails where the file exists: whoever was first has decided.
        os.link(made, path)
    except FileExistsError:
        pass
    finally:
        Path(made).unlink()
