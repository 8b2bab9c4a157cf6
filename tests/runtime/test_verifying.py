from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

import devservers
from records.documents import get_document, passages_of, put_document, withdraw_document
from runtime.ingestion import ingest, withdraw
from runtime.verifying import verify_claim
from runtime.wiring import Runtime
from tests.doubles import REFUTES, ScriptedJudge
from tests.runtime.material import CLAIM, COUNTED, RuntimeWith, prepared, scratch, statement
from verification.errors import CorpusInconsistent, JudgeUnavailable
from verification.types import Claim, Veracity


@pytest.fixture
def judge() -> ScriptedJudge:
    return ScriptedJudge({"two short-range": REFUTES})


@pytest.fixture
def runtime(tmp_path: Path, judge: ScriptedJudge) -> Iterator[RuntimeWith]:
    with closing(RuntimeWith(scratch(tmp_path), judge)) as runtime:
        prepared(runtime)
        yield runtime


def test_a_known_verdict_is_the_one_that_was_worked_out(
    runtime: Runtime, judge: ScriptedJudge
) -> None:
    first, cached_first = verify_claim(runtime, CLAIM)
    second, cached_second = verify_claim(runtime, CLAIM)

    assert first.veracity is Veracity.REFUTED
    assert first.evidence[0].quote == COUNTED
    assert first.provenance.code_version == runtime.code_version
    assert (cached_first, cached_second) == (False, True)
    assert second == first
    assert len(judge.batches) == 1


def test_the_day_of_a_claim_is_part_of_the_question(runtime: Runtime, judge: ScriptedJudge) -> None:
    verify_claim(runtime, CLAIM)
    _, cached = verify_claim(runtime, Claim(CLAIM.text))
    assert not cached
    assert len(judge.batches) == 2


def test_two_hundred_at_once_are_judged_once(runtime: Runtime, judge: ScriptedJudge) -> None:
    start = threading.Barrier(200)

    def ask() -> Veracity:
        start.wait()
        return verify_claim(runtime, CLAIM)[0].veracity

    with ThreadPoolExecutor(200) as pool:
        answers = [answer.result() for answer in [pool.submit(ask) for _ in range(200)]]

    assert set(answers) == {Veracity.REFUTED}
    assert len(judge.batches) == 1


def test_new_documents_make_old_verdicts_unknown(runtime: Runtime, judge: ScriptedJudge) -> None:
    verify_claim(runtime, CLAIM)
    ingest(runtime, [statement("d2", "Nothing about that was said.")], actor="test")
    assert verify_claim(runtime, CLAIM)[1] is False


def test_a_withdrawn_document_is_quoted_no_more(runtime: Runtime) -> None:
    verify_claim(runtime, CLAIM)
    withdraw(runtime, "d1", reason="retracted", actor="test")
    verdict, cached = verify_claim(runtime, CLAIM)
    assert not cached
    assert verdict.veracity is Veracity.NOT_ENOUGH_EVIDENCE


def test_nor_while_the_corpus_does_not_know_yet(runtime: Runtime) -> None:
    verify_claim(runtime, CLAIM)
    with runtime.records.begin() as session:
        withdraw_document(session, "d1", reason="retracted", actor="test", now=runtime.now())
    with pytest.raises(CorpusInconsistent):
        verify_claim(runtime, CLAIM)


def test_a_passage_the_records_do_not_have_word_for_word_is_no_evidence(
    runtime: Runtime,
) -> None:
    """The corpus was changed behind the records' back."""
    forged = COUNTED.replace("counted two", "counted six")
    with runtime.records.read() as session:
        (passage,) = passages_of(get_document(session, "d1"))
    runtime.corpus.add([replace(passage, text=forged)])
    with pytest.raises(CorpusInconsistent):
        verify_claim(runtime, CLAIM)


def test_an_outage_is_not_kept(tmp_path: Path) -> None:
    outage = [True]

    def before() -> None:
        if outage:
            raise JudgeUnavailable("The judge did not answer.")

    judge = ScriptedJudge({"two short-range": REFUTES}, before=before)
    with closing(RuntimeWith(scratch(tmp_path), judge)) as runtime:
        prepared(runtime)
        with pytest.raises(JudgeUnavailable):
            verify_claim(runtime, CLAIM)
        outage.clear()
        assert verify_claim(runtime, CLAIM)[0].veracity is Veracity.REFUTED


def test_finding_nothing_is_kept_for_a_shorter_time(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = Claim("The harvest of olives was poor.")
    assert verify_claim(runtime, nothing)[0].veracity is Veracity.NOT_ENOUGH_EVIDENCE
    verify_claim(runtime, CLAIM)
    later = time.time() + runtime.settings.cache_no_evidence_ttl_s + 1
    monkeypatch.setattr("runtime.cache_backends.time.time", lambda: later)
    assert verify_claim(runtime, nothing)[1] is False
    assert verify_claim(runtime, CLAIM)[1] is True


@pytest.mark.postgres
@pytest.mark.redis
def test_the_same_on_postgresql_and_redis(
    tmp_path: Path, postgres_server: str, redis_url: str, judge: ScriptedJudge
) -> None:
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE verifying")
    url = make_url(postgres_server).set(database="verifying").render_as_string(hide_password=False)
    settings = scratch(tmp_path, records_url=url, cache_url=redis_url)
    with closing(RuntimeWith(settings, judge)) as runtime:
        prepared(runtime)
        first, _ = verify_claim(runtime, CLAIM)
        assert verify_claim(runtime, CLAIM) == (first, True)


@pytest.mark.redis
def test_without_its_redis_a_claim_is_verified_all_the_same(
    tmp_path: Path, judge: ScriptedJudge
) -> None:
    with (
        devservers.start_redis() as server,
        closing(RuntimeWith(scratch(tmp_path, cache_url=server.url), judge)) as runtime,
    ):
        prepared(runtime)
        server.pause()
        assert verify_claim(runtime, CLAIM)[0].veracity is Veracity.REFUTED
        server.resume()


def test_a_document_changed_while_its_old_version_is_known(runtime: Runtime) -> None:
    verify_claim(runtime, CLAIM)
    with runtime.records.begin() as session:
        put_document(
            session,
            statement(text=COUNTED.replace("two", "four")),
            actor="test",
            now=runtime.now(),
        )
    # The corpus has the old version still, and what it says was said: a verdict may stand on it.
    assert verify_claim(runtime, CLAIM)[0].evidence[0].passage.document.version == 1


def test_what_another_judge_said_in_its_place_is_not_kept(
    runtime: Runtime, judge: ScriptedJudge
) -> None:
    judge.script = {"two short-range": replace(REFUTES, by="scripted-1-degraded")}

    first, _ = verify_claim(runtime, CLAIM)
    _, cached = verify_claim(runtime, CLAIM)

    assert first.provenance.judge == "scripted-1-degraded"
    assert not cached
    assert len(judge.batches) == 2
