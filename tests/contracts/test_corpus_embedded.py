"""The embedded corpus keeps to the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indices import open_corpus
from tests.contracts.corpus_contract import CorpusContract
from verification.ports import WritableCorpus


class TestEmbeddedCorpus(CorpusContract):
    """The contract, on a file."""

    @pytest.fixture
    def reopen(self, tmp_path: Path) -> Callable[[], WritableCorpus]:
        return lambda: open_corpus(f"sqlite:///{tmp_path / 'corpus.sqlite3'}")

    @pytest.fixture
    def corpus(self, reopen: Callable[[], WritableCorpus]) -> Iterator[WritableCorpus]:
        corpus = reopen()
        yield corpus
        corpus.close()

    @pytest.fixture
    def broken(self, tmp_path: Path) -> Iterator[WritableCorpus]:
        path = tmp_path / "corpus.sqlite3"
        path.write_bytes(b"This is not a database. " * 500)
        corpus = open_corpus(f"sqlite:///{path}")
        yield corpus
        corpus.close()
