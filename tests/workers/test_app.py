from __future__ import annotations

import pytest

from runtime.settings import Settings
from runtime.wiring import Runtime
from workers.app import QUEUES, make_app

CONF = make_app(Runtime(Settings(broker_url="redis://127.0.0.1:1/0"))).conf


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("task_acks_late", True),
        ("task_reject_on_worker_lost", True),
        ("task_acks_on_failure", True),
        ("task_acks_on_timeout", True),
        ("worker_prefetch_multiplier", 1),
        ("task_serializer", "json"),
        ("accept_content", ["json"]),
        ("result_backend", None),
        ("task_ignore_result", True),
        ("worker_soft_shutdown_timeout", 30),
        ("worker_enable_soft_shutdown_on_idle", True),
        ("broker_connection_retry_on_startup", True),
        ("worker_enable_remote_control", False),
    ],
)
def test_celery_is_set_up_to_lose_nothing(name: str, value: object) -> None:
    assert CONF[name] == value


def test_waiting_for_the_broker_is_bounded() -> None:
    options = CONF.broker_transport_options
    assert options["socket_timeout"] == 5
    assert options["socket_connect_timeout"] == 2
    assert options["unacked_restore_interval"] * options["unacked_restore_throttle"] <= 5
    assert options["unacked_mutex_expire"] <= 15


@pytest.mark.parametrize("limit_s", [1.0, 100.0, 3600.0])
def test_no_task_lasts_as_long_as_its_message_is_held(limit_s: float) -> None:
    conf = make_app(Runtime(Settings(broker_url="redis://127.0.0.1:1/0", run_limit_s=limit_s))).conf
    assert conf.task_soft_time_limit < conf.task_time_limit
    assert conf.task_time_limit * 3 < conf.broker_transport_options["visibility_timeout"]


def test_the_queues_and_tasks_are_known() -> None:
    bindings = [(queue.name, queue.exchange.name, queue.routing_key) for queue in CONF.task_queues]
    assert bindings == [(name, name, name) for name in QUEUES]
    app = make_app(Runtime(Settings(broker_url="redis://127.0.0.1:1/0")))
    assert {"verify_claim", "deliver_webhook", "index_document"} <= set(app.tasks)
