"""The commands that read and answer."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from runtime.settings import Settings
from runtime.wiring import Runtime, open_runtime
from service.cli import cli
from tests.service.command_line import ROW, assay, refused, succeeded, written


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSAY_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def runtime(data_dir: Path) -> Iterator[Runtime]:
    opened = open_runtime(Settings(data_dir=data_dir))
    yield opened
    opened.close()


@pytest.fixture
def corpus(tmp_path: Path) -> None:
    succeeded("ingest", written(tmp_path / "statements.jsonl", ROW))


def commands_of(group: click.Group, *names: str) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*names, name)
        if isinstance(command, click.Group):
            yield from commands_of(command, *names, name)


@pytest.mark.parametrize("names", list(commands_of(cli)), ids=" ".join)
def test_every_command_has_help_with_an_example(names: tuple[str, ...]) -> None:
    shown = succeeded(*names, "--help").stdout
    assert "Example: assay " in shown


@pytest.mark.parametrize("names", list(commands_of(cli)), ids=" ".join)
def test_every_option_has_help(names: tuple[str, ...]) -> None:
    command: click.Command = cli
    for name in names:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), name)
        assert found is not None
        command = found
    options = [each for each in command.params if isinstance(each, click.Option)]
    assert not [each.opts for each in options if not each.help]


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys; from service.cli import cli; cli(['--help'], standalone_mode=False);"
        "heavy = {'sqlalchemy', 'flask', 'celery', 'elasticsearch', 'rich', 'onnxruntime'};"
        "sys.exit(' '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_wrong_settings_are_named_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSAY_PORTT", "1")
    monkeypatch.setenv("ASSAY_PORT", "many")
    result = assay("verify", "A claim.")
    assert result.exit_code == 1
    assert "ASSAY_PORTT" in result.stderr
    assert "ASSAY_PORT " in result.stderr
    assert isinstance(result.exception, SystemExit)


def test_an_empty_corpus_is_told_with_the_way_out() -> None:
    refused("verify", "Two missiles were fired.", says="`assay ingest --demo`")


@pytest.mark.usefixtures("corpus")
def test_verify_answers_a_person_with_the_quotation() -> None:
    shown = succeeded("verify", "Two missiles were fired on 21 March 2021.").stdout
    assert "SUPPORTED" in shown
    assert "Two missiles were fired from the coast" in shown
    assert "Ministry of Defence" in shown
    assert "2021-03-24" in shown


@pytest.mark.usefixtures("corpus")
def test_verify_answers_a_program_with_json_alone() -> None:
    arguments = ("--claimed-at", "2021-03-25", "--speaker", "A person", "--json")
    result = succeeded("verify", "Three missiles were fired on 21 March 2021.", *arguments)
    answer = json.loads(result.stdout)
    assert answer["claimed_at"] == "2021-03-25"
    assert answer["verdict"]["veracity"] == "refuted"
    assert answer["verdict"]["evidence"][0]["passage_id"] == "s1"


@pytest.mark.usefixtures("corpus")
def test_verify_counts_nothing_published_after_the_day_asked_for() -> None:
    claim = "Two missiles were fired on 21 March 2021."
    answer = json.loads(succeeded("verify", claim, "--as-of", "2021-03-22", "--json").stdout)
    assert answer["verdict"]["veracity"] == "not_enough_evidence"


@pytest.mark.usefixtures("corpus")
def test_verify_reads_standard_input() -> None:
    answer = succeeded("verify", "-", "--json", given="Two missiles were fired.\n").stdout
    assert json.loads(answer)["text"] == "Two missiles were fired."


@pytest.mark.parametrize(
    ("text", "says"),
    [("  ", "empty"), ("12345", "no words"), ("x" * 100_000, "characters"), ("a\x00b", "text")],
    ids=["empty", "no words", "too long", "binary"],
)
@pytest.mark.usefixtures("corpus")
def test_verify_refuses_what_is_no_claim(text: str, says: str) -> None:
    refused("verify", "-", says=says, given=text)


@pytest.mark.usefixtures("corpus")
def test_verify_refuses_bytes_and_days_that_are_none() -> None:
    refused("verify", "-", says="not text", given=b"\xff\xfe\xfa missiles")
    refused("verify", "A claim.", "--claimed-at", "yesterday", says="'yesterday' is not a day")


def test_ingest_takes_all_but_the_bad_line(tmp_path: Path, runtime: Runtime) -> None:
    rows = [{**ROW, "id": f"s{number}", "text": f"Statement {number}."} for number in range(50)]
    path = written(tmp_path / "s.jsonl", *rows[:20], '{"title": "no', *rows[20:])
    result = assay("ingest", path)
    assert result.exit_code == 1
    assert f"{path}, line 21: The line is not JSON" in result.stderr
    assert "50 documents (50 new or changed) with 50 passages" in result.stdout
    assert runtime.corpus.count() == 50


def test_ingest_twice_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "s.jsonl", ROW, {**ROW, "id": None, "text": "Without an id."})
    first = json.loads(succeeded("ingest", path, "--json").stdout)
    again = json.loads(succeeded("ingest", path, "--json").stdout)
    assert (first["documents"], first["changed"]) == (2, 2)
    assert (again["documents"], again["changed"]) == (2, 0)
    assert first["passages_per_second"] > 0


def test_ingest_keeps_the_ids_and_ranges_of_given_passages(
    tmp_path: Path, runtime: Runtime
) -> None:
    parts = ("Two missiles were fired.", "Nobody was hurt.")
    rows = [
        {**ROW, "id": f"given-{at}", "doc_id": "whole", "text": text}
        for at, text in enumerate(parts)
    ]
    succeeded("ingest", written(tmp_path / "s.jsonl", *rows))
    passage = runtime.corpus.get("given-1")
    assert passage is not None
    assert passage.document.id == "whole"
    assert passage.text == "Nobody was hurt."
    assert passage.start == len(parts[0]) + 2


def test_ingest_says_what_it_left_out(tmp_path: Path) -> None:
    path = written(tmp_path / "s.jsonl", {**ROW, "published_at": "April 27–28, 2021"})
    assert "date not readable, kept as undated" in succeeded("ingest", path).stderr


def test_ingest_needs_something_to_take(tmp_path: Path) -> None:
    refused("ingest", says="Name at least one file")
    refused("ingest", tmp_path / "missing.jsonl", says="There is no file")


def test_the_demonstration_corpus_is_taken_in(runtime: Runtime) -> None:
    succeeded("ingest", "--demo")
    assert runtime.corpus.count() >= 60


@pytest.mark.usefixtures("corpus")
def test_search_shows_and_prints_passages() -> None:
    assert "Two missiles were fired" in succeeded("search", "missiles").stdout
    found = json.loads(succeeded("search", 'fired" OR (', "--json").stdout)
    assert found[0]["id"] == "s1"
    assert found[0]["document"]["source"]["name"] == "Ministry of Defence"
    assert (
        json.loads(succeeded("search", "missiles", "--until", "2021-01-01", "--json").stdout) == []
    )
    by = succeeded("search", "missiles", "--publisher", "ministry of defence", "--json").stdout
    assert len(json.loads(by)) == 1
    refused("search", "missiles", "--publisher", "Nobody", says="no publisher 'Nobody'")
