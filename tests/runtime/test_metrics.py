from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from records.backlog import Backlog
from runtime.metrics import Metrics, empty_metrics

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NOTHING = Backlog(
    runs_queued=0,
    runs_running=0,
    oldest_unfinished_at=None,
    messages_pending=0,
    oldest_message_at=None,
    reviews_waiting=0,
    oldest_review_at=None,
    deliveries_pending=0,
    oldest_delivery_at=None,
    documents_to_index=0,
)


def read(page: bytes) -> dict[str, float]:
    return {
        sample.name + "".join(f" {value}" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(page.decode())
        for sample in family.samples
    }


def test_what_was_counted_is_on_the_page() -> None:
    metrics = Metrics()
    metrics.accepted("inbound:newsroom", known=True)
    metrics.finished("refuted")
    metrics.failed("poison")
    metrics.attempt("verdict")
    metrics.cache("hit")
    metrics.callback("dead")
    metrics.lease_expiries.inc()
    metrics.verification_seconds.observe(0.3)

    page = read(metrics.page(NOTHING, NOW))

    assert page["assay_claims_accepted_total inbound yes"] == 1
    assert page["assay_runs_finished_total refuted"] == 1
    assert page["assay_runs_failed_total poison"] == 1
    assert page["assay_run_attempts_total verdict"] == 1
    assert page["assay_cache_lookups_total hit"] == 1
    assert page["assay_callbacks_total dead"] == 1
    assert page["assay_lease_expiries_total"] == 1
    assert page["assay_verification_seconds_bucket 0.25"] == 0
    assert page["assay_verification_seconds_bucket 0.5"] == 1


def test_what_waits_is_read_from_the_records() -> None:
    waiting = replace(
        NOTHING,
        runs_queued=3,
        oldest_unfinished_at=NOW - timedelta(seconds=90),
        oldest_message_at=NOW - timedelta(seconds=5),
        oldest_review_at=NOW - timedelta(days=1),
    )
    page = read(Metrics().page(waiting, NOW))

    assert page["assay_records_up"] == 1
    assert page["assay_runs_queued"] == 3
    assert page["assay_oldest_unfinished_claim_seconds"] == 90
    assert page["assay_oldest_message_seconds"] == 5
    assert page["assay_oldest_review_seconds"] == 86_400
    assert page["assay_oldest_callback_seconds"] == 0


def test_without_the_records_the_page_says_so() -> None:
    page = read(Metrics().page(None, NOW))
    assert page["assay_records_up"] == 0
    assert "assay_runs_queued" not in page


def test_two_sets_of_metrics_do_not_mix() -> None:
    first, second = Metrics(), Metrics()
    first.published.inc()
    assert read(second.page(None, NOW))["assay_messages_published_total"] == 0


def test_the_page_can_have_a_port_of_its_own() -> None:
    metrics = Metrics()
    with metrics.serve("127.0.0.1", 0, lambda: (NOTHING, NOW)) as port:
        metrics.published.inc()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            assert read(answer.read())["assay_messages_published_total"] == 1


COUNTING = """
import os, sys
from datetime import datetime, UTC
from runtime.metrics import Metrics
metrics = Metrics(sys.argv[1])
for _ in range(3):
    if os.fork() == 0:
        metrics.finished("refuted")
        metrics.verification_seconds.observe(0.3)
        os._exit(0)
for _ in range(3):
    os.wait()
metrics.finished("supported")
sys.stdout.buffer.write(metrics.page(None, datetime.now(UTC)))
"""


def test_processes_that_share_a_folder_count_together(tmp_path: Path) -> None:
    folder = tmp_path / "metrics"
    counted = subprocess.run(
        [sys.executable, "-c", COUNTING, str(folder)],
        capture_output=True,
        check=True,
        env={name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        cwd=Path(__file__).parents[2],
    )
    page = read(counted.stdout)

    assert page["assay_runs_finished_total refuted"] == 3
    assert page["assay_runs_finished_total supported"] == 1
    assert page["assay_verification_seconds_count"] == 3
    assert list(folder.glob("*.db"))
    empty_metrics(str(folder))
    assert not list(folder.glob("*.db"))
