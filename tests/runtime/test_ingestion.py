from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from records.claims import ClaimSubmission, add_claim, claim_history
from records.documents import PassageSpan, get_document, index_everything_again
from records.runs import claim_next_run, finish_run
from records.sources import SourceInput, put_source
from runtime.ingestion import (
    Refusal,
    index_due,
    ingest,
    make_first_corpus,
    reindex,
    withdraw,
)
from runtime.verifying import verify_claim
from runtime.wiring import Runtime
from tests.doubles import REFUTES, ScriptedJudge
from tests.runtime.material import CLAIM, COUNTED, RuntimeWith, prepared, scratch, statement
from verification.errors import NotFound
from verification.ports import AddReport
from verification.types import Passage, PassageQuery


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Runtime]:
    with closing(RuntimeWith(scratch(tmp_path), ScriptedJudge({"two": REFUTES}))) as runtime:
        runtime.records.migrate()
        yield runtime


@pytest.fixture
def without_corpus(tmp_path: Path) -> Iterator[Runtime]:
    """The same records with a corpus where nobody answers."""
    settings = scratch(tmp_path, corpus_url="http://127.0.0.1:9/none", elasticsearch_timeout_s=0.2)
    with closing(RuntimeWith(settings, ScriptedJudge())) as runtime:
        runtime.records.migrate()
        yield runtime


def found(runtime: Runtime, text: str = "ballistic missiles") -> list[str]:
    return [hit.passage.text for hit in runtime.corpus.search(PassageQuery(text))]


def verify_and_save(runtime: Runtime) -> str:
    with runtime.records.begin() as session:
        accepted = add_claim(
            session,
            ClaimSubmission(CLAIM, key_id="local"),
            current=runtime.current_state(),
            now=runtime.now(),
        )
        run = claim_next_run(session, holder="test", lease_s=60, now=runtime.now())
    assert run is not None
    verdict, _ = verify_claim(runtime, run.claim)
    with runtime.records.begin() as session:
        assert finish_run(session, run.run_id, fence=run.fence, verdict=verdict, now=runtime.now())
    return accepted.claim.id


def weigh(runtime: Runtime, weight: float) -> None:
    with runtime.records.begin() as session:
        source = SourceInput("Joint Chiefs of Staff", weight=weight)
        put_source(session, source, actor="test", now=runtime.now())


def reasons(runtime: Runtime, claim_id: str) -> list[str]:
    with runtime.records.read() as session:
        return [run.reason for run in claim_history(session, claim_id)]


def test_what_was_ingested_is_found(runtime: Runtime) -> None:
    done: list[int] = []
    report = ingest(runtime, [statement()], actor="test", progress=done.append)

    assert (report.documents, report.stored, report.changed, report.passages) == (1, 1, 1, 1)
    assert (report.waiting, report.refused) == (0, ())
    assert done == [1]
    assert found(runtime) == [COUNTED]


def test_giving_the_same_again_changes_nothing(runtime: Runtime) -> None:
    ingest(runtime, [statement()], actor="test")
    before = runtime.corpus.generation()
    report = ingest(runtime, [statement()], actor="test")
    assert (report.stored, report.changed) == (1, 0)
    assert runtime.corpus.generation() == before


