"""The word for the content: independent of order, dependent on everything else."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from indices.generation import NO_MARKS, Content, documents_that_differ, marks
from tests.contracts.corpus_contract import passage

MARKS = st.tuples(*[st.integers(0, 2**24 - 1)] * 5)


def test_the_marks_are_five_numbers_of_24_bits_and_stay_what_they_are() -> None:
    found = marks(passage("p", "Some text “ü” \ud800"))
    assert all(0 <= mark < 2**24 for mark in found)
    assert marks(passage("p", "text")) == (16173050, 4365629, 3678955, 5142579, 14978258)
    assert marks(passage("p", "text", speaker=None)) == marks(passage("p", "text"))


def test_fields_do_not_run_into_each_other() -> None:
    assert marks(passage("p", title="a", speaker="b")) != marks(
        passage("p", title="ab", speaker="")
    )
    assert marks(passage("p", url="x")) != marks(passage("p", speaker="x"))


@given(st.lists(MARKS, max_size=20), st.randoms())
def test_the_order_of_writing_does_not_matter(several: list[tuple[int, ...]], dice: object) -> None:
    content = Content().changed(several)  # type: ignore[arg-type]
    dice.shuffle(several)  # type: ignore[attr-defined]
    by_one = Content()
    for each in several:
        by_one = by_one.changed([each])  # type: ignore[list-item]
    assert by_one == content
    assert content.changed(removed=several) == Content()  # type: ignore[arg-type]


def test_generations_differ_by_count_alone() -> None:
    empty, one_of_nothing = Content(), Content().changed([NO_MARKS])
    assert empty.generation == "g53757acada591c6b"
    assert one_of_nothing.generation != empty.generation


def test_the_documents_that_differ() -> None:
    one, two = Content(1, (1, 2, 3, 4, 5)), Content(1, (1, 2, 3, 4, 6))
    before = {"same": one, "changed": one, "gone": one}
    after = {"same": replace(one), "changed": two, "new": one}
    assert documents_that_differ(before, after) == ("changed", "gone", "new")
