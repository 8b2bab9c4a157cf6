"""The command line as tests call it: from inside, over a data folder of its own."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from service.cli import cli

ROW = {
    "id": "s1",
    "title": "Two missiles",
    "publisher": "Ministry of Defence",
    "published_at": "2021-03-24",
    "text": "Two missiles were fired from the coast on 21 March 2021.",
}


def assay(*arguments: object, given: str | bytes | None = None) -> Result:
    words = [str(argument) for argument in arguments]
    return CliRunner().invoke(cli, words, input=given, prog_name="assay")


def succeeded(*arguments: object, given: str | bytes | None = None) -> Result:
    result = assay(*arguments, given=given)
    assert result.exit_code == 0, (result.output, result.exception)
    return result


def refused(*arguments: object, says: str, given: str | bytes | None = None) -> None:
    """The command ends with an exit code and one clear line, not with a traceback."""
    result = assay(*arguments, given=given)
    assert result.exit_code in {1, 2}, result.output
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    last = result.stderr.strip().splitlines()[-1]
    assert last.startswith("Error: ")
    assert says in last


def written(path: Path, *rows: object) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
