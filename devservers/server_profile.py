"""The server profile on one machine: its stores from packages, then the web, worker and relay."""

import base64
import secrets
import shlex
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from devservers.elasticsearch import start_elasticsearch
from devservers.postgres import start_postgres
from devservers.processes import ServerFailed
from devservers.redis import start_redis
from devservers.supervisor import Supervisor

# The broker loses nothing and never forgets; the cache forgets what was not used for long.
BROKER = {"appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction"}
CACHE = {"maxmemory": "128mb", "maxmemory-policy": "allkeys-lru"}

HOST = "127.0.0.1"

# The settings of the running profile, for a shell to read.
ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True)
class Profile:
    """The folder for all data, the web's port and number of processes, and the node's memory."""

    data: Path = Path("var/server")
    port: int = 8000
    workers: int = 2
    heap: str = "1g"


def run(profile: Profile, stopping: threading.Event, say: Callable[[str], None]) -> None:
    """Run the server profile until `stopping` is set, then stop all of it.

    Raises `ServerFailed` when a part does not start, or ends by itself; the rest is stopped then.
    """
    _demand_port(profile.port)
    with ExitStack() as stack:
        stack.callback(say, "server  | stopped")
        variables = _start_stores(profile, stack, say)
        environment = profile.data / ENVIRONMENT
        environment.write_text("".join(f"{n}={shlex.quote(v)}\n" for n, v in variables.items()))
        say(f"server  | for commands in another shell: set -a; . {environment}")
        assay = str(Path(sys.executable).with_name("assay"))
        programs = Supervisor(profile.data / "logs", variables, say)
        programs.run_once("migrate", [assay, "migrate"])
        stack.callback(programs.stop)
        stack.callback(say, "server  | stopping")
        programs.start("web", _gunicorn(profile))
        programs.start("worker", [assay, "worker"])
        programs.start("relay", [assay, "relay"])
        say(f"server  | Assay answers at http://{HOST}:{profile.port} in a moment; Ctrl-C stops it")
        programs.watch(stopping)


def _start_stores(
    profile: Profile, stack: ExitStack, say: Callable[[str], None]
) -> Mapping[str, str]:
    """Start the four stores and return the settings that lead to them."""
    say("server  | starting PostgreSQL, Redis and Elasticsearch")
    data = profile.data.absolute()
    data.mkdir(parents=True, exist_ok=True)
    postgres = stack.enter_context(start_postgres(data / "postgres"))
    broker = stack.enter_context(start_redis(data / "broker", config=BROKER))
    cache = stack.enter_context(start_redis(data / "cache", config=CACHE))
    elasticsearch = stack.enter_context(
        start_elasticsearch(data / "elasticsearch", heap=profile.heap)
    )
    return {
        "ASSAY_DATA_DIR": str(data / "assay"),
        "ASSAY_RECORDS_URL": postgres.create_database("assay", exist_ok=True),
        "ASSAY_CORPUS_URL": f"{elasticsearch.url}/assay",
        "ASSAY_BROKER_URL": broker.url,
        "ASSAY_CACHE_URL": cache.url,
        "ASSAY_SECRET_KEYS_FILE": str(_secret_key(data)),
    }


def _secret_key(data: Path) -> Path:
    """The file with the key for stored secrets, made with the data it belongs to."""
    key = data / "secret_keys"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_bytes(base64.b64encode(secrets.token_bytes(32)) + b"\n")
    return key


def _gunicorn(profile: Profile) -> list[str]:
    # Only the web's processes share metrics; each other program shows its own.
    command = ["/usr/bin/env", f"ASSAY_METRICS_DIR={profile.data.absolute() / 'metrics'}"]
    command += [sys.executable, "-m", "gunicorn", "--bind", f"{HOST}:{profile.port}"]
    command += ["--config", "python:service.gunicorn_config", "--workers", str(profile.workers)]
    return [*command, "service.wsgi:app"]


def _demand_port(port: int) -> None:
    """Raise `ServerFailed` before anything is started when the web could not listen anyway."""
    with socket.socket() as candidate:
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((HOST, port))
        except OSError as error:
            raise ServerFailed(
                f"Port {port} of {HOST} is taken; stop what listens there or choose --port."
            ) from error
