"""The registry of publishers."""

from __future__ import annotations

import pytest

from records import Records
from records.documents import documents_to_index, get_document, mark_indexed
from records.sources import (
    SourceInput,
    ensure_source,
    get_source,
    list_sources,
    put_source,
    source_id_of,
)
from tests.records.material import NOW, document, later, store
from verification.errors import NotFound, Rejected
from verification.types import Source


def put(records: Records, source: SourceInput, second: int = 0) -> Source:
    with records.begin() as session:
        return put_source(session, source, actor="t", now=later(seconds=second))


@pytest.mark.parametrize(
    ("name", "source_id"),
    [
        ("The White House", "the-white-house"),
        ("  U.S. Department of State ", "u-s-department-of-state"),
        ("Ministère de l’Économie", "ministere-de-l-economie"),
        ("KCNA (Korean Central News Agency, DPRK)", "kcna-korean-central-news-agency-dprk"),
    ],
)
def test_ids_come_of_names(name: str, source_id: str) -> None:
    assert source_id_of(name) == source_id


def test_names_in_other_scripts_stay_apart() -> None:
    names = ["外交部", "国防部", "МИД", "МИД (Russia)", "ФСБ (Russia)", "!!!", "???"]
    assert len({source_id_of(name) for name in names}) == len(names) - 0
    assert all(source_id_of(name) for name in names)
    assert source_id_of("МИД (Russia)").startswith("russia-")


def test_a_source_is_made_on_demand_and_found_again(records: Records) -> None:
    with records.begin() as session:
        first = ensure_source(session, "Bank of Korea", "central_bank", now=NOW)
        again = ensure_source(session, "Bank of Korea", now=later(days=1))
        plain = ensure_source(session, "Somebody", now=NOW)
        assert get_source(session, "bank-of-korea") == first == again
        with pytest.raises(NotFound):
            get_source(session, "none")
    assert first == Source("bank-of-korea", "Bank of Korea", "central_bank", 0.95)
    assert plain == Source("somebody", "Somebody", "other", 0.8)


def test_a_source_can_be_given_and_changed(records: Records) -> None:
    given = put(records, SourceInput("KCNA", "state_media", 0.4, id="kcna"))
    changed = put(records, SourceInput("KCNA, Pyongyang", "state_media", id="kcna"))

    assert given == Source("kcna", "KCNA", "state_media", 0.4)
    assert changed == Source("kcna", "KCNA, Pyongyang", "state_media", 0.6)
    with records.read() as session:
        assert get_source(session, "kcna") == changed


def test_a_change_reaches_the_index(records: Records) -> None:
    store(records)
    with records.begin() as session:
        mark_indexed(session, [("d1", 1)])
        source = get_document(session, "d1").source
    put(records, SourceInput(source.name, source.kind, source.weight))
    with records.read() as session:
        assert documents_to_index(session) == [], "nothing has changed"

    put(records, SourceInput(source.name, source.kind, 0.1))

    with records.read() as session:
        [due] = documents_to_index(session)
        assert get_document(session, "d1").source.weight == 0.1
    assert due.id == "d1"


@pytest.mark.parametrize(
    "source",
    [
        SourceInput(""),
        SourceInput("  "),
        SourceInput("x" * 301),
        SourceInput("a\x00b"),
        SourceInput("A", kind="wizard"),
        SourceInput("A", weight=1.01),
        SourceInput("A", weight=-0.1),
        SourceInput("A", weight=float("nan")),
    ],
)
def test_what_cannot_be_a_source_is_refused(records: Records, source: SourceInput) -> None:
    with pytest.raises(Rejected):
        put(records, source)


def test_lists_go_page_by_page(records: Records) -> None:
    for number in range(5):
        put(records, SourceInput(f"S{number}"), number)
    with records.read() as session:
        page = list_sources(session, limit=3)
        rest = list_sources(session, limit=3, after=page.next)
    assert [each.id for each in page.items] == ["s0", "s1", "s2"]
    assert [each.source.name for each in rest.items] == ["S3", "S4"]
    assert rest.next is None


def test_two_documents_of_one_publisher_have_one_source(records: Records) -> None:
    one = store(records, document("a", publisher="The White House"))
    two = store(records, document("b", publisher=" The  White House"))
    assert one.source == two.source
