"""The server profile as processes that a test may kill: web, relay, worker, Redis, PostgreSQL."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPResponse
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

import devservers

PATIENCE_S = 120.0
ASSAY = str(Path(sys.executable).with_name("assay"))
# Long enough to be caught at it, and everything that waits kept short.
SETTINGS = {
    "ASSAY_REQUIRE_KEYS": "never",
    "ASSAY_RATE_LIMIT_READ": "1000000",
    "ASSAY_RATE_LIMIT_WRITE": "1000000",
    "ASSAY_RUN_LEASE_S": "2",
    "ASSAY_RUN_LIMIT_S": "60",
    "ASSAY_SWEEP_INTERVAL_S": "0.3",
    "ASSAY_OFFER_AGAIN_S": "1",
    "ASSAY_RELAY_INTERVAL_S": "0.1",
    "ASSAY_WORKER_CONCURRENCY": "2",
    "ASSAY_CACHE_URL": "memory:",
    "PYTHONWARNINGS": "ignore",
}
STATEMENTS = 300
NUMBERS = count(1000)
POLICY = Path(__file__).parents[2] / "verification" / "policies"


def wait_for(condition: Callable[[], Any], what: str, patience_s: float = PATIENCE_S) -> Any:  # noqa: ANN401
    """What the condition gives as soon as it gives something."""
    deadline = time.monotonic() + patience_s
    while not (found := condition()):
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.01)
    return found


def a_claim() -> str:
    """A claim nobody made before."""
    return f"{next(NUMBERS)} ballistic missiles were fired into the sea."


def claiming(text: str) -> dict[str, str]:
    """What is posted to make a claim."""
    return {"text": text, "claimed_at": "2021-03-26"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class House:
    """Processes over one set of records; `environ` is what all of them are told."""

    folder: Path
    environ: dict[str, str]
    port: int = field(default_factory=free_port)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def run(self, *arguments: str) -> None:
        """Run a command of the program to its end."""
        subprocess.run([ASSAY, *arguments], env=self.environ, check=True, capture_output=True)

    def start(self, name: str, *command: str, **settings: str) -> subprocess.Popen[bytes]:
        """Start a process of its own session, so that all of it can be killed together."""
        log = (self.folder / f"{name}.log").open("ab")
        with log:
            process = subprocess.Popen(
                command,
                env=self.environ | settings,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def start_web(self) -> subprocess.Popen[bytes]:
        """Start the web and return when it answers."""
        web = self.start(
            "web",
            *(sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}"),
            *("--worker-class", "gthread", "--threads", "4", "--no-control-socket"),
            "service.wsgi:app",
        )
        self.wait_answering(web)
        return web

    def call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """One request; anything but success is an error."""
        with self.send(method, path, body) as answer:
            found: dict[str, Any] = json.loads(answer.read())
            return found

    def send(self, method: str, path: str, body: Mapping[str, Any] | None) -> HTTPResponse:
        """One request and its open answer; anything but success is an error."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=json.dumps(body).encode() if body is not None else None,
            headers={"Content-Type": "application/json"},
            method=method,
        )
        answer: HTTPResponse = urllib.request.urlopen(request, timeout=30)
        return answer

    def accept(self, text: str) -> str:
        """Post a claim; its id."""
        return str(self.call("POST", "/v1/claims", claiming(text))["id"])

    def post_timed(self, text: str) -> tuple[str, int, float]:
        """Post a claim; its id, the status and how long the answer took, in seconds."""
        began = time.monotonic()
        with self.send("POST", "/v1/claims", claiming(text)) as answer:
            body = json.loads(answer.read())
            return str(body["id"]), answer.status, time.monotonic() - began

    def claim(self, claim_id: str) -> dict[str, Any]:
        return self.call("GET", f"/v1/claims/{claim_id}")

    def wait_ended(self, *claim_ids: str) -> list[str]:
        """How these claims ended, when all of them have."""
        return [
            str(wait_for(lambda each=claim_id: self._end(each), f"the end of {claim_id}"))  # type: ignore[misc]
            for claim_id in claim_ids
        ]

    def _end(self, claim_id: str) -> str | None:
        status = str(self.claim(claim_id)["status"])
        return status if status in {"done", "failed"} else None

    def wait_answering(self, web: subprocess.Popen[bytes]) -> None:
        """Return when the web answers; fail at once when it has ended."""

        def answering() -> bool:
            assert web.poll() is None, f"the web ended; see the logs in {self.folder}"
            return self._answers()

        wait_for(answering, "the web answers")

    def _answers(self) -> bool:
        try:
            self.call("GET", "/livez")
        except (urllib.error.URLError, ConnectionError):
            return False
        return True

    def stop(self) -> None:
        """End everything that is left."""
        for process in self.processes:
            kill_tree(process)


