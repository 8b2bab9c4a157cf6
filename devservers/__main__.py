"""`python -m devservers`: run the development servers, build them, or run the server profile."""

import argparse
import logging
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from devservers import elasticsearch_build, server_profile
from devservers.elasticsearch import start_elasticsearch
from devservers.elasticsearch_training import ready_distribution
from devservers.postgres import start_postgres
from devservers.processes import ServerFailed
from devservers.redis import start_redis
from devservers.server_profile import Profile
from devservers.supervisor import stop_signals


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status; a failure is one sentence on standard error."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    chosen = _parser().parse_args(arguments)
    try:
        if chosen.command == "up":
            _up(chosen)
        elif chosen.command == "server":
            _server(chosen)
        elif chosen.command == "build":
            _say(str(ready_distribution().folder))
        else:
            elasticsearch_build.relock()
    except ServerFailed as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m devservers", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    up = commands.add_parser(
        "up", help="run servers until Ctrl-C; all of them unless some are named"
    )
    up.add_argument("--postgres", action="store_true")
    up.add_argument("--redis", action="store_true")
    up.add_argument("--elasticsearch", action="store_true")
    up.add_argument("--nodes", type=int, default=1, help="of Elasticsearch (default: 1)")
    up.add_argument("--heap", default="512m", help="memory of each node (default: 512m)")
    up.add_argument("--data", type=Path, help="folder to keep the data in (default: none kept)")
    server = commands.add_parser("server", help="run the whole server profile until Ctrl-C")
    shipped = Profile()
    server.add_argument("--port", type=int, default=shipped.port, help="default: %(default)s")
    server.add_argument("--workers", type=int, default=shipped.workers, help="default: %(default)s")
    server.add_argument("--data", type=Path, default=shipped.data, help="default: %(default)s")
    server.add_argument("--heap", default=shipped.heap, help="of the node (default: %(default)s)")
    commands.add_parser("build", help="fetch and build what Elasticsearch needs, and nothing else")
    commands.add_parser("lock", help="write the lock file of the jars anew")
    return parser


def _up(chosen: argparse.Namespace) -> None:
    everything = not (chosen.postgres or chosen.redis or chosen.elasticsearch)

    if everything or chosen.elasticsearch:
        # Fetching can take long; until it is done Ctrl-C does what it always does.
        ready_distribution()

    def folder(name: str) -> Path | None:
        return chosen.data / name if chosen.data else None

    with stop_signals() as stopping, ExitStack() as stack:
        if everything or chosen.postgres:
            postgres = stack.enter_context(start_postgres(folder("postgres")))
            _say(f"ASSAY_TEST_POSTGRES_URL={postgres.url}")
        if everything or chosen.redis:
            redis = stack.enter_context(start_redis(folder("redis")))
            _say(f"ASSAY_TEST_REDIS_URL={redis.url}")
        if everything or chosen.elasticsearch:
            cluster = stack.enter_context(
                start_elasticsearch(folder("elasticsearch"), heap=chosen.heap, nodes=chosen.nodes)
            )
            _say(f"ASSAY_TEST_ELASTICSEARCH_URL={cluster.url}")
        stopping.wait()


def _server(chosen: argparse.Namespace) -> None:
    ready_distribution()
    profile = Profile(chosen.data, chosen.port, chosen.workers, chosen.heap)
    with stop_signals() as stopping:
        server_profile.run(profile, stopping, _say)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
