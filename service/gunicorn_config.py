"""How gunicorn serves Assay: `gunicorn --config python:service.gunicorn_config service.wsgi:app`.

Where it listens and how many processes there are is said on the command line.
"""

from __future__ import annotations

import threading

from runtime.metrics import empty_metrics
from runtime.settings import Settings

worker_class = "service.gunicorn_worker.ProblemWorker"
# Requests at once in each process; one that waits for its verdict occupies one.
threads = 8
# The most gunicorn takes. The application refuses what is too long for it by itself.
limit_request_line = 8190
control_socket_disable = True


def post_worker_init(_worker: object) -> None:
    """Open in the background what the first claim of a new process would wait for."""
    # Here and not above: the application must not be made before gunicorn has read its settings.
    from service.wsgi import warm_up  # noqa: PLC0415

    threading.Thread(target=warm_up, name="warming-up", daemon=True).start()


def on_starting(_server: object) -> None:
    """Forget the metrics of the server before this one, before there is any process."""
    directory = Settings.from_env().metrics_dir
    if directory:
        empty_metrics(directory)
