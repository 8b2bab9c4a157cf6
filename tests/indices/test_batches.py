"""Passages in batches of whole documents, and what a batch changes."""

from __future__ import annotations

from collections.abc import Iterator

from indices.batches import Batch, compare, emptying, first_of_each, in_batches, together
from indices.generation import marks
from tests.contracts.corpus_contract import passage, several
from verification.ports import AddReport
from verification.types import Passage


def test_documents_are_never_split() -> None:
    given = [each for name in "abcde" for each in several(name, "one", "two", "three")]
    batches = list(in_batches(given, 4))
    assert [batch.documents for batch in batches] == [("a", "b"), ("c", "d"), ("e",)]
    assert [len(batch.passages) for batch in batches] == [6, 6, 3]


def test_batches_are_made_as_they_are_asked_for() -> None:
    taken = 0

    def given() -> Iterator[Passage]:
        nonlocal taken
        for number in range(100):
            taken += 1
            yield passage(f"p{number}")

    batches = in_batches(given(), 10)
    assert taken == 0
    next(batches)
    assert taken <= 12


def test_of_a_document_that_comes_in_pieces_the_last_piece_counts() -> None:
    (batch,) = in_batches([*several("a", "old", "old"), passage("b"), *several("a", "new")], 10)
    assert batch.documents == ("a", "b")
    assert set(batch.passages) == {"a-0", "b"}
    assert batch.passages["a-0"].text == "new"


def test_the_first_of_each_id_is_kept() -> None:
    batches = in_batches([passage("p", document="a"), passage("p", document="b")], 1)
    assert [set(batch.passages) for batch in first_of_each(batches)] == [{"p"}, set()]


def test_emptying_names_each_document_once() -> None:
    batches = list(emptying(["a", "b", "a", "c"], 2))
    assert batches == [Batch(("a", "b")), Batch(("c",))]


def test_what_a_batch_changes() -> None:
    same, changed, new = several("a", "same", "changed", "new")
    existing = {"a-0": marks(same), "a-1": (1, 2, 3, 4, 5), "a-9": (9, 9, 9, 9, 9)}
    change = compare(Batch(("a",), {each.id: each for each in (same, changed, new)}), existing)
    assert dict(change.written) == {new: marks(new), changed: marks(changed)}
    assert change.gone == ("a-9",)
    assert change.replaced == ((1, 2, 3, 4, 5), (9, 9, 9, 9, 9))
    assert change.report == AddReport(1, added=1, changed=1, unchanged=1, removed=1)


def test_reports_add_up() -> None:
    reports = [AddReport(1, 2, 3, 4, 5), AddReport(10, 20, 30, 40, 50)]
    assert together(reports) == AddReport(11, 22, 33, 44, 55)
    assert together([]) == AddReport(0, 0, 0, 0, 0)