def test_more_than_one_batch_is_taken(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runtime.ingestion.BATCH", 10)
    done: list[int] = []
    given = (statement(f"d{n}", f"Statement {n} about missiles.") for n in range(25))
    report = ingest(runtime, given, actor="test", progress=done.append)
    assert report.changed == 25
    assert done == [10, 10, 5]
    assert runtime.corpus.count() == 25


def test_what_cannot_be_a_document_is_named_and_the_rest_is_taken(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runtime.ingestion.BATCH", 2)
    given = [statement("a"), statement("b"), statement("c", " "), statement("d")]
    report = ingest(runtime, given, actor="test")
    assert report.refused == (Refusal(2, "c", "The document c has no text."),)
    assert (report.documents, report.stored) == (4, 3)


def test_without_the_corpus_documents_are_stored_and_indexed_later(
    without_corpus: Runtime, runtime: Runtime
) -> None:
    report = ingest(without_corpus, [statement()], actor="test")
    assert (report.stored, report.waiting) == (1, 1)
    assert withdraw(without_corpus, "d1", reason="retracted", actor="test") is False
    ingest(without_corpus, [statement()], actor="test")

    assert index_due(runtime) == 1
    assert found(runtime) == [COUNTED]
    assert index_due(runtime) == 0


def test_claims_whose_evidence_changed_are_checked_again(runtime: Runtime) -> None:
    prepared(runtime)
    claim_id = verify_and_save(runtime)
    ingest(runtime, [statement("d2", "Something else about missiles.")], actor="test")
    assert reasons(runtime, claim_id) == ["submitted"]

    ingest(runtime, [statement(text=COUNTED.replace("two", "three"))], actor="test")
    assert reasons(runtime, claim_id) == ["document_changed", "submitted"]


def test_claims_that_a_new_document_may_speak_of_are_checked_again(runtime: Runtime) -> None:
    prepared(runtime)
    claim_id = verify_and_save(runtime)
    again = statement("d2", "Three ballistic missiles were fired into the sea, the ministry said.")
    ingest(runtime, [again], actor="test")
    assert reasons(runtime, claim_id) == ["document_added", "submitted"]
    ingest(runtime, [again], actor="test")
    assert len(reasons(runtime, claim_id)) == 2


def test_a_document_indexed_again_is_not_new(runtime: Runtime) -> None:
    prepared(runtime)
    claim_id = verify_and_save(runtime)
    ingest(runtime, [statement("d2", "Rain fell on the capital.")], actor="test")
    with runtime.records.begin() as session:
        index_everything_again(session)
    assert index_due(runtime) == 2
    assert reasons(runtime, claim_id).count("document_added") == 0


def test_claims_whose_evidence_has_another_weight_are_checked_again(runtime: Runtime) -> None:
    prepared(runtime)
    claim_id = verify_and_save(runtime)
    before = runtime.corpus.generation()
    weigh(runtime, 0.1)
    assert index_due(runtime) == 1
    assert runtime.corpus.generation() != before
    assert reasons(runtime, claim_id) == ["document_changed", "submitted"]


@pytest.mark.parametrize("bring", [index_due, reindex])
def test_a_source_that_changes_while_its_documents_are_indexed_is_not_forgotten(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch, bring: Callable[[Runtime], object]
) -> None:
    prepared(runtime)
    with runtime.records.begin() as session:
        index_everything_again(session)
    corpus = runtime.corpus

    class Slow:
        """The corpus, with somebody who weighs the source anew while it takes documents."""

        def add(self, passages: Iterable[Passage]) -> AddReport:
            report = corpus.add(passages)
            weigh(runtime, 0.1)
            return report

        def rebuild(self, passages: Iterable[Passage]) -> AddReport:
            report = corpus.rebuild(passages)
            weigh(runtime, 0.1)
            return report

    with monkeypatch.context() as patched:
        patched.setattr(Runtime, "corpus", Slow())
        bring(runtime)
    assert index_due(runtime) == 1
    assert corpus.search(PassageQuery("missiles"))[0].passage.document.source.weight == 0.1
    assert index_due(runtime) == 0


def test_holding_claims_against_new_documents_can_be_turned_off(tmp_path: Path) -> None:
    settings = scratch(tmp_path, recheck_claims=0)
    with closing(RuntimeWith(settings, ScriptedJudge({"two": REFUTES}))) as runtime:
        prepared(runtime)
        claim_id = verify_and_save(runtime)
        ingest(runtime, [statement("d2")], actor="test")
        assert reasons(runtime, claim_id) == ["submitted"]


def test_claims_whose_evidence_was_withdrawn_are_checked_again(runtime: Runtime) -> None:
    prepared(runtime)
    claim_id = verify_and_save(runtime)
    assert withdraw(runtime, "d1", reason="retracted", actor="test") is True
    assert found(runtime) == []
    assert reasons(runtime, claim_id)[0] == "document_changed"
    with runtime.records.read() as session:
        assert get_document(session, "d1").withdrawn_reason == "retracted"


def test_withdrawing_what_is_not_there(runtime: Runtime) -> None:
    with pytest.raises(NotFound):
        withdraw(runtime, "nothing", reason="x", actor="test")


def test_the_corpus_can_be_built_anew_from_the_records(runtime: Runtime) -> None:
    ingest(runtime, [statement(), statement("d2", "Two more missiles.")], actor="test")
    withdraw(runtime, "d2", reason="retracted", actor="test")
    before = runtime.corpus.generation()
    runtime.corpus.remove_documents(["d1"])
    assert found(runtime) == []
    done: list[int] = []

    report = reindex(runtime, done.append)

    assert report.documents == 1
    assert sum(done) == 1
    assert found(runtime) == [COUNTED]
    assert runtime.corpus.generation() == before


def test_a_document_of_several_passages_counts_them(runtime: Runtime) -> None:
    text = COUNTED + " Nothing more was said."
    spans = (PassageSpan("", 0, len(COUNTED)), PassageSpan("", len(COUNTED) + 1, len(text)))
    report = ingest(runtime, [replace(statement(text=text), passages=spans)], actor="test")
    assert report.passages == 2
    assert runtime.corpus.count() == 2


def test_the_first_corpus_is_made_once_and_never_over_documents(runtime: Runtime) -> None:
    make_first_corpus(runtime)
    assert runtime.corpus.count() == 0
    ingest(runtime, [statement()], actor="test")
    before = runtime.corpus.generation()
    make_first_corpus(runtime)
    assert runtime.corpus.generation() == before
