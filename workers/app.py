"""Celery, set up so that killing anything at any moment loses nothing.

The broker is only the bell: which run is whose stands in the records, under a lease. Messages may
therefore come twice, late or never.
"""

from __future__ import annotations

from celery import Celery, signals
from kombu.entity import Exchange, Queue

from runtime.logs import configure_logs
from runtime.wiring import Runtime
from workers.tasks import add_tasks

INTERACTIVE = "interactive"
BULK = "bulk"
DELIVERY = "delivery"
QUEUES = (INTERACTIVE, BULK, DELIVERY)

# Between the polite and the hard end of a task that takes too long.
HARD_LIMIT_MARGIN_S = 20
# A message is offered again when it was held for that many times the longest task.
VISIBILITY_FACTOR = 5
CHILD_TASKS = 1000
CHILD_MEMORY_KIB = 3_000_000


def make_app(runtime: Runtime) -> Celery:
    """The Celery app of a process; nothing is connected yet."""
    settings = runtime.settings
    app = Celery("assay", broker=settings.broker_url, set_as_current=False)
    hard_limit_s = settings.run_limit_s + HARD_LIMIT_MARGIN_S
    app.conf.update(
        task_queues=[Queue(name, Exchange(name), routing_key=name) for name in QUEUES],
        task_default_queue=INTERACTIVE,
        task_create_missing_queues=False,
        # A task is taken off the broker when it has ended, also when its process died.
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_acks_on_failure=True,
        task_acks_on_timeout=True,
        worker_prefetch_multiplier=1,
        task_soft_time_limit=settings.run_limit_s,
        task_time_limit=hard_limit_s,
        broker_transport_options=_transport_options(hard_limit_s),
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        # A lost broker says nothing about the work under way: its end goes to the records, and a
        # second message about it finds the run taken. Ending it would cost the run an attempt.
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_soft_shutdown_timeout=30,
        worker_enable_soft_shutdown_on_idle=True,
        worker_max_tasks_per_child=CHILD_TASKS,
        worker_max_memory_per_child=CHILD_MEMORY_KIB,
        task_serializer="json",
        result_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_store_errors_even_if_ignored=False,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
    )
    add_tasks(app, runtime)
    return app


def log_through(runtime: Runtime) -> None:
    """Keep Celery from setting up logs of its own in this process."""

    def set_up(**_given: object) -> None:
        configure_logs(runtime.settings)

    signals.setup_logging.connect(set_up, weak=False)


def _transport_options(hard_limit_s: float) -> dict[str, object]:
    return {
        "visibility_timeout": max(600, VISIBILITY_FACTOR * hard_limit_s),
        # By default restoring runs every 100 s, and a dead holder's lock stops it for 300 s.
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "unacked_mutex_expire": 15,
        # Without limits, one that accepts connections and answers nothing blocks for ever.
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 25,
    }
