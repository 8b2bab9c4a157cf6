from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from workers.commands import relay, worker


def run(command: object, *arguments: str, **environ: str) -> Result:
    return CliRunner().invoke(command, arguments, env={"ASSAY_BROKER_URL": "", **environ})  # type: ignore[arg-type]


@pytest.mark.parametrize("command", [worker, relay])
def test_without_a_broker_there_is_one_clear_line(command: object) -> None:
    result = run(command)
    assert result.exit_code == 1
    assert result.output == (
        "Error: ASSAY_BROKER_URL is not set; without a broker `assay serve` does this by itself.\n"
    )


@pytest.mark.parametrize("command", [worker, relay])
def test_settings_that_cannot_work_are_all_named(command: object) -> None:
    result = run(command, ASSAY_PORT="eighty", ASSAY_LOG_FORMAT="xml")
    assert result.exit_code == 1
    assert "ASSAY_PORT" in result.output
    assert "ASSAY_LOG_FORMAT" in result.output


@pytest.mark.parametrize("command", [worker, relay])
def test_a_policy_that_cannot_be_read_ends_the_start(command: object, tmp_path: Path) -> None:
    result = run(
        command,
        ASSAY_BROKER_URL="redis://127.0.0.1:1/0",
        ASSAY_POLICY=str(tmp_path / "nothing.json"),
        ASSAY_DATA_DIR=str(tmp_path),
    )
    assert result.exit_code == 1
    assert result.output.startswith("Error: The policy file nothing.json")


def test_a_queue_nobody_knows_is_refused() -> None:
    result = run(worker, "--queues", "interactive,fast")
    assert result.exit_code == 2
    assert "fast is not a queue; there are interactive, bulk, delivery." in result.output


@pytest.mark.parametrize("value", ["0", "many", "1000"])
def test_a_concurrency_that_cannot_be_is_refused(value: str) -> None:
    assert run(worker, "--concurrency", value).exit_code == 2
