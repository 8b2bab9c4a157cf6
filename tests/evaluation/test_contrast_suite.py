from __future__ import annotations

from collections import Counter

from evaluation.contrast_suite import apart, made_pairs, written_pairs
from judges.training.edits import EDITS, UNSEEN
from judges.training.examples import Target
from sources.demonstration import demonstration_documents


def test_the_written_pairs_come_in_twos_over_one_statement() -> None:
    pairs = written_pairs()
    assert len(pairs) == 72
    texts = {each.text for each in demonstration_documents()}
    for one, other in zip(pairs[::2], pairs[1::2], strict=True):
        assert one.pair.evidence == other.pair.evidence
        assert one.pair.evidence in texts
        assert one.pair.claim != other.pair.claim
        assert (one.target, other.target) == (Target.SUPPORTS, Target.REFUTES)
        assert one.kind == other.kind


def test_the_written_pairs_have_every_kind_of_edit() -> None:
    assert {each.kind for each in written_pairs()} == set(EDITS)


def test_seen_and_unseen_kinds_are_kept_apart() -> None:
    halves = apart(written_pairs())
    assert {each.kind for each in halves["unseen"]} == set(UNSEEN)
    assert not {each.kind for each in halves["seen"]} & set(UNSEEN)


def test_pairs_are_made_of_each_kind_and_mirrored() -> None:
    rows = [
        {
            "id": f"p{at}",
            "doc_id": f"d{at}",
            "title": "Report",
            "text": f"The ministry said that spending rose by {at + 20} percent in March 2021.",
        }
        for at in range(60)
    ]
    found = made_pairs(rows, 12 * len(EDITS))
    kinds = Counter(each.kind for each in found)
    assert kinds["date"] == kinds["number"] == kinds["direction"] == kinds["unit"] == 12
    sides = Counter(each.target for each in found)
    assert sides[Target.SUPPORTS] == sides[Target.REFUTES]
    assert [each.pair for each in made_pairs(rows, 48)] == [
        each.pair for each in made_pairs(rows, 48)
    ]
    assert made_pairs([], 48) == []
