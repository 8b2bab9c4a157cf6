"""Claims are accepted once, whatever happens at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from records import Records
from records.claims import (
    ClaimFilter,
    CurrentState,
    add_claim,
    claim_history,
    claim_requests,
    get_claim,
    list_claims,
    unfinished_claims_of,
)
from records.models.claims import ClaimRequestRow, ClaimRow, RunRow
from records.models.ledger import OutboxRow
from records.outbox import pending_messages
from records.runs import request_recheck
from tests.records.material import (
    CURRENT,
    NOW,
    accept,
    claim,
    finish,
    later,
    submission,
    take,
    verdict,
    verified,
)
from verification.errors import ClaimRejected, NotFound, Rejected
from verification.types import Veracity


def test_a_claim_is_accepted_with_its_run_and_its_message(records: Records) -> None:
    given = submission(
        priority="high", appeared_in={"url": "https://news.example/a", "title": "Ü"}, channel="desk"
    )

    accepted = accept(records, given)

    assert accepted.created
    assert not accepted.answered
    assert accepted.claim.status == "queued"
    assert accepted.claim.claim == given.claim
    assert accepted.claim.priority == "high"
    assert accepted.claim.demand == 1
    assert accepted.claim.created_at == NOW
    assert accepted.claim.run is not None
    assert accepted.claim.run.id == accepted.run_id
    with records.begin() as session:
        [message] = pending_messages(session)
        [request] = claim_requests(session, accepted.claim.id)
        assert get_claim(session, accepted.claim.id) == accepted.claim
    assert (message.topic, message.subject_id) == ("verify", accepted.run_id)
    assert message.priority == "high"
    assert request.appeared_in == {"url": "https://news.example/a", "title": "Ü"}
    assert request.channel == "desk"


def test_nothing_is_left_of_a_claim_whose_transaction_fails(records: Records) -> None:
    class Stop(Exception):
        pass

    def stop_midway() -> None:
        with records.begin() as session:
            add_claim(session, submission(), current=CURRENT, now=NOW)
            raise Stop

    with pytest.raises(Stop):
        stop_midway()

    with records.read() as session:
        for table in (ClaimRow, ClaimRequestRow, RunRow, OutboxRow):
            assert session.scalar(select(func.count()).select_from(table)) == 0


def test_two_hundred_at_once_make_one_claim_and_one_run(records: Records) -> None:
    with ThreadPoolExecutor(20) as pool:
        accepted = list(pool.map(lambda _: accept(records), range(200)))

    assert len({each.claim.id for each in accepted}) == 1
    assert len({each.run_id for each in accepted}) == 1
    assert sum(each.created for each in accepted) == 1
    assert sorted(each.claim.demand for each in accepted) == list(range(1, 201))
    with records.read() as session:
        assert session.scalar(select(func.count()).select_from(RunRow)) == 1
        assert session.scalar(select(func.count()).select_from(ClaimRequestRow)) == 200
        assert session.scalar(select(func.count()).select_from(OutboxRow)) == 1


def test_the_same_words_are_the_same_claim(records: Records) -> None:
    first = accept(records, submission("Café closed  on\nSunday."))
    again = accept(records, submission("Cafe\u0301 closed on Sunday. "))

    assert again.claim.id == first.claim.id
    assert again.claim.claim.text == "Café closed  on\nSunday."


@pytest.mark.parametrize(
    "other",
    [
        claim("Three missiles were fired on Monday."),
        claim("three missiles were fired on Sunday."),
        claim(speaker="Seoul"),
        claim(claimed_at=NOW.date()),
        claim(as_of=NOW.date()),
        claim(language="ko"),
    ],
    ids=["text", "case", "speaker", "claimed_at", "as_of", "language"],
)
def test_other_words_or_circumstances_are_another_claim(records: Records, other: object) -> None:
    first = accept(records)

    second = accept(records, submission().__class__(other, "local"))  # type: ignore[arg-type]

    assert second.created
    assert second.claim.id != first.claim.id


def test_a_valid_verdict_answers_at_once(records: Records) -> None:
    first = verified(records)

    again = accept(records, now=later(minutes=1))

    assert again.answered
    assert again.run_id is None
    assert again.claim.id == first.claim.id
    assert again.claim.status == "done"
    assert again.claim.verdict is not None
    assert again.claim.verdict["veracity"] == "supported"


@pytest.mark.parametrize(
    "current",
    [
        CurrentState("g2", CURRENT.judge, CURRENT.policy),
        CurrentState("g1", "lexical-2", CURRENT.policy),
        CurrentState("g1", CURRENT.judge, "p2"),
        CurrentState(None, CURRENT.judge, CURRENT.policy),
    ],
    ids=["corpus", "judge", "policy", "corpus silent"],
)
def test_a_verdict_made_with_something_else_is_made_anew(
    records: Records, current: CurrentState
) -> None:
    verified(records)

    with records.begin() as session:
        again = add_claim(session, submission(), current=current, now=later(minutes=1))

    assert not again.answered
    assert again.run_id is not None
    assert again.claim.status == "queued"
    assert again.claim.verdict is not None, "the old verdict stays until there is a new one"


def test_a_failed_claim_is_tried_again_when_asked_again(records: Records) -> None:
    from records.runs import fail_run  # noqa: PLC0415

    first = accept(records)
    run = take(records)
    with records.begin() as session:
        assert fail_run(session, run.run_id, fence=run.fence, code="x", detail="y", now=NOW)

    again = accept(records)

    assert again.run_id not in (None, first.run_id)
    assert again.claim.status == "queued"


def test_a_more_urgent_request_hastens_the_run(records: Records) -> None:
    accept(records, submission("One.", priority="low"))
    accept(records, submission("Two.", priority="normal"))
    accept(records, submission("One.", priority="high"))
    accept(records, submission("One.", priority="low"))

    run = take(records)

    assert run.claim.text == "One."
    assert run.priority == "high"


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (submission("  "), ClaimRejected),
        (submission("with \x00 inside"), ClaimRejected),
        (submission("half \ud83d of a pair"), ClaimRejected),
        (submission(priority="urgent"), Rejected),
        (submission(callback_url="https://e.example/" + "x" * 2000), Rejected),
    ],
)
def test_what_cannot_be_stored_is_rejected(
    records: Records, given: object, error: type[Rejected]
) -> None:
    with pytest.raises(error):
        accept(records, given)  # type: ignore[arg-type]


def test_a_claim_that_is_not_there(records: Records) -> None:
    with records.read() as session:
        with pytest.raises(NotFound):
            get_claim(session, "clm_none")
        with pytest.raises(NotFound):
            claim_history(session, "clm_none")
        assert claim_requests(session, "clm_none") == []


def test_lists_go_page_by_page_newest_first(records: Records) -> None:
    ids = [
        accept(records, submission(f"Claim {number}."), now=later(seconds=number // 2)).claim.id
        for number in range(7)
    ]
    seen, after = [], None
    while True:
        with records.read() as session:
            page = list_claims(session, ClaimFilter(limit=3, after=after))
        seen += [each.id for each in page.items]
        after = page.next
        if after is None:
            break

    assert sorted(seen) == sorted(ids)
    assert seen == sorted(seen, key=lambda each: (ids.index(each) // 2, each), reverse=True)


def test_lists_are_filtered(records: Records) -> None:
    refuted = verified(records, verdict(Veracity.REFUTED), submission("100% of it_was false."))
    supported = verified(records, verdict(), submission("1000 of it was true."))
    queued = accept(records, submission("Nobody knows yet."))

    def found(**wanted: object) -> list[str]:
        with records.read() as session:
            page = list_claims(session, ClaimFilter(**wanted))  # type: ignore[arg-type]
        return sorted(each.id for each in page.items)

    assert found(status="queued") == [queued.claim.id]
    assert found(veracity=Veracity.SUPPORTED) == [supported.claim.id]
    assert found(text="OF IT") == sorted([refuted.claim.id, supported.claim.id])
    assert found(text="100%") == [refuted.claim.id]
    assert found(text="it_was") == [refuted.claim.id]
    assert found(review_state="waiting") == [refuted.claim.id]
    assert found(review_state="decided") == []


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("Die Straße nach Łódź ist zu.", "STRASSE NACH ŁÓDŹ"),
        ("МИД России заявил.", "мид россии"),
        ("Η ΟΔΌΣ ΕΊΝΑΙ ΚΛΕΙΣΤΉ.", "οδός είναι"),
        ("Cafe\u0301 Rouge closed.", "CAF\u00c9 rouge"),
        ("平壌 said nothing.", "平壌 SAID"),
    ],
    ids=["Latin", "Cyrillic", "Greek", "accents apart", "no case"],
)
def test_text_is_found_in_any_case_of_any_script(records: Records, said: str, wanted: str) -> None:
    claim_id = accept(records, submission(said)).claim.id
    accept(records, submission("Something else."))
    with records.read() as session:
        page = list_claims(session, ClaimFilter(text=wanted))
    assert [(each.id, each.claim.text) for each in page.items] == [(claim_id, said)]


def test_the_history_has_every_run(records: Records) -> None:
    first = verified(records)
    with records.begin() as session:
        again = request_recheck(
            session, first.claim.id, reason="document_changed", now=later(hours=1)
        )

    with records.read() as session:
        newest, oldest = claim_history(session, first.claim.id)

    assert (newest.id, newest.status, newest.reason) == (again, "queued", "document_changed")
    assert (oldest.id, oldest.status, oldest.reason) == (first.run_id, "done", "submitted")
    assert oldest.verdict_id is not None


def test_unfinished_claims_are_counted_by_key(records: Records) -> None:
    accept(records, submission("One.", key_id="a"))
    accept(records, submission("One.", key_id="a"))
    accept(records, submission("Two.", key_id="a"))
    accept(records, submission("Two.", key_id="b"))
    finish(records, take(records), verdict())

    with records.read() as session:
        assert unfinished_claims_of(session, "a") == 1
        assert unfinished_claims_of(session, "b") == 1
        assert unfinished_claims_of(session, "c") == 0