@dataclass
class ServerHouse(House):
    """A house on PostgreSQL and Redis."""

    broker: devservers.RedisServer | None = None
    standing: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def redis(self) -> devservers.RedisServer:
        assert self.broker
        return self.broker

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        """What PostgreSQL answers, asked past the program."""
        with psycopg.connect(self.environ["ASSAY_RECORDS_URL"]) as connection:
            return connection.execute(query, parameters).fetchall()

    def holder(self, claim_id: str) -> int | None:
        """The process that works on a claim at this moment."""
        found = self.rows(
            "SELECT holder FROM runs WHERE claim_id = %s AND status = 'running'", claim_id
        )
        return int(found[0][0].split("/")[1]) if found and found[0][0] else None

    def _end(self, claim_id: str) -> str | None:
        for name, process in self.standing.items():
            assert process.poll() is None, f"the {name} ended; see its log in {self.folder}"
        return super()._end(claim_id)

    def freeze(self, claim_id: str, besides: int | None = None) -> int | None:
        """Freeze whoever works on a claim, in the middle of it; None when it has ended.

        A frozen process cannot finish before the test has done to it what it wants.
        """
        while not self._end(claim_id):
            holder = self.holder(claim_id)
            if holder is None or holder == besides:
                time.sleep(0.005)
                continue
            with suppress(ProcessLookupError):
                os.kill(holder, signal.SIGSTOP)
                if self.holder(claim_id) == holder:
                    return holder
                os.kill(holder, signal.SIGCONT)
        return None

    def catch(self) -> tuple[str, int]:
        """A claim and the process that was frozen while it worked on it."""
        while True:
            claim_id = self.accept(a_claim())
            holder = self.freeze(claim_id)
            if holder:
                return claim_id, holder

    def ensure(self, *names: str) -> None:
        """Start those of `relay` and `worker` that are not running."""
        for name in names:
            running = self.standing.get(name)
            if running is None or running.poll() is not None:
                self.standing[name] = self.start(name, ASSAY, name)

    def kill(self, name: str) -> None:
        """Kill the relay or the worker, with all its children."""
        kill_tree(self.standing.pop(name))

    def attempts(self, claim_id: str) -> int:
        (row,) = self.rows("SELECT attempt FROM runs WHERE claim_id = %s", claim_id)
        return int(row[0])

    def failures(self, *claim_ids: str) -> list[tuple[Any, ...]]:
        """Why claims have failed."""
        return self.rows(
            "SELECT claim_id, attempt, error_code, error_detail FROM runs "
            "WHERE claim_id = ANY(%s) AND status = 'failed'",
            list(claim_ids),
        )

    def check_history(self, *claim_ids: str) -> None:
        """Every claim has one run and one verdict, and nothing is under way any more."""
        verdicts = Counter(
            row[0]
            for row in self.rows(
                "SELECT claim_id FROM verdicts WHERE claim_id = ANY(%s)", list(claim_ids)
            )
        )
        runs = self.rows(
            "SELECT claim_id, status FROM runs WHERE claim_id = ANY(%s)", list(claim_ids)
        )
        assert verdicts == dict.fromkeys(claim_ids, 1)
        assert sorted(runs) == sorted((claim_id, "done") for claim_id in claim_ids)


def kill_tree(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and all its children at once, as a lost machine would."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(30)


def write_material(folder: Path) -> dict[str, str]:
    """Statements, and a policy that looks at so many of them that a verification takes a while."""
    lines = (
        {
            "id": f"d{number}",
            "title": f"Statement {number}",
            "publisher": "Joint Chiefs of Staff",
            "published_at": "2021-03-25",
            "text": f"The Joint Chiefs counted {number} ballistic missiles fired into the sea, "
            f"of {3 * number} that were ready near unit {number % 17}.",
        }
        for number in range(STATEMENTS)
    )
    (folder / "statements.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    policy = json.loads(next(POLICY.glob("*.json")).read_text(encoding="utf-8"))
    policy["values"] |= {"passages_per_query": STATEMENTS, "passages": STATEMENTS}
    (folder / "slow.json").write_text(json.dumps(policy))
    return {"ASSAY_POLICY": str(folder / "slow.json")}
