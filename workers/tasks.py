"""What Celery runs: load, do, save; ids only as arguments, and no results."""

from __future__ import annotations

from collections.abc import Callable

from celery import Celery

from runtime.ingestion import index_due
from runtime.logs import bound, logger
from runtime.wiring import Runtime
from verification.errors import AssayError
from workers.attempts import attempt_run
from workers.delivery import deliver

log = logger(__name__)

VERIFY = "verify_claim"
DELIVER = "deliver_webhook"
INDEX = "index_document"


def add_tasks(app: Celery, runtime: Runtime) -> None:
    """Make the tasks known to an app; they work with this runtime."""

    def verify_claim(run_id: str) -> None:
        _at_the_edge(lambda: attempt_run(runtime, run_id), run_id=run_id)

    def deliver_webhook(delivery_id: str) -> None:
        _at_the_edge(lambda: deliver(runtime, delivery_id), delivery_id=delivery_id)

    def index_document(document_id: str) -> None:
        # Whatever else is due goes along: the index takes many as easily as one.
        _at_the_edge(lambda: index_due(runtime), document_id=document_id)

    for name, task in (
        (VERIFY, verify_claim),
        (DELIVER, deliver_webhook),
        (INDEX, index_document),
    ):
        app.task(task, name=name, shared=False)


def _at_the_edge(work: Callable[[], object], **ids: str) -> None:
    """Do it; what fails is logged and left to the sweeper, because the records know it is due."""
    with bound(**ids):
        try:
            work()
        except AssayError as error:
            log.warning("task_failed", exc_info=error)
        except Exception:
            log.exception("task_crashed")
