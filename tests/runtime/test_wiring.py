from __future__ import annotations

import os
import socket
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from runtime.settings import Settings
from runtime.verifying import verify_claim
from runtime.wiring import open_runtime
from tests.runtime.material import CLAIM, prepared, scratch
from verification.errors import RecordsUnavailable, SettingsInvalid


def test_nothing_is_opened_before_it_is_used(tmp_path: Path) -> None:
    with closing(open_runtime(scratch(tmp_path / "data"))) as runtime:
        assert runtime.code_version
        assert runtime.policy.version
        assert not (tmp_path / "data").exists()


def test_everything_works_together(tmp_path: Path) -> None:
    with closing(open_runtime(scratch(tmp_path))) as runtime:
        prepared(runtime)
        verdict, _ = verify_claim(runtime, CLAIM)
        state = runtime.current_state()

        assert verdict.provenance.corpus_generation == state.corpus_generation
        assert verdict.provenance.judge == state.judge
        assert verdict.provenance.policy == state.policy


def test_the_state_is_told_in_time_when_the_corpus_hangs(tmp_path: Path) -> None:
    """A server that takes connections and says nothing stands for a corpus that hangs."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/none"
        settings = scratch(tmp_path, corpus_url=url, elasticsearch_timeout_s=1)
        with closing(open_runtime(settings)) as runtime:
            asked: list[str | None] = ["not told"]
            states = [
                threading.Thread(
                    target=lambda: asked.append(runtime.current_state().corpus_generation)
                )
                for _ in range(6)
            ]
            for thread in states:
                thread.start()
            for thread in states:
                thread.join(20)
            assert asked == ["not told"] + [None] * 6


def test_a_forked_child_has_parts_of_its_own(tmp_path: Path) -> None:
    with closing(open_runtime(scratch(tmp_path))) as runtime:
        prepared(runtime)
        verify_claim(runtime, CLAIM)
        child = os.fork()
        if child == 0:
            code = 1
            try:
                code = 0 if verify_claim(runtime, CLAIM)[0].veracity else 1
            finally:
                os._exit(code)
        assert os.waitpid(child, 0)[1] == 0
        assert verify_claim(runtime, CLAIM)[1] is True


def test_closed_parts_come_back(tmp_path: Path) -> None:
    with closing(open_runtime(scratch(tmp_path))) as runtime:
        prepared(runtime)
        runtime.close()
        assert verify_claim(runtime, CLAIM)[0].evidence


@pytest.mark.parametrize(
    ("settings", "use"),
    [
        (Settings(policy="/nowhere/policy.json"), "policy"),
        (Settings(judge_url="oracle:"), "judge"),
        (Settings(cache_url="oracle:"), "cache"),
    ],
)
def test_what_cannot_be_opened_says_so(settings: Settings, use: str, tmp_path: Path) -> None:
    runtime = open_runtime(replace(settings, data_dir=tmp_path))
    with pytest.raises(SettingsInvalid):
        getattr(runtime, use)


def test_records_without_a_schema_are_not_ready(tmp_path: Path) -> None:
    with (
        closing(open_runtime(scratch(tmp_path))) as runtime,
        pytest.raises(RecordsUnavailable),
    ):
        runtime.records.check()
