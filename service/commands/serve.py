"""`assay serve`: everything in one process."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from runtime.settings import Settings
from service.commands.opening import ACTOR, opened_runtime
from verification.errors import SettingsInvalid

if TYPE_CHECKING:
    from flask import Flask

    from runtime.wiring import Runtime

_THREADS: Final = 16  # a thread is held while `Prefer: wait` waits


@click.command(epilog="Example: assay serve --demo --port 8080")
@click.option("--host", help="Address to listen on, instead of ASSAY_HOST.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port, instead of ASSAY_PORT; 0 takes a free one."
)
@click.option("--demo", is_flag=True, help="Load the demonstration corpus first.")
def serve(host: str | None, port: int | None, *, demo: bool) -> None:
    """Serve the API, the start page and the desk, and do the work, all in this process.

    With ASSAY_BROKER_URL the work is left to `assay worker` and `assay relay`. Ctrl-C or SIGTERM
    finishes what is under way and ends.
    """
    from runtime.logs import configure_logs  # noqa: PLC0415 - heavy, and help needs none of it

    signal.signal(signal.SIGTERM, _end)
    given = Settings.from_env()
    with _bound_socket(host or given.host, given.port if port is None else port) as listener:
        settings = _at(given, host or given.host, listener.getsockname()[1])
        configure_logs(settings)
        with opened_runtime(settings) as runtime:
            runtime.check_judge()
            if demo:
                _load_demonstration(runtime)
            _serve(runtime, listener)


def _end(_signal: int, _frame: object) -> NoReturn:
    sys.exit(0)


def _at(settings: Settings, host: str, port: int) -> Settings:
    """The settings with another address, and with the public address that follows from it."""
    own = Settings(host=settings.host, port=settings.port).public_url
    public_url = "" if settings.public_url == own else settings.public_url
    changed = replace(settings, host=host, port=port, public_url=public_url)
    if problems := changed.conflicts():
        raise SettingsInvalid("; ".join(f"{variable} {why}" for variable, why in problems) + ".")
    return changed


@contextmanager
def _bound_socket(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that has the address but does not listen yet."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            yield listener
    except OSError as error:
        if error.filename or not error.strerror:
            raise
        raise click.ClickException(f"Cannot serve on {host}:{port}: {error.strerror}.") from error


def _load_demonstration(runtime: Runtime) -> None:
    from runtime.ingestion import ingest  # noqa: PLC0415 - heavy, and help needs none of it
    from service.intake import as_input  # noqa: PLC0415
    from sources.demonstration import demonstration_documents  # noqa: PLC0415

    report = ingest(runtime, map(as_input, demonstration_documents()), actor=ACTOR)
    click.echo(f"The demonstration corpus is loaded: {report.stored} statements.")


def _serve(runtime: Runtime, listener: socket.socket) -> None:
    from waitress.server import create_server  # noqa: PLC0415 - heavy, and help needs none of it

    from service.app import create_app  # noqa: PLC0415
    from workers.queue import start_embedded  # noqa: PLC0415

    settings = runtime.settings
    app: Flask = create_app(settings, lambda: runtime)
    server: Any = create_server(
        app,
        sockets=[listener],
        threads=_THREADS,
        ident="Assay",
        max_request_body_size=settings.max_bulk_bytes,
        clear_untrusted_proxy_headers=settings.trusted_proxies == 0,
    )
    dispatcher = None if settings.broker_url else start_embedded(runtime)
    _announce(settings)
    try:
        server.run()
    finally:
        server.close()
        if dispatcher is not None:
            dispatcher.stop()
    click.echo("Ended; nothing accepted was lost.")


def _announce(settings: Settings) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    own = f"http://{host}:{settings.port}"
    click.echo(f"Assay serves on {own}")
    click.echo(f"  start page  {own}/")
    click.echo(f"  reference   {own}/docs")
    click.echo(f"  desk        {own}/desk")
    click.echo("Ctrl-C ends it.")
