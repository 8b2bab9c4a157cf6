"""What a request works with: this process's settings and its lazily opened runtime."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app

from runtime.settings import Settings
from runtime.wiring import Runtime

_EXTENSION = "assay"


class Parts:
    """The settings, known from the start, and the runtime, opened by the process that answers."""

    def __init__(self, settings: Settings, open_runtime: Callable[[], Runtime]) -> None:
        self.settings = settings
        self._open_runtime = open_runtime
        self._opened: Runtime | None = None

    @property
    def runtime(self) -> Runtime:
        """The runtime; making one opens nothing, so a race makes at most an unused object."""
        if self._opened is None:
            self._opened = self._open_runtime()
        return self._opened


def keep_parts(app: Flask, parts: Parts) -> None:
    """Give an application its parts."""
    app.extensions[_EXTENSION] = parts


def settings() -> Settings:
    """The settings of the application that is answering."""
    return _parts().settings


def runtime() -> Runtime:
    """The runtime of the application that is answering."""
    return _parts().runtime


def _parts() -> Parts:
    parts = current_app.extensions[_EXTENSION]
    assert isinstance(parts, Parts)
    return parts
