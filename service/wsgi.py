"""For servers that speak WSGI: `gunicorn service.wsgi:app`.

The runtime is opened by the process that answers, after a fork. Without a broker this process
verifies too, as `assay serve` does.
"""

from __future__ import annotations

import threading
from contextlib import suppress

from runtime.logs import configure_logs
from runtime.settings import Settings
from runtime.wiring import Runtime, open_runtime
from service.app import create_app
from verification.errors import AssayError
from workers import queue

_settings = Settings.from_env()
_lock = threading.Lock()
_opened: list[Runtime] = []


def _open() -> Runtime:
    with _lock:
        if not _opened:
            runtime = open_runtime(_settings)
            runtime.records.migrate()
            if not _settings.broker_url:
                queue.start_embedded(runtime)
            _opened.append(runtime)
        return _opened[0]


def warm_up() -> None:
    """Open records, corpus and judge; what does not answer now is opened when it is asked for."""
    with suppress(AssayError):
        _open().current_state()


configure_logs(_settings)
app = create_app(_settings, _open)
