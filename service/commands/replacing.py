"""Files that commands write: whole, or not at all."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from verification.errors import NotFound


@contextmanager
def replaced(target: Path) -> Iterator[IO[str]]:
    """Text in UTF-8 that takes the place of `target` when the block ends without an error.

    Raises NotFound where there is no folder for it.
    """
    if target.exists() and not target.is_file():  # a pipe or a device is written to as it is
        with target.open("w", encoding="utf-8") as straight:
            yield straight
        return
    place = target.resolve()  # a link stays, and what it points to is replaced
    if not place.parent.is_dir():
        raise NotFound(f"There is no folder {place.parent}.")
    beside = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("x", encoding="utf-8") as begun:
            yield begun
        if place.exists():
            shutil.copymode(place, beside)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
