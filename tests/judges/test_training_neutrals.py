"""Neutral pairs for training: every family brings evidence that does not hold the answer."""

from __future__ import annotations

from judges.training.examples import Example, Target
from judges.training.neutrals import Neutrals

_OPENING = "The minister opened the meeting of the council in the capital."
_DECISIVE = "Engineers counted 1,250 flooded houses along the river Elbe."
_REST = "Nobody spoke of it again. The choir sang. The session closed in the evening."
KNOWN = {
    f"{document}-{at}": {
        "id": f"{document}-{at}",
        "doc_id": document,
        "title": f"Minutes of {document}",
        "text": f"{_OPENING} {_DECISIVE if at == 0 else 'Tea was served.'} {_REST}",
    }
    for document in ("one", "two")
    for at in range(2)
}
CLAIM = ("1,250 houses along the Elbe were flooded.", "one-0")


def _made() -> dict[str, list[Example]]:
    found: dict[str, list[Example]] = {}
    for each in Neutrals(KNOWN, seed=3).of([CLAIM] * 8, 8):
        found.setdefault(each.kind, []).append(each)
    return found


def test_every_family_is_made_and_all_of_it_is_neutral() -> None:
    made = _made()
    families = {"same_document", "retrieved", "random", "topic_only", "decisive_removed"}
    assert set(made) == families
    assert {each.target for pairs in made.values() for each in pairs} == {Target.NEUTRAL}


def test_each_family_brings_the_evidence_it_is_named_for() -> None:
    texts = {kind: {each.pair.evidence for each in pairs} for kind, pairs in _made().items()}
    titles = {kind: {each.pair.title for each in pairs} for kind, pairs in _made().items()}
    assert texts["same_document"] == {KNOWN["one-1"]["text"]}
    assert texts["retrieved"] == {KNOWN["two-0"]["text"]}
    assert titles["random"] == {"Minutes of two"}
    assert texts["topic_only"] == {"Minutes of one"}
    (left,) = texts["decisive_removed"]
    assert _DECISIVE not in left
    assert _OPENING in left


def test_nothing_is_removed_from_a_passage_too_short_to_lose_it() -> None:
    short = {"one-0": {**KNOWN["one-0"], "text": f"{_DECISIVE} {_OPENING}"}}
    kinds = {each.kind for each in Neutrals(short, seed=3).of([CLAIM], 1)}
    assert kinds == {"topic_only"}
