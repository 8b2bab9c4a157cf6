"""Runs are held by lease, and a stale fence token writes nothing."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text

from records import Records, Rules
from records.claims import claim_history, get_claim
from records.deliveries import DeliveryFilter, list_deliveries
from records.documents import mark_indexed, put_document, withdraw_document
from records.models.claims import VerdictRow
from records.models.hooks import EventRow
from records.outbox import pending_messages
from records.runs import (
    claim_next_run,
    claims_touched_by,
    due_runs,
    fail_run,
    finish_run,
    release_run,
    renew_run,
    request_recheck,
    standing_claims,
    start_run,
)
from records.verdicts import get_verdict
from records.webhooks import EVENT_TYPES, create_endpoint
from tests.records.material import (
    NOW,
    SENTENCE,
    accept,
    document,
    evidence,
    finish,
    later,
    store,
    submission,
    take,
    verdict,
    verified,
)
from verification.errors import CorpusInconsistent, NotFound
from verification.types import Veracity

Opened = Callable[[Rules | None], Records]


def start(records: Records, run_id: str, *, now: object = NOW, holder: str = "w") -> object:
    with records.begin() as session:
        return start_run(session, run_id, holder=holder, lease_s=60, now=now)  # type: ignore[arg-type]


def test_of_many_that_want_a_run_one_gets_it(records: Records) -> None:
    run_id = accept(records).run_id or ""

    with ThreadPoolExecutor(10) as pool:
        taken = list(pool.map(lambda _: start(records, run_id), range(30)))

    assert len([run for run in taken if run is not None]) == 1


def test_of_many_runs_each_goes_to_one(records: Records) -> None:
    wanted = {accept(records, submission(f"Claim {number}.")).run_id for number in range(20)}

    def work(_: int) -> list[str]:
        mine: list[str] = []
        while True:
            with records.begin() as session:
                run = claim_next_run(session, holder="w", lease_s=60, now=NOW)
            if run is None:
                return mine
            mine.append(run.run_id)

    with ThreadPoolExecutor(5) as pool:
        taken = [run_id for mine in pool.map(work, range(5)) for run_id in mine]

    assert sorted(taken) == sorted(filter(None, wanted))


def test_a_lease_names_what_there_is_to_do(records: Records) -> None:
    accepted = accept(records, submission("Two were fired.", priority="low"))

    run = take(records, lease_s=90)

    assert run.claim == accepted.claim.claim
    assert run.claim_id == accepted.claim.id
    assert (run.attempt, run.fence, run.outages, run.priority) == (1, 1, 0, "low")
    assert run.lease_until == later(seconds=90)
    with records.begin() as session:
        assert get_claim(session, run.claim_id).status == "running"
        assert pending_messages(session) == [], "nobody need be told any more"


def test_urgent_runs_go_first_then_the_oldest(records: Records) -> None:
    accept(records, submission("Low.", priority="low"), now=NOW)
    accept(records, submission("Second."), now=later(seconds=2))
    accept(records, submission("First."), now=later(seconds=1))
    accept(records, submission("High.", priority="high"), now=later(seconds=3))

    texts = [take(records, now=later(seconds=5)).claim.text for _ in range(4)]

    assert texts == ["High.", "First.", "Second.", "Low."]


def test_a_lease_that_ran_out_goes_to_the_next_and_the_old_holder_writes_nothing(
    records: Records,
) -> None:
    accepted = accept(records)
    old = take(records, lease_s=60)

    assert start(records, old.run_id, now=later(seconds=60)) is None
    new = take(records, now=later(seconds=61))

    assert (new.run_id, new.attempt, new.fence) == (old.run_id, 2, 2)
    with records.begin() as session:
        stale = {"fence": old.fence, "now": later(seconds=62)}
        assert not renew_run(session, old.run_id, lease_s=60, **stale)  # type: ignore[arg-type]
        assert not fail_run(session, old.run_id, code="x", detail="y", **stale)  # type: ignore[arg-type]
        assert not release_run(
            session,
            old.run_id,
            fence=old.fence,
            code="x",
            detail="y",
            retry_at=NOW,
            now=later(seconds=62),
        )
    assert not finish(records, old, verdict(Veracity.REFUTED))
    assert finish(records, new, verdict(Veracity.SUPPORTED))
    assert not finish(records, new, verdict(Veracity.REFUTED)), "once is enough"
    with records.read() as session:
        claim = get_claim(session, accepted.claim.id)
        assert session.scalar(select(func.count()).select_from(VerdictRow)) == 1
    assert claim.verdict is not None
    assert claim.verdict["veracity"] == "supported"


def test_a_sign_of_life_prolongs_the_lease(records: Records) -> None:
    accept(records)
    run = take(records, lease_s=60)

    with records.begin() as session:
        assert renew_run(session, run.run_id, fence=run.fence, lease_s=60, now=later(seconds=50))

    assert start(records, run.run_id, now=later(seconds=100)) is None
    assert start(records, run.run_id, now=later(seconds=111)) is not None


def test_a_run_that_kills_its_workers_ends_at_the_desk(records: Records) -> None:
    accepted = accept(records)
    with records.begin() as session:
        create_endpoint(
            session,
            key_id="local",
            url="https://e.example",
            events=EVENT_TYPES,
            description="",
            now=NOW,
        )
    for attempt in range(3):
        assert take(records, now=later(minutes=5 * attempt)).attempt == attempt + 1

    with records.begin() as session:
        nothing = claim_next_run(session, holder="w", lease_s=60, now=later(minutes=20))

    assert nothing is None
    with records.read() as session:
        claim = get_claim(session, accepted.claim.id)
        [delivery] = list_deliveries(session, DeliveryFilter()).items
    assert claim.status == "failed"
    assert claim.run is not None
    assert claim.run.error_code == "attempts_exhausted"
    assert claim.review is not None
    assert (claim.review.state, claim.review.reasons) == ("waiting", ("failed",))
    assert delivery.event_type == "claim.failed"


def test_an_error_costs_an_attempt_and_is_not_tried_again_before_its_time(
    records: Records,
) -> None:
    accepted = accept(records)
    now = NOW
    for attempt in (1, 2, 3):
        run = take(records, now=now)
        assert (run.attempt, run.outages) == (attempt, 0)
        retry_at = now + (later(minutes=1) - NOW)
        with records.begin() as session:
            assert release_run(
                session,
                run.run_id,
                fence=run.fence,
                code="corpus_inconsistent",
                detail="A quotation is wrong.",
                retry_at=retry_at,
                now=now,
            )
            assert claim_next_run(session, holder="w", lease_s=60, now=now) is None
        now = retry_at

    with records.read() as session:
        claim = get_claim(session, accepted.claim.id)
    assert claim.status == "failed"
    assert claim.run is not None
    assert claim.run.error_code == "attempts_exhausted"
    assert "corpus_inconsistent: A quotation is wrong." in (claim.run.error_detail or "")


def test_an_outage_costs_no_attempt_until_patience_ends(opened: Opened) -> None:
    records = opened(Rules(outage_patience_s=3600))
    accepted = accept(records)

    def release_at(minutes: int) -> str:
        run = take(records, now=later(minutes=minutes))
        assert run.attempt == 1
        with records.begin() as session:
            release_run(
                session,
                run.run_id,
                fence=run.fence,
                code="corpus_unavailable",
                detail="No answer.",
                retry_at=later(minutes=minutes + 5),
                now=later(minutes=minutes),
            )
            return get_claim(session, accepted.claim.id).status

    assert [release_at(minutes) for minutes in range(0, 60, 5)] == ["queued"] * 12
    assert release_at(60) == "failed"


def test_a_failure_is_no_verdict(records: Records) -> None:
    accepted = accept(records)
    run = take(records)

    with records.begin() as session:
        assert fail_run(
            session, run.run_id, fence=run.fence, code="judge_answer_invalid", detail="D.", now=NOW
        )

    with records.read() as session:
        claim = get_claim(session, accepted.claim.id)
    assert (claim.status, claim.verdict, claim.verdict_id) == ("failed", None, None)
    assert claim.run is not None
    assert (claim.run.error_code, claim.run.error_detail) == ("judge_answer_invalid", "D.")


def test_a_verdict_is_kept_as_the_outside_sees_it(records: Records) -> None:
    stored = store(records)
    accepted = accept(records)
    made = verdict(Veracity.REFUTED, 0.93, evidence(stored))

    assert finish(records, take(records), made, now=later(seconds=5))

    with records.read() as session:
        claim = get_claim(session, accepted.claim.id)
        [run] = claim_history(session, accepted.claim.id)
    assert claim.status == "done"
    assert claim.updated_at == later(seconds=5)
    assert claim.verdict is not None
    assert claim.verdict["veracity"] == "refuted"
    assert claim.verdict["evidence"][0]["quote"] == SENTENCE
    assert claim.verdict["provenance"]["corpus_generation"] == "g1"
    assert (run.status, run.verdict_id) == ("done", claim.verdict_id)


def test_a_wrong_quotation_writes_nothing_at_all(records: Records) -> None:
    stored = store(records)
    accepted = accept(records)
    run = take(records)
    with records.begin() as session:
        withdraw_document(session, stored.id, reason="false", actor="test", now=NOW)

    with pytest.raises(CorpusInconsistent):
        finish(records, run, verdict(Veracity.REFUTED, 0.9, evidence(stored)))

    with records.read() as session:
        claim = get_claim(session, accepted.claim.id)
    assert (claim.status, claim.verdict, claim.review) == ("running", None, None)
    with records.begin() as session:
        assert renew_run(session, run.run_id, fence=run.fence, lease_s=60, now=NOW)


def test_runs_are_offered_now_and_again(opened: Opened) -> None:
    records = opened(Rules(offer_again_s=15))
    run_id = accept(records).run_id

    def due(seconds: float) -> list[str]:
        with records.begin() as session:
            return due_runs(session, now=later(seconds=seconds), limit=10)

    assert due(10) == [], "the outbox has just offered it"
    assert due(16) == [run_id]
    assert due(20) == []
    assert due(32) == [run_id]
    run = take(records, now=later(seconds=33), lease_s=60)
    assert due(60) == []
    assert due(94) == [run_id], "its lease ran out"
    run = take(records, now=later(seconds=95))
    with records.begin() as session:
        release_run(
            session,
            run.run_id,
            fence=run.fence,
            code="corpus_unavailable",
            detail="",
            retry_at=later(seconds=200),
            now=later(seconds=96),
        )
    assert due(199) == []
    assert due(200) == [run_id]


def test_a_recheck_is_queued_once(records: Records) -> None:
    claim_id = verified(records).claim.id

    with records.begin() as session:
        first = request_recheck(session, claim_id, reason="document_changed", now=NOW)
        second = request_recheck(session, claim_id, reason="requested", now=NOW)
        with pytest.raises(NotFound):
            request_recheck(session, "clm_none", reason="requested", now=NOW)

    assert first == second
    assert take(records).run_id == first


def test_a_run_that_had_begun_when_a_recheck_was_asked_for_is_followed_by_another(
    records: Records,
) -> None:
    claim_id = accept(records).claim.id
    run = take(records)
    with records.begin() as session:
        asked = request_recheck(session, claim_id, reason="document_added", now=NOW)
    assert asked == run.run_id
    assert finish(records, run, verdict())

    again = take(records)
    assert again.claim_id == claim_id
    assert finish(records, again, verdict())
    with records.read() as session:
        assert [each.reason for each in claim_history(session, claim_id)] == [
            "document_added",
            "submitted",
        ]


def test_a_run_that_begins_anew_looks_at_everything_and_needs_no_other(records: Records) -> None:
    claim_id = accept(records).claim.id
    take(records, lease_s=1)
    with records.begin() as session:
        request_recheck(session, claim_id, reason="document_added", now=NOW)
    anew = take(records, now=later(seconds=2))
    assert finish(records, anew, verdict(), now=later(seconds=3))
    with records.read() as session:
        assert len(claim_history(session, claim_id)) == 1


def test_a_recheck_goes_by_the_lower_priority(records: Records) -> None:
    urgent = verified(records, given=submission("A.", priority="high")).claim.id
    idle = verified(records, given=submission("B.", priority="low")).claim.id
    with records.begin() as session:
        for claim_id, at_most in ((urgent, "low"), (idle, "high")):
            request_recheck(session, claim_id, reason="requested", now=NOW, at_most=at_most)
    assert [take(records).priority for _ in range(2)] == ["low", "low"]


def test_claims_that_stand_are_listed_newest_first_and_only_so_many(records: Records) -> None:
    claims = [verified(records, given=submission(f"Claim {n}.")).claim.id for n in range(3)]
    running = accept(records, submission("Running."), now=later(seconds=1)).claim.id
    take(records, now=later(seconds=1))
    accept(records, submission("Queued."), now=later(seconds=2))
    with records.read() as session:
        assert standing_claims(session, 0) == []
        assert [each.id for each in standing_claims(session, 2)] == [running, max(claims)]
        assert {each.id for each in standing_claims(session, 9)} == {running, *claims}


def test_claims_are_found_by_the_documents_their_latest_verdict_quotes(records: Records) -> None:
    one, two = store(records, document("d1")), store(records, document("d2"))
    first = verified(records, verdict(Veracity.REFUTED, 0.9, evidence(one)), submission("A."))
    second = verified(
        records, verdict(Veracity.REFUTED, 0.9, evidence(one), evidence(two)), submission("B.")
    )

    def touched(*document_ids: str) -> list[str]:
        with records.read() as session:
            return claims_touched_by(session, document_ids)

    assert touched("d1") == sorted([first.claim.id, second.claim.id])
    assert touched("d2") == [second.claim.id]
    assert touched("d3") == []
    assert touched() == []
    with records.begin() as session:
        request_recheck(session, second.claim.id, reason="requested", now=NOW)
    finish(records, take(records), verdict(Veracity.REFUTED, 0.9, evidence(two)))
    assert touched("d1") == [first.claim.id], "only the latest verdict counts"


def test_a_verdict_on_a_version_the_index_has_left_behind_is_followed_by_another(
    records: Records,
) -> None:
    old = store(records)
    accepted = accept(records)
    run = take(records)
    with records.begin() as session:
        new = put_document(session, document(text=SENTENCE + " Changed."), actor="t", now=NOW)
    finish_old = verdict(Veracity.REFUTED, 0.9, evidence(old))

    with records.begin() as session:
        mark_indexed(session, [(new.id, new.version)])
    assert finish(records, run, finish_old)

    with records.read() as session:
        newest, finished = claim_history(session, accepted.claim.id)
    assert finished.status == "done"
    assert (newest.status, newest.reason) == ("queued", "document_changed")


def test_while_the_index_lags_a_verdict_on_its_version_stands(records: Records) -> None:
    old = store(records)
    accepted = accept(records)
    run = take(records)
    with records.begin() as session:
        put_document(session, document(text=SENTENCE + " Changed."), actor="t", now=NOW)

    assert finish(records, run, verdict(Veracity.REFUTED, 0.9, evidence(old)))

    with records.read() as session:
        assert len(claim_history(session, accepted.claim.id)) == 1


def test_everything_that_follows_from_a_verdict_is_told_once(records: Records) -> None:
    with records.begin() as session:
        for url, events in (
            ("https://a.example", EVENT_TYPES),
            ("https://b.example", EVENT_TYPES[1:]),
        ):
            create_endpoint(session, key_id="k", url=url, events=events, description="", now=NOW)
    call = submission(callback_url="https://c.example/told")
    accept(records, call)
    accept(records, call)

    finish(records, take(records), verdict(Veracity.REFUTED))

    with records.read() as session:
        deliveries = list_deliveries(session, DeliveryFilter()).items
        [event] = session.scalars(select(EventRow))
    assert sorted(each.url for each in deliveries) == [
        "https://a.example",
        "https://c.example/told",
    ]
    body = json.loads(event.body)
    assert body["type"] == "claim.verified"
    assert body["timestamp"] == "2021-03-25T09:00:00Z"
    assert body["data"]["claim"]["status"] == "done"
    assert body["data"]["verdict"]["veracity"] == "refuted"
    assert body["data"]["changed"] is False


def test_finish_with_a_run_that_is_not_there(records: Records) -> None:
    with records.begin() as session:
        assert not finish_run(session, "run_none", fence=1, verdict=verdict(), now=NOW)
        assert start_run(session, "run_none", holder="w", lease_s=1, now=NOW) is None


def test_earlier_verdicts_stay_readable(records: Records) -> None:
    first = verified(records, verdict(Veracity.REFUTED))
    with records.begin() as session:
        request_recheck(session, first.claim.id, reason="requested", now=later(hours=1))
    finish(records, take(records, now=later(hours=1)), verdict(Veracity.SUPPORTED))

    with records.read() as session:
        newest, oldest = claim_history(session, first.claim.id)
        told = [
            get_verdict(session, each.verdict_id or "")["veracity"] for each in (newest, oldest)
        ]
        with pytest.raises(NotFound):
            get_verdict(session, "vrd_none")
    assert told == ["supported", "refuted"]


@pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
def test_a_document_cannot_be_withdrawn_between_the_check_and_the_verdict(
    records: Records,
) -> None:
    stored = store(records)
    accepted = accept(records)
    run = take(records)
    withdrawing = threading.Event()

    def withdraw_and_look() -> list[str]:
        with records.begin() as session:
            withdrawing.set()
            withdraw_document(session, stored.id, reason="false", actor="test", now=NOW)
            return claims_touched_by(session, [stored.id])

    with ThreadPoolExecutor(1) as pool:
        with records.begin() as session:
            made = verdict(Veracity.REFUTED, 0.9, evidence(stored))
            assert finish_run(session, run.run_id, fence=run.fence, verdict=made, now=NOW)
            looking = pool.submit(withdraw_and_look)
            assert withdrawing.wait(10)
            waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            while not session.scalar(waiting):
                assert not looking.done(), "the withdrawal did not wait for the verdict"
        touched = looking.result()

    assert touched == [accepted.claim.id]
