"""The API does what its OpenAPI document says: Schemathesis against the running service."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

ASSAY = (sys.executable, "-m", "service.cli")
SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
STATEMENT = {
    "title": "Statement on the launches",
    "publisher": "Ministry of Defence",
    "text": "The ministry detected two short-range missiles on 25 March 2021.",
}
ARTICLE = {"text": "North Korea fired three missiles on 25 March 2021."}
# That a text is English and holds a sentence no schema can say.
CONFIGURATION = """
[[operations]]
include-name = "POST /v1/articles"
[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "409", "422"]
"""
CLAIM = {"text": "North Korea fired three missiles on 25 March 2021."}


def environment(folder: Path, **variables: str) -> dict[str, str]:
    mine = {name: value for name, value in os.environ.items() if not name.startswith("ASSAY_")}
    return {**mine, "ASSAY_DATA_DIR": str(folder / "data"), "PYTHONUNBUFFERED": "1", **variables}


def new_key(environ: dict[str, str]) -> str:
    """A key that may do everything."""
    done = subprocess.run(
        [*ASSAY, "keys", "create", "--name", "schemathesis", "--scope", "admin", "--json"],
        check=True,
        capture_output=True,
        text=True,
        env=environ,
    )
    token = json.loads(done.stdout)["key"]
    assert isinstance(token, str)
    return token


@contextmanager
def serving(environ: dict[str, str], log: Path) -> Iterator[str]:
    """The address of a service that is running."""
    with (
        log.open("w") as errors,
        subprocess.Popen(
            [*ASSAY, "serve", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=environ,
        ) as process,
    ):
        try:
            assert process.stdout is not None
            addresses = (line.split()[-1] for line in process.stdout if "serves on" in line)
            yield next(addresses)
        finally:
            process.terminate()
            process.wait(timeout=60)


def send(address: str, body: object, headers: dict[str, str]) -> None:
    data = json.dumps(body).encode()
    with urlopen(Request(address, data, {"Content-Type": "application/json", **headers})) as answer:
        assert answer.status in {200, 201, 202}


@pytest.mark.parametrize(("keys", "examples"), [("always", "12"), ("never", "4")])
def test_every_check_passes(tmp_path: Path, keys: str, examples: str) -> None:
    most = "1000000"
    rates = {f"ASSAY_RATE_LIMIT_{name}": most for name in ("READ", "WRITE", "ANONYMOUS")}
    environ = environment(tmp_path, ASSAY_REQUIRE_KEYS=keys, **rates)
    log = tmp_path / "service.log"
    header = {"Authorization": f"Bearer {new_key(environ)}"} if keys == "always" else {}
    with serving(environ, log) as address:
        send(f"{address}/v1/documents", STATEMENT, header)
        send(f"{address}/v1/claims", CLAIM, {**header, "Prefer": "wait=10"})
        send(f"{address}/v1/articles", ARTICLE, header)
        (tmp_path / "schemathesis.toml").write_text(CONFIGURATION)
        arguments = [
            "--checks",
            "all",
            "--max-examples",
            examples,
            "--seed",
            "20261122",
            "--no-color",
        ]
        arguments += [f"--header={name}: {value}" for name, value in header.items()]
        done = subprocess.run(
            [SCHEMATHESIS, "run", f"{address}/openapi.json", *arguments],
            check=False,
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environ,
        )
    assert done.returncode == 0, done.stdout[-6000:] + log.read_text()[-4000:]
    assert "Tested: 36" in done.stdout
    assert "request failed" not in log.read_text()
