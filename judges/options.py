"""What a judge is given beyond its URL: a way out, a key, bounds, and somebody who counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from verification.errors import SettingsInvalid


class Answer(Protocol):
    """What a server said; header names are in lower case."""

    @property
    def status(self) -> int:
        """The HTTP status."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers."""

    @property
    def body(self) -> bytes:
        """The whole body."""


@dataclass(frozen=True, slots=True)
class Message:
    """One HTTP request to a judge's server; no redirect is followed."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None = None


# Sends a message and waits so many seconds for the whole answer; EgressFailed when none comes.
Send: TypeAlias = Callable[[Message, float], Answer]


def no_way_out(_message: Message, _timeout_s: float) -> Answer:
    """The way out of whoever gave none. Raises SettingsInvalid."""
    raise SettingsInvalid("A judge on another server needs a way out, and none was given.")


@dataclass(frozen=True, slots=True)
class JudgeCall:
    """One request to a judge's server, as it is counted.

    `outcome` is `answered`, `invalid`, `refused` (429, 503) or `failed`; tokens are those the
    server says it charged, 0 where it says nothing.
    """

    outcome: str
    tokens_in: int = 0
    tokens_out: int = 0


def uncounted(_call: JudgeCall) -> None:
    """Count nothing."""


@dataclass(frozen=True, slots=True)
class JudgeOptions:
    """How to reach a judge, beyond its URL.

    `timeout_s` bounds one call of `judge` with all its requests and retries; `concurrency` how
    many requests are under way at once. `count` is called from several threads.
    """

    send: Send = no_way_out
    api_key: str = field(default="", repr=False)
    timeout_s: float = 30.0
    concurrency: int = 4
    count: Callable[[JudgeCall], None] = uncounted
