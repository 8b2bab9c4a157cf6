"""Applications for the tests of this room; each has a data folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service.edge import Edge, opened_edge


@pytest.fixture
def edge(tmp_path: Path) -> Iterator[Edge]:
    """A service that needs no keys on the machine itself."""
    with opened_edge(tmp_path) as opened:
        yield opened


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Edge]:
    """A service that always needs keys."""
    with opened_edge(tmp_path, require_keys="always") as opened:
        yield opened
