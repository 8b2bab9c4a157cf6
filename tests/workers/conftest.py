"""A runtime with a statement in it and a judge that the test can hold up or let fail."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import structlog

from runtime.logs import configure_logs
from runtime.settings import Settings
from tests.doubles import REFUTES, ScriptedJudge
from tests.runtime.conftest import Receiver, serving
from tests.runtime.material import RuntimeWith, prepared, scratch

QUICK = {
    "run_lease_s": 2.0,
    "sweep_interval_s": 0.2,
    "offer_again_s": 0.5,
    "relay_interval_s": 0.05,
    "egress_allow_private": True,
    "egress_allow_http": True,
    "egress_ports": (0,),
    "webhook_timeout_s": 2.0,
}


@dataclass
class Bench:
    """Judges at the test's word: `held` waits, `failure` is raised."""

    judging: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    failure: Exception | None = None
    asked: int = 0

    def __post_init__(self) -> None:
        self.go_on.set()

    def before(self) -> None:
        self.asked += 1
        self.judging.set()
        assert self.go_on.wait(60)
        if self.failure:
            raise self.failure


@pytest.fixture(autouse=True)
def logging_as_in_a_process() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure_logs(Settings())
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


OpenRuntime = Callable[..., RuntimeWith]


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    yield bench
    bench.go_on.set()


@pytest.fixture
def open_runtime(tmp_path: Path, bench: Bench) -> Iterator[OpenRuntime]:
    """Opens runtimes over the same files, as several processes would."""
    opened: list[RuntimeWith] = []

    def open_one(**settings: object) -> RuntimeWith:
        judge = ScriptedJudge({"two short-range": REFUTES}, before=bench.before)
        opened.append(RuntimeWith(scratch(tmp_path, **(QUICK | settings)), judge))
        return opened[-1]

    yield open_one
    for runtime in opened:
        runtime.close()


@pytest.fixture
def runtime(open_runtime: OpenRuntime) -> RuntimeWith:
    runtime = open_runtime()
    prepared(runtime)
    return runtime


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    yield from serving()
