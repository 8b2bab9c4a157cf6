"""What is particular to the embedded corpus: its file, its processes, its cost of a query."""

from __future__ import annotations

import multiprocessing
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices import CorpusOptions, open_corpus
from indices.analysis import QueryWords
from indices.embedded import EmbeddedCorpus
from indices.embedded_query import FEW_WORDS, MOST_WORK, match_expression
from tests.contracts.corpus_contract import MISSILES, found, passage, several
from verification.errors import CorpusUnavailable
from verification.ports import WritableCorpus
from verification.types import PassageQuery


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "corpus.sqlite3"


@pytest.fixture
def corpus(path: Path) -> Iterator[WritableCorpus]:
    with closing(open_corpus(f"sqlite:///{path}")) as corpus:
        yield corpus


@pytest.fixture(scope="module")
def shared() -> Iterator[WritableCorpus]:
    with closing(open_corpus("sqlite://:memory:")) as corpus:
        corpus.add([passage("p", "Anything: a b c 1 2 3 x y z.")])
        yield corpus


@given(st.text(max_size=80) | st.text("\"'*()^:-+ abcNEAROT", max_size=40))
def test_any_text_is_a_query(shared: WritableCorpus, text: str) -> None:
    assert len(shared.search(PassageQuery(text))) <= 1


def write_from_another_process(path: Path, name: str) -> None:
    with closing(open_corpus(f"sqlite:///{path}")) as corpus:
        for number in range(10):
            corpus.add(several(f"{name}{number}", MISSILES, MISSILES))


def test_processes_make_and_fill_one_file_at_once(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [
        context.Process(target=write_from_another_process, args=(path, name)) for name in "abc"
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    with closing(open_corpus(f"sqlite:///{path}")) as corpus:
        assert corpus.count() == 60
        corpus.check()


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_uses_connections_of_its_own(corpus: WritableCorpus) -> None:
    corpus.add([passage("p")])
    context = multiprocessing.get_context("fork")
    child = context.Process(target=corpus.add, args=([passage("q")],))
    child.start()
    child.join(60)
    assert child.exitcode == 0
    assert found(corpus, "missiles") == ["p", "q"]


def test_a_writer_that_waited_too_long_says_so(corpus: WritableCorpus, path: Path) -> None:
    corpus.add([passage("p")])
    options = CorpusOptions(request_timeout_s=0.1)
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as other,
        closing(open_corpus(f"sqlite:///{path}", options)) as hasty,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CorpusUnavailable, match="locked"):
            hasty.add([passage("q")])
        assert found(hasty, "missiles") == ["p"]
        other.execute("ROLLBACK")
        hasty.add([passage("q")])


def test_a_file_of_another_version_is_not_read_until_it_is_built_anew(
    corpus: WritableCorpus, path: Path
) -> None:
    corpus.add([passage("p")])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 999")
    for ask in (corpus.generation, lambda: corpus.search(PassageQuery("missiles"))):
        with pytest.raises(CorpusUnavailable, match="run `assay reindex`"):
            ask()
    with pytest.raises(CorpusUnavailable, match="another version"):
        corpus.add([passage("q")])
    corpus.rebuild([passage("q")])
    assert found(corpus, "missiles") == ["q"]
    corpus.check()


def test_books_that_do_not_agree_with_the_content_are_noticed(
    corpus: WritableCorpus, path: Path
) -> None:
    corpus.add([passage("p"), passage("q")])
    corpus.check()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM passages_1 WHERE id = 'q'")
    with pytest.raises(CorpusUnavailable, match="contradicts itself"):
        corpus.check()


def test_a_rebuild_leaves_one_build_in_the_file(corpus: WritableCorpus, path: Path) -> None:
    for number in range(3):
        corpus.rebuild([passage(f"p{number}")])
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM builds").fetchone() == (1,)
        tables = "SELECT count(*) FROM sqlite_master WHERE name GLOB 'passages_[0-9]*'"
        assert connection.execute(f"{tables} AND type = 'table'").fetchone() == (1,)


def test_a_closed_corpus_says_so(path: Path) -> None:
    corpus = open_corpus(f"sqlite:///{path}")
    corpus.close()
    with pytest.raises(CorpusUnavailable, match="was closed"):
        corpus.count()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with (
        closing(EmbeddedCorpus(tmp_path / "file" / "corpus.db")) as corpus,
        pytest.raises(CorpusUnavailable, match="cannot be used"),
    ):
        corpus.count()


def test_of_a_long_query_the_commonest_words_are_left_out() -> None:
    counts = {f"word{number:02d}": number * 10_000 for number in range(30)}
    expression = match_expression(QueryWords(tuple(reversed(counts))), counts.__getitem__)
    kept = [word.strip('"') for word in expression.split(" OR ")]
    assert kept == list(counts)[: len(kept)]
    assert sum(map(counts.__getitem__, kept)) * len(kept) <= MOST_WORK
    assert (
        sum(map(counts.__getitem__, [*kept, f"word{len(kept):02d}"])) * (len(kept) + 1) > MOST_WORK
    )


def test_a_few_words_are_kept_however_common() -> None:
    counts = {f"word{number:02d}": MOST_WORK for number in range(30)}
    expression = match_expression(QueryWords(tuple(counts)), counts.__getitem__)
    assert len(expression.split(" OR ")) == FEW_WORDS


def test_counts_of_words_are_forgotten_when_the_content_changes(corpus: WritableCorpus) -> None:
    """Words that were common may be rare by now, and the other way round."""
    words = " ".join(f"word{number}" for number in range(FEW_WORDS + 2))
    for number in range(3):
        assert len(found(corpus, f"missiles {words}")) == number
        corpus.add([passage(f"p{number}")])


def test_a_short_query_is_asked_as_it_is() -> None:
    wanted = QueryWords(("missiles", "missile", "o'brien", "2021-03"), (("two", "missiles"),))
    assert len(wanted.words) <= FEW_WORDS
    assert match_expression(wanted, pytest.fail) == (
        '"missil" OR "o\'brien" OR "2021-03" OR "two missil"'
    )
