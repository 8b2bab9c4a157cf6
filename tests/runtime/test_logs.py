from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from runtime.logs import bound, configure_logs, logger
from runtime.settings import Settings
from verification.errors import CorpusUnavailable


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_says_what_happened_and_about_what(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(Settings())
    with bound(request_id="req_1", claim_id="clm_1"):
        logger("workers.attempts").info("run_started", attempt=1)
    logger("workers.attempts").info("run_ended")

    first, second = lines(capsys)
    assert first.pop("timestamp").endswith("Z")
    assert first == {
        "event": "run_started",
        "level": "info",
        "logger": "workers.attempts",
        "request_id": "req_1",
        "claim_id": "clm_1",
        "attempt": 1,
    }
    assert "claim_id" not in second


def test_lines_of_libraries_look_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(Settings())
    with bound(run_id="run_1"):
        logging.getLogger("celery.worker").warning("Connection to %s lost", "redis://:geheim@b/0")

    (line,) = lines(capsys)
    assert line["event"] == "Connection to redis://…@b/0 lost"
    assert (line["level"], line["logger"], line["run_id"]) == ("warning", "celery.worker", "run_1")


@pytest.mark.parametrize(
    "value",
    [
        "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
        "assay_k1_" + "s" * 43 + "abcdef",
        "Authorization: Bearer geheim",
        "postgresql://assay:geheim@db/assay",
        "amqps://assay:ge:heim@broker//",
    ],
)
def test_a_secret_inside_a_text_is_blanked(capsys: pytest.CaptureFixture[str], value: str) -> None:
    configure_logs(Settings())
    logger("x").info("told", detail=value, nested={"deep": [value]})
    logging.getLogger("x").info("told %s", value)

    written = capsys.readouterr().err
    for part in ("geheim", "ge:heim", "C2FVsBQ", "s" * 43):
        assert part not in written


@pytest.mark.parametrize(
    "name", ["text", "claim", "claim_text", "quote", "password", "api_key", "token", "secret"]
)
def test_fields_that_may_carry_a_claim_or_a_secret_are_blanked(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    configure_logs(Settings())
    logger("x").info("told", **{name: "geheim"}, claim_id="clm_1")
    (line,) = lines(capsys)
    assert (line[name], line["claim_id"]) == ("…", "clm_1")


def test_a_failure_is_told_by_kind_and_place_and_not_by_its_message(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logs(Settings())
    try:
        int("Three missiles were fired.")
    except ValueError:
        logger("x").exception("crashed")

    written = capsys.readouterr().err
    line = json.loads(written)
    assert "missiles" not in written
    assert line["error"] == "ValueError"
    assert line["places"][-1].endswith("by_its_message")


def test_a_failure_of_our_own_is_told_in_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(Settings())
    logger("x").warning("failed", exc_info=CorpusUnavailable("The corpus did not answer."))
    (line,) = lines(capsys)
    assert line["error_code"] == "corpus_unavailable"
    assert line["error_detail"] == "The corpus did not answer."


def test_the_console_form_is_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(Settings(log_format="console"))
    logger("x").info("run_started", run_id="run_1")
    written = capsys.readouterr().err
    assert "run_started" in written
    assert "run_id=run_1" in written
    assert not written.startswith("{")


def test_the_level_holds(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(Settings(log_level="warning"))
    logger("x").info("quiet")
    logger("x").warning("loud")
    assert [line["event"] for line in lines(capsys)] == ["loud"]
