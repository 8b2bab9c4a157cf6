from __future__ import annotations

from sources.demonstration import demonstration_documents, example_claims
from sources.publishers import KINDS
from verification.types import Veracity


def test_every_statement_is_dated_and_complete() -> None:
    documents = demonstration_documents()
    assert len(documents) >= 60
    for document in documents:
        assert document.published_at is not None, document.id
        assert document.publisher_kind in KINDS, document.id
        assert document.remarks == (), document.id
        assert [(part.start, part.end) for part in document.passages] == [(0, len(document.text))]


def test_syndicated_copies_are_among_them() -> None:
    def shingles(text: str) -> set[tuple[str, ...]]:
        words = text.lower().split()
        return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}

    documents = demonstration_documents()
    pairs = {
        frozenset((one.publisher, other.publisher))
        for one in documents
        for other in documents
        if one.id < other.id
        and len(shingles(one.text) & shingles(other.text)) > 0.5 * len(shingles(other.text))
    }
    assert frozenset({"Northlight Wire", "Bay Courier"}) in pairs
    assert frozenset({"Northlight Wire", "Highland Gazette"}) in pairs


def test_the_example_claims_cover_every_veracity_after_their_evidence() -> None:
    examples = example_claims()
    assert len(examples) == 8
    assert {example.veracity for example in examples} == set(Veracity)
    first_day = min(day for each in demonstration_documents() if (day := each.published_at))
    assert all(example.claimed_at > first_day for example in examples)
