from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from records.documents import put_document, withdraw_document
from records.outbox import pending_messages
from runtime.wiring import Runtime
from tests.runtime.conftest import Receiver
from tests.runtime.material import statement
from tests.workers.conftest import Bench, OpenRuntime
from tests.workers.material import accept, claim_of, run_of, wait_done, wait_for
from verification.types import PassageQuery
from workers.dispatcher import Dispatcher
from workers.queue import start_embedded, wake


@contextmanager
def dispatching(runtime: Runtime) -> Iterator[Dispatcher]:
    dispatcher = start_embedded(runtime)
    try:
        yield dispatcher
    finally:
        assert dispatcher.stop(60)


def test_an_accepted_claim_is_verified(runtime: Runtime) -> None:
    with dispatching(runtime):
        accepted = accept(runtime)
        wake(runtime)
        wait_done(runtime, accepted.claim.id)


def test_a_bell_that_rings_is_heard_at_once(open_runtime: OpenRuntime, runtime: Runtime) -> None:
    slow = open_runtime(sweep_interval_s=60.0)
    with dispatching(slow):
        for number in range(5):
            accepted = accept(slow, f"{number} missiles were fired.")
            wake(slow)
            wait_done(runtime, accepted.claim.id)


def test_what_was_accepted_before_the_start_is_found(runtime: Runtime) -> None:
    accepted = [accept(runtime, f"{number} missiles were fired.") for number in range(10)]
    with dispatching(runtime):
        wait_done(runtime, *(each.claim.id for each in accepted))
    with runtime.records.begin() as session:
        assert not pending_messages(session)


def test_waking_somebody_who_is_not_there_does_nothing(runtime: Runtime) -> None:
    wake(runtime)
    dispatcher = start_embedded(runtime)
    dispatcher.stop()
    wake(runtime)


def test_urgent_claims_go_first(open_runtime: OpenRuntime, runtime: Runtime, bench: Bench) -> None:
    single = open_runtime(dispatcher_threads=1)
    low = accept(single, "One missile was fired.", priority="low")
    high = accept(single, "Six missiles were fired.", priority="high")
    bench.go_on.clear()
    with dispatching(single):
        assert bench.judging.wait(60)
        assert claim_of(runtime, high.claim.id).status == "running"
        assert claim_of(runtime, low.claim.id).status == "queued"
        bench.go_on.set()
        wait_done(runtime, low.claim.id, high.claim.id)


def test_two_processes_share_the_work_and_do_nothing_twice(
    open_runtime: OpenRuntime, runtime: Runtime, bench: Bench
) -> None:
    accepted = [accept(runtime, f"{number} missiles were fired.") for number in range(20)]
    with dispatching(open_runtime()), dispatching(open_runtime()):
        wait_done(runtime, *(each.claim.id for each in accepted))
    assert bench.asked == 20
    assert {run_of(runtime, each.claim.id).attempt for each in accepted} == {1}


def test_stopping_lets_what_is_under_way_come_to_its_end(runtime: Runtime, bench: Bench) -> None:
    bench.go_on.clear()
    accepted = accept(runtime)
    dispatcher = start_embedded(runtime)
    assert bench.judging.wait(60)

    stopped: list[bool] = []
    stopping = threading.Thread(target=lambda: stopped.append(dispatcher.stop(60)))
    stopping.start()
    assert not dispatcher.stop(0.0), "still at work"
    bench.go_on.set()
    stopping.join()

    assert stopped == [True]
    assert claim_of(runtime, accepted.claim.id).status == "done"


def test_a_defect_ends_no_thread(open_runtime: OpenRuntime, runtime: Runtime, bench: Bench) -> None:
    single = open_runtime(dispatcher_threads=1)
    bench.failure = ZeroDivisionError()
    with dispatching(single):
        broken = accept(single, "Seven missiles were fired.")
        wait_for(lambda: run_of(runtime, broken.claim.id).error_code == "crashed", "it crashed")
        bench.failure = None
        wait_done(single, accept(single, "Eight missiles were fired.").claim.id)


def test_without_a_database_it_waits_for_one(open_runtime: OpenRuntime) -> None:
    runtime = open_runtime()
    with dispatching(runtime):
        runtime.records.migrate()
        accepted = accept(runtime)
        wait_done(runtime, accepted.claim.id)


def test_documents_the_corpus_lacks_are_indexed(runtime: Runtime) -> None:
    with runtime.records.begin() as session:
        put_document(
            session, statement("d2", "The harvest was good."), actor="test", now=runtime.now()
        )
        withdraw_document(session, "d1", reason="retracted", actor="test", now=runtime.now())
    with dispatching(runtime):
        wait_for(
            lambda: (
                [hit.passage.document.id for hit in runtime.corpus.search(PassageQuery("harvest"))]
                == ["d2"]
            ),
            "the new one is found",
        )
        assert not runtime.corpus.search(PassageQuery("missiles"))


def test_callbacks_are_sent_when_the_verdict_is_there(runtime: Runtime, receiver: Receiver) -> None:
    with dispatching(runtime):
        accept(runtime, callback_url=receiver.url("/in", host="127.0.0.1"))
        wake(runtime)
        wait_for(lambda: bool(receiver.requests), "the callback came")
    (request,) = receiver.requests
    assert b"claim.verified" in request.body
