from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from language.normal import words
from tests.doubles import passage
from verification.clustering import cluster

WIRE = (
    "North Korea fired two short-range missiles towards the Yellow Sea on Sunday, South Korea's "
    "military said on Wednesday, in the first weapons test since Joe Biden became US president."
)
COPY = (
    "SEOUL (Seoul Wire Service) - North Korea fired two short-range missiles towards the Yellow "
    "Sea on Sunday, South Korea's military said on Wednesday, in the first weapons test since Joe "
    "Biden became U.S. president."
)
OTHER = (
    "The Joint Chiefs of Staff confirmed on Wednesday that it had detected two short-range "
    "projectiles launched by North Korea early on the morning of Sunday 21 March."
)


def test_a_syndicated_text_and_its_origin_are_one_cluster() -> None:
    found = cluster([passage(OTHER, "a"), passage(WIRE, "b"), passage(COPY, "c")])
    assert found == {"a": 1, "b": 2, "c": 2}


def test_another_figure_makes_another_statement() -> None:
    changed = WIRE.replace("two", "three")
    assert cluster([passage(WIRE, "a"), passage(changed, "b")]) == {"a": 1, "b": 2}


def test_passages_of_one_document_are_one_cluster() -> None:
    first, second = passage(WIRE, "a"), passage(OTHER, "b")
    second = replace(second, document=replace(first.document, version=2))
    assert cluster([first, passage("Nothing alike at all.", "x"), second]) == {
        "a": 1,
        "x": 2,
        "b": 1,
    }


def test_a_chain_of_copies_is_one_cluster() -> None:
    lead = COPY + " The test had been expected for some days by officials in both capitals."
    found = cluster([passage(WIRE, "a"), passage(lead, "b"), passage(COPY, "c")])
    assert set(found.values()) == {1}


def test_nothing_makes_no_clusters() -> None:
    assert cluster([]) == {}


@given(st.lists(st.text(max_size=80), max_size=8))
def test_every_passage_has_a_cluster_and_the_numbers_have_no_gaps(texts: list[str]) -> None:
    passages = [passage(text, f"p{number}") for number, text in enumerate(texts)]
    found = cluster(passages)
    assert list(found) == [each.id for each in passages]
    assert sorted(set(found.values())) == list(range(1, len(set(found.values())) + 1))
    for text in texts:
        if words(text):
            assert len({found[each.id] for each in passages if each.text == text}) == 1
