"""The embedded profile is one process; killed at work and started anew, it loses nothing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.house import ASSAY, SETTINGS, House, a_claim, kill_tree, wait_for, write_material


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    environ = os.environ | SETTINGS | write_material(tmp_path) | {"ASSAY_DATA_DIR": str(tmp_path)}
    house = House(tmp_path, environ)
    house.environ["ASSAY_PORT"] = str(house.port)
    house.run("migrate")
    house.run("ingest", str(tmp_path / "statements.jsonl"))
    yield house
    house.stop()


def rows(house: House, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(house.folder / "records.db") as connection:
        return connection.execute(query).fetchall()


def test_it_is_killed_three_times_with_claims_in_every_state(house: House) -> None:
    house.environ["ASSAY_RUN_ATTEMPTS"] = "10"
    claims: list[str] = []
    for _ in range(3):
        serving = house.start("serve", ASSAY, "serve")
        house.wait_answering(serving)
        claims += [house.accept(a_claim()) for _ in range(4)]
        wait_for(lambda: rows(house, "SELECT id FROM runs WHERE status != 'queued'"), "work began")
        kill_tree(serving)
    house.wait_answering(house.start("serve", ASSAY, "serve"))

    assert house.wait_ended(*claims) == ["done"] * 12
    assert rows(house, "SELECT count(*), count(DISTINCT claim_id) FROM verdicts") == [(12, 12)]
    assert rows(house, "SELECT DISTINCT status FROM runs") == [("done",)]
