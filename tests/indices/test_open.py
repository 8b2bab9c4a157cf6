"""A URL opens a corpus, and no more than it needs is loaded."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from indices import CorpusOptions, open_corpus
from tests.contracts.corpus_contract import found, passage
from verification.errors import SettingsInvalid


def test_a_file_is_made_where_it_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "corpus.db"
    with closing(open_corpus(f"sqlite:///{path}")) as corpus:
        assert not path.exists()
        corpus.add([passage("p")])
    with closing(open_corpus(f"sqlite:///{path}", CorpusOptions(request_timeout_s=1))) as corpus:
        assert found(corpus, "missiles") == ["p"]


def test_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(open_corpus("sqlite:///corpus.db")) as corpus:
        assert corpus.count() == 0
    assert (tmp_path / "corpus.db").exists()


def test_scratch_corpora_know_nothing_of_each_other() -> None:
    with (
        closing(open_corpus("sqlite://:memory:")) as one,
        closing(open_corpus("sqlite://:memory:")) as two,
    ):
        one.add([passage("p")])
        assert (one.count(), two.count()) == (1, 0)


@pytest.mark.parametrize(
    "url", ["", "corpus.db", "sqlite:", "sqlite://", "sqlite:///", "sqlite://host/x", "redis://x/y"]
)
def test_other_urls_are_refused(url: str) -> None:
    with pytest.raises(SettingsInvalid, match="sqlite:///PATH"):
        open_corpus(url)


def test_secrets_are_not_in_the_words_for_the_options() -> None:
    options = CorpusOptions(api_key="hunter2", username="u", password="hunter3")
    assert "hunter" not in repr(options)


def test_the_embedded_corpus_does_not_load_the_client_of_the_other() -> None:
    script = (
        "import sys; from indices import open_corpus; open_corpus('sqlite://:memory:').count(); "
        "sys.exit(any(name.startswith('elastic') for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
