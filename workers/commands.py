"""The commands of the server profile: a Celery worker, and the relay."""

from __future__ import annotations

import signal
import tempfile
from dataclasses import replace
from types import FrameType

import click

from runtime.logs import configure_logs
from runtime.metrics import empty_metrics
from runtime.settings import Settings
from runtime.wiring import Runtime, open_runtime
from verification.errors import AssayError, SettingsInvalid
from workers.app import QUEUES, log_through, make_app
from workers.relay import Relay


def _runtime() -> Runtime:
    """The runtime of a server process; a broker must be set."""
    try:
        settings = Settings.from_env()
        if not settings.broker_url:
            raise SettingsInvalid(
                "ASSAY_BROKER_URL is not set; without a broker `assay serve` does this by itself."
            )
        if settings.metrics_port and not settings.metrics_dir:
            # The processes of a worker count apart and must meet somewhere.
            settings = replace(settings, metrics_dir=tempfile.mkdtemp(prefix="assay-metrics-"))
        if settings.metrics_dir:
            empty_metrics(settings.metrics_dir)
        runtime = open_runtime(settings)
        _ = runtime.policy, runtime.secret_keys  # what is wrong with them is better told now
    except AssayError as error:
        raise click.ClickException(error.detail) from error
    return runtime


@click.command(epilog="Example: assay worker --concurrency 4")
@click.option("--concurrency", type=click.IntRange(1, 256), help="Processes that verify.")
@click.option(
    "--queues",
    default=",".join(QUEUES),
    show_default=True,
    help="Queues to take work from, by commas.",
)
def worker(concurrency: int | None, queues: str) -> None:
    """Verify claims and send callbacks, as told by the broker."""
    unknown = set(queues.split(",")) - set(QUEUES)
    if unknown:
        raise click.BadParameter(
            f"{', '.join(sorted(unknown))} is not a queue; there are {', '.join(QUEUES)}.",
            param_hint="--queues",
        )
    runtime = _runtime()
    log_through(runtime)
    app = make_app(runtime)
    arguments = [
        "worker",
        f"--queues={queues}",
        f"--concurrency={concurrency or runtime.settings.worker_concurrency}",
        f"--loglevel={runtime.settings.log_level}",
        "--without-gossip",
        "--without-mingle",
        "--without-heartbeat",
    ]
    with runtime.serving_metrics():
        app.worker_main(arguments)


@click.command(epilog="Example: assay relay")
def relay() -> None:
    """Bring accepted claims to the broker, and find again what fell through."""
    runtime = _runtime()
    configure_logs(runtime.settings)
    running = Relay(runtime)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        running.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        with runtime.serving_metrics():
            running.run()
    except AssayError as error:
        raise click.ClickException(error.detail) from error
    finally:
        runtime.close()
