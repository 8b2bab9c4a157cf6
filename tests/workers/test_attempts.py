from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from records.runs import start_run
from runtime.wiring import Runtime
from tests.workers.conftest import Bench, OpenRuntime
from tests.workers.material import accept, claim_of, run_of, wait_for
from verification.errors import (
    CorpusUnavailable,
    JudgeAnswerInvalid,
    JudgeUnavailable,
    SettingsInvalid,
)
from workers.attempts import attempt_next, attempt_run, retry_wait_s


def in_a_thread(runtime: Runtime, run_id: str) -> threading.Thread:
    thread = threading.Thread(target=attempt_run, args=(runtime, run_id))
    thread.start()
    return thread


def test_a_run_ends_with_a_verdict(runtime: Runtime) -> None:
    accepted = accept(runtime)
    assert accepted.run_id
    assert attempt_run(runtime, accepted.run_id)

    claim = claim_of(runtime, accepted.claim.id)
    assert claim.status == "done"
    assert claim.verdict
    assert claim.verdict["veracity"] == "refuted"
    assert run_of(runtime, claim.id).attempt == 1


def test_a_second_message_about_the_same_run_does_nothing(runtime: Runtime, bench: Bench) -> None:
    accepted = accept(runtime)
    assert accepted.run_id
    assert attempt_run(runtime, accepted.run_id)
    assert not attempt_run(runtime, accepted.run_id)
    assert not attempt_next(runtime)
    assert bench.asked == 1


def test_nor_does_one_while_the_first_is_at_work(runtime: Runtime, bench: Bench) -> None:
    bench.go_on.clear()
    accepted = accept(runtime)
    assert accepted.run_id
    first = in_a_thread(runtime, accepted.run_id)
    assert bench.judging.wait(60)

    for _ in range(5):
        assert not attempt_run(runtime, accepted.run_id)
    bench.go_on.set()
    first.join()

    assert claim_of(runtime, accepted.claim.id).status == "done"
    assert bench.asked == 1


def test_a_message_about_nothing_does_nothing(runtime: Runtime) -> None:
    assert not attempt_run(runtime, "run_nothing")


def test_work_that_takes_longer_than_its_lease_keeps_it(
    open_runtime: OpenRuntime, runtime: Runtime, bench: Bench
) -> None:
    quick = open_runtime(run_lease_s=0.6)
    bench.go_on.clear()
    accepted = accept(quick)
    assert accepted.run_id
    first = in_a_thread(quick, accepted.run_id)
    assert bench.judging.wait(60)
    begun = quick.now()
    wait_for(lambda: quick.now() > begun + timedelta(seconds=1.5), "two leases over")
    assert not attempt_next(runtime)
    bench.go_on.set()
    first.join()

    assert claim_of(runtime, accepted.claim.id).status == "done"
    assert run_of(runtime, accepted.claim.id).attempt == 1


def test_work_that_hangs_does_not_keep_its_run_for_ever(
    open_runtime: OpenRuntime, runtime: Runtime, bench: Bench
) -> None:
    hanging = open_runtime(run_lease_s=0.5, run_limit_s=0.5)
    bench.go_on.clear()
    accepted = accept(hanging)
    assert accepted.run_id
    stale = in_a_thread(hanging, accepted.run_id)
    assert bench.judging.wait(60)
    bench.judging.clear()

    def taken_over() -> bool:
        with runtime.records.begin() as session:
            taken = start_run(
                session, str(accepted.run_id), holder="second", lease_s=60, now=runtime.now()
            )
        return taken is not None and taken.after_silence

    wait_for(taken_over, "somebody else has the run")
    bench.go_on.set()
    stale.join()

    # The one that hung came back with a verdict, and it was refused.
    claim = claim_of(runtime, accepted.claim.id)
    assert (claim.status, claim.verdict) == ("running", None)


def test_an_outage_is_waited_out_and_costs_no_attempt(runtime: Runtime, bench: Bench) -> None:
    accepted_ids = []
    for outage in (JudgeUnavailable("no answer"), CorpusUnavailable("a shard is gone")):
        bench.failure = outage
        accepted = accept(runtime, f"Three missiles were fired, {outage.code}.")
        accepted_ids.append(accepted.claim.id)
        assert attempt_next(runtime)

        claim, run = claim_of(runtime, accepted.claim.id), run_of(runtime, accepted.claim.id)
        assert (claim.status, claim.verdict) == ("queued", None)
        assert (run.attempt, run.error_code) == (0, outage.code)

    assert not attempt_next(runtime), "not before their time"
    bench.failure = None
    for _ in accepted_ids:
        wait_for(lambda: attempt_next(runtime), "tried again")
    assert {claim_of(runtime, each).status for each in accepted_ids} == {"done"}


def test_what_trying_again_cannot_mend_fails_with_its_code(runtime: Runtime, bench: Bench) -> None:
    bench.failure = JudgeAnswerInvalid("Probabilities that do not add up.")
    accepted = accept(runtime)
    attempt_next(runtime)

    claim, run = claim_of(runtime, accepted.claim.id), run_of(runtime, accepted.claim.id)
    assert (claim.status, claim.verdict) == ("failed", None)
    assert run.error_code == "judge_answer_invalid"
    assert claim.review
    assert "failed" in claim.review.reasons


def test_a_defect_costs_attempts_and_the_last_one_ends_at_the_desk(
    runtime: Runtime, bench: Bench
) -> None:
    bench.failure = ZeroDivisionError("a defect that quotes the claim")
    accepted = accept(runtime)
    for _ in range(3):
        wait_for(lambda: attempt_next(runtime), "tried again")

    claim, run = claim_of(runtime, accepted.claim.id), run_of(runtime, accepted.claim.id)
    assert claim.status == "failed"
    assert run.attempt == 3
    assert run.error_detail
    assert "ZeroDivisionError" in run.error_detail
    assert "quotes the claim" not in run.error_detail
    assert not attempt_next(runtime)


def test_a_worker_that_is_set_up_wrongly_takes_no_run(
    open_runtime: OpenRuntime, runtime: Runtime
) -> None:
    accepted = accept(runtime)
    assert accepted.run_id
    wrong = open_runtime(policy="/nowhere/policy.json")
    with pytest.raises(SettingsInvalid):
        attempt_run(wrong, accepted.run_id)
    with pytest.raises(SettingsInvalid):
        attempt_next(wrong)

    assert claim_of(runtime, accepted.claim.id).status == "queued"
    assert run_of(runtime, accepted.claim.id).attempt == 0
    assert attempt_run(runtime, accepted.run_id)


def test_what_happened_is_counted(runtime: Runtime, bench: Bench) -> None:
    accept(runtime)
    attempt_next(runtime)
    bench.failure = CorpusUnavailable("a shard is gone")
    accept(runtime, "Four missiles were fired.")
    attempt_next(runtime)

    page = runtime.metrics.page(None, runtime.now()).decode()
    assert 'assay_run_attempts_total{outcome="verdict"} 1.0' in page
    assert 'assay_run_attempts_total{outcome="retry"} 1.0' in page
    assert 'assay_runs_finished_total{veracity="refuted"} 1.0' in page
    assert "assay_corpus_refusals_total 1.0" in page
    assert "assay_verification_seconds_count 2.0" in page


def test_waits_double_up_to_a_minute_however_long_it_lasts() -> None:
    assert [retry_wait_s(failures) for failures in (1, 2, 3, 7, 5000)] == [1, 2, 4, 60, 60]
