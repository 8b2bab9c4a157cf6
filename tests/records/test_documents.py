"""Documents are kept in all their versions, and quotations are held against them."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select, text

from records import Records
from records.documents import (
    DocumentFilter,
    DocumentInput,
    PassageSpan,
    Withdrawn,
    all_documents,
    check_quotes,
    documents_to_index,
    get_document,
    index_everything_again,
    list_documents,
    mark_indexed,
    passages_of,
    put_document,
    put_documents,
    texts_of,
    withdraw_document,
)
from records.models.corpus import DocumentVersionRow
from records.outbox import pending_messages
from tests.records.material import (
    NOW,
    SENTENCE,
    TEXT,
    document,
    evidence,
    later,
    store,
    verdict,
)
from verification.errors import CorpusInconsistent, DocumentRejected, NotFound, Rejected
from verification.types import Veracity


def due(records: Records) -> list[tuple[str, int]]:
    with records.read() as session:
        return [(each.id, each.version) for each in documents_to_index(session, 100)]


def test_a_document_comes_back_as_it_was_given(records: Records) -> None:
    given = document(
        url="https://mod.example/1",
        speaker="A spokesman",
        language="ko",
        passages=(
            PassageSpan("own-id", 0, 20, "A title", "Kim", date(2021, 3, 1), "https://e.example"),
            PassageSpan("", 20, len(TEXT)),
        ),
    )

    stored = store(records, given)

    assert stored.changed
    assert stored.version == 1
    assert stored.passages[1].id == "d1-1"
    assert stored.source.id == "ministry-of-defence"
    assert (stored.source.kind, stored.source.weight) == ("military", 0.85)
    with records.begin() as session:
        found = get_document(session, "d1")
        [message] = pending_messages(session)
    assert found == replace(stored, changed=False)
    assert (message.topic, message.subject_id) == ("index", "d1")
    first, second = passages_of(found)
    assert (first.id, first.text) == ("own-id", TEXT[:20])
    assert first.document.title == "A title"
    assert first.document.speaker == "Kim"
    assert first.document.published_at == date(2021, 3, 1)
    assert first.document.url == "https://e.example"
    assert second.text == TEXT[20:]
    assert second.document.title == "On the launch"
    assert second.document.published_at == date(2021, 3, 24)
    assert second.document.url == "https://mod.example/1"
    assert second.document.version == 1
    assert second.document.language == "ko"


def test_without_passages_the_whole_text_is_one(records: Records) -> None:
    [passage] = passages_of(store(records, document(passages=())))

    assert (passage.id, passage.text) == ("d1-0", TEXT)


def test_the_same_content_is_no_new_version(records: Records) -> None:
    first = store(records)
    with records.begin() as session:
        again = put_document(session, document(), actor="t", now=later(days=1))

    assert not again.changed
    assert again.version == 1
    assert again.created_at == first.created_at
    with records.begin() as session:
        assert len(pending_messages(session)) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another title"},
        {"text": TEXT + " More."},
        {"publisher": "Somebody else"},
        {"published_at": None},
        {"url": "https://e.example"},
        {"speaker": "Somebody"},
        {"language": "fr"},
        {"passages": (PassageSpan("", 0, 5),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_other_content_is_the_next_version(records: Records, change: dict[str, object]) -> None:
    store(records)

    with records.begin() as session:
        given = replace(document(), **change)  # type: ignore[arg-type]
        changed = put_document(session, given, actor="t", now=later(days=1))
        old = get_document(session, "d1", 1)
        new = get_document(session, "d1")

    assert changed.changed
    assert changed.version == new.version == 2
    assert old.version == 1
    assert old.text == TEXT
    assert replace(new, changed=True) == changed


def test_a_withdrawn_document_stays_readable_and_comes_back_as_a_new_version(
    records: Records,
) -> None:
    store(records)
    with records.begin() as session:
        withdraw_document(session, "d1", reason="false", actor="editor", now=later(days=1))
        withdraw_document(session, "d1", reason="again", actor="editor", now=later(days=2))
        gone = get_document(session, "d1")
        back = put_document(session, document(), actor="t", now=later(days=3))
        found = get_document(session, "d1")
        with pytest.raises(NotFound):
            withdraw_document(session, "none", reason="", actor="t", now=NOW)

    assert (gone.withdrawn_at, gone.withdrawn_reason) == (later(days=1), "false")
    assert (back.version, back.changed) == (2, True)
    assert found.withdrawn_at is None


def test_texts_of_several_versions_come_at_once(records: Records) -> None:
    store(records)
    store(records, document(text="Two missiles, as counted again."))
    store(records, document("d2", text="Nothing was fired."))
    with records.read() as session:
        assert texts_of(session, {("d1", 1), ("d1", 2), ("d2", 1), ("d2", 7), ("d3", 1)}) == {
            ("d1", 1): TEXT,
            ("d1", 2): "Two missiles, as counted again.",
            ("d2", 1): "Nothing was fired.",
        }
        assert texts_of(session, set()) == {}


def test_what_is_not_there(records: Records) -> None:
    store(records)
    with records.read() as session:
        with pytest.raises(NotFound):
            get_document(session, "none")
        with pytest.raises(NotFound):
            get_document(session, "d1", 2)


def test_a_document_without_an_id_gets_the_same_one_each_time(records: Records) -> None:
    first = store(records, document(None, url="https://mod.example/1"))
    again = store(records, document(None, url="https://mod.example/1", text=TEXT + " Corrected."))
    other = store(records, document(None, url="https://mod.example/2"))
    no_address = store(records, document(None))
    no_address_again = store(records, document(None))
    no_address_other = store(records, document(None, text="Another text."))

    assert (again.id, again.version) == (first.id, 2)
    assert no_address_again.id == no_address.id
    assert not no_address_again.changed
    assert len({first.id, other.id, no_address.id, no_address_other.id}) == 4


@pytest.mark.parametrize(
    "change",
    [
        {"text": ""},
        {"text": " \n"},
        {"title": " "},
        {"text": "with \x00 inside", "passages": ()},
        {"title": "half \udc00 of a pair"},
        {"id": "x" * 600},
        {"id": "\x00"},
        {"passages": (PassageSpan("", 0, len(TEXT) + 1),)},
        {"passages": (PassageSpan("", 5, 5),)},
        {"passages": (PassageSpan("", -1, 5),)},
        {"passages": (PassageSpan("a", 0, 5), PassageSpan("a", 5, 9))},
        {"passages": (PassageSpan("a\x00", 0, 5),)},
    ],
)
def test_what_cannot_be_a_document_is_rejected(records: Records, change: dict[str, object]) -> None:
    with pytest.raises(DocumentRejected):
        store(records, replace(document(), **change))  # type: ignore[arg-type]


@pytest.mark.parametrize("change", [{"publisher": " "}, {"publisher_kind": "wizard"}])
def test_a_publisher_must_be_one(records: Records, change: dict[str, object]) -> None:
    with pytest.raises(Rejected):
        store(records, replace(document(), **change))  # type: ignore[arg-type]


def test_many_at_once_in_the_order_given(records: Records) -> None:
    many = [document(f"d{number}", f"Text {number}.") for number in range(1200)]
    many[700] = document("d3", "Text 3, corrected.")
    with records.begin() as session:
        stored = put_documents(session, many, actor="t", now=NOW)

    assert [each.id for each in stored] == [each.id for each in many]
    assert stored[700].version == 2
    assert all(each.changed for each in stored)
    with records.begin() as session:
        again = put_documents(session, many[:3], actor="t", now=NOW)
        assert get_document(session, "d3").text == "Text 3, corrected."
        assert pending_messages(session) == []
    assert not any(each.changed for each in again)
    with records.read() as session:
        count = session.scalar(select(func.count()).select_from(DocumentVersionRow))
    assert count == 1200


def test_one_bad_document_of_many_leaves_nothing(records: Records) -> None:
    with pytest.raises(DocumentRejected), records.begin() as session:
        put_documents(session, [document("a"), document("b", text=" ")], actor="t", now=NOW)

    with records.read() as session:
        assert list_documents(session, DocumentFilter()).items == ()


def test_lists_are_filtered_and_paged(records: Records) -> None:
    for number in range(5):
        store(records, document(f"d{number}", publisher="A" if number % 2 else "B"))
    with records.begin() as session:
        withdraw_document(session, "d1", reason="false", actor="t", now=NOW)
        mark_indexed(session, [("d2", 1)])

    def found(**wanted: object) -> list[str]:
        with records.read() as session:
            page = list_documents(session, DocumentFilter(**wanted))  # type: ignore[arg-type]
        return [each.id for each in page.items]

    assert found() == ["d4", "d3", "d2", "d1", "d0"]
    assert found(limit=2) == ["d4", "d3"]
    assert found(source_id="a") == ["d3", "d1"]
    assert found(withdrawn=True) == ["d1"]
    assert found(withdrawn=False, source_id="a") == ["d3"]
    assert found(index_due=False) == ["d2"]
    with records.read() as session:
        first = list_documents(session, DocumentFilter(limit=2))
        rest = list_documents(session, DocumentFilter(limit=9, after=first.next))
    assert [each.id for each in rest.items] == ["d2", "d1", "d0"]
    assert rest.next is None
    assert (rest.items[0].characters, rest.items[0].passages) == (len(TEXT), 2)


def test_the_index_is_told_what_it_lacks(records: Records) -> None:
    store(records, document("a"))
    store(records, document("b"))
    assert due(records) == [("a", 1), ("b", 1)]

    with records.begin() as session:
        mark_indexed(session, [("a", 1), ("b", 1)])
    assert due(records) == []

    store(records, document("a", text="Changed."))
    with records.begin() as session:
        withdraw_document(session, "b", reason="false", actor="t", now=later(seconds=1))
    assert due(records) == [("a", 2), ("b", 0)]
    with records.read() as session:
        assert documents_to_index(session)[1] == Withdrawn("b")

    with records.begin() as session:
        mark_indexed(session, [("a", 1), ("b", 1)])
    assert due(records) == [("a", 2), ("b", 0)], "that is not what they are now"

    with records.begin() as session:
        mark_indexed(session, [("a", 2), ("b", 0)])
    assert due(records) == []

    with records.begin() as session:
        assert index_everything_again(session) == 1
    assert due(records) == [("a", 2)]


def test_a_withdrawal_between_reading_and_indexing_is_not_forgotten(records: Records) -> None:
    store(records, document("a"))
    with records.read() as session:
        [given] = documents_to_index(session)
    with records.begin() as session:
        withdraw_document(session, "a", reason="false", actor="t", now=NOW)

    with records.begin() as session:
        mark_indexed(session, [(given.id, given.version)])

    assert due(records) == [("a", 0)]


def test_indexing_settles_the_messages_about_it(records: Records) -> None:
    store(records, document("a"))
    with records.begin() as session:
        mark_indexed(session, [("a", 1)])
        assert pending_messages(session) == []


def test_all_documents_come_in_order_without_the_withdrawn(records: Records) -> None:
    with records.begin() as session:
        many = [document(f"d{number:04}", f"Text {number}.") for number in range(450)]
        put_documents(session, many, actor="t", now=NOW)
        put_document(session, document("d0007", "Changed."), actor="t", now=NOW)
        withdraw_document(session, "d0008", reason="false", actor="t", now=NOW)

    with records.read() as session:
        found = list(all_documents(session))

    assert [each.id for each in found] == [each.id for each in many if each.id != "d0008"]
    assert found[7].text == "Changed."


def test_all_documents_are_not_in_memory_at_once(records: Records) -> None:
    size = 20_000
    with records.begin() as session:
        many = [document(f"d{number:04}", f"{number} " * (size // 5)) for number in range(800)]
        put_documents(session, many, actor="t", now=NOW)
        whole = sum(len(each.text) for each in many)
    del many

    with records.read() as session:
        tracemalloc.start()
        count = sum(1 for _ in all_documents(session))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert count == 800
    assert peak < whole * 0.75


def test_a_true_quotation_passes(records: Records) -> None:
    stored = store(records)
    quotes = [
        evidence(stored),
        evidence(stored, "routine exercise. 平壌"),
        evidence(stored, "平壌"),
    ]
    store(records, document(text="Something else now."))

    with records.begin() as session:
        check_quotes(session, verdict(Veracity.REFUTED, 0.9, *quotes))
        check_quotes(session, verdict(Veracity.NOT_ENOUGH_EVIDENCE))


@pytest.mark.parametrize(
    "change",
    [
        {"quote": SENTENCE.replace("two", "six")},
        {"quote": SENTENCE[:-1]},
        {"start": 1},
        {"end": len(SENTENCE) + 1},
        {"start": -5, "end": 0, "quote": ""},
        {"start": 0, "end": 10_000, "quote": TEXT},
        {"start": 3, "end": 3, "quote": ""},
    ],
)
def test_a_false_quotation_is_found_out(records: Records, change: dict[str, object]) -> None:
    item = replace(evidence(store(records)), **change)  # type: ignore[arg-type]

    with pytest.raises(CorpusInconsistent), records.begin() as session:
        check_quotes(session, verdict(Veracity.REFUTED, 0.9, item))


def test_a_quotation_of_another_version_or_document_is_found_out(records: Records) -> None:
    stored = store(records)
    store(records, document(text="Something else now."))
    for other in (
        replace(stored, version=2),
        replace(stored, version=3),
        replace(stored, id="none"),
    ):
        with pytest.raises(CorpusInconsistent), records.begin() as session:
            check_quotes(session, verdict(Veracity.REFUTED, 0.9, evidence(other)))


def test_a_quotation_of_a_withdrawn_document_is_found_out(records: Records) -> None:
    stored = store(records)
    with records.begin() as session:
        withdraw_document(session, stored.id, reason="false", actor="t", now=NOW)

    with pytest.raises(CorpusInconsistent, match="withdrawn"), records.begin() as session:
        check_quotes(session, verdict(Veracity.REFUTED, 0.9, evidence(stored)))


def test_versions_cannot_be_rewritten(records: Records) -> None:
    store(records)
    for statement in (
        "UPDATE document_versions SET text = 'x'",
        "DELETE FROM document_versions",
    ):
        with pytest.raises(Exception, match="never changed"), records.begin() as session:
            session.execute(text(statement))


def test_any_kind_of_text_survives(records: Records) -> None:
    strange = "🇰🇷 \u202egnp.exe \ufeff e\u0301 \x07 \r\n\t \u2028 ' \" % _ \\ ; -- 朝鮮"
    stored = store(records, DocumentInput("s", strange, strange.strip(), strange))

    with records.begin() as session:
        assert get_document(session, "s").text == strange
        check_quotes(
            session, verdict(Veracity.REFUTED, 0.9, evidence(stored, "exe \ufeff e\u0301"))
        )
