"""The review queue: who looks at what, and what comes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from records import Records, Rules
from records.audit import list_events
from records.claims import get_claim
from records.models.hooks import EventRow
from records.reviews import (
    ReviewFilter,
    ReviewItem,
    decide,
    get_review,
    lease_next,
    lease_review,
    list_reviews,
    release,
    renew,
    request_review,
    skip,
    urgent_reviews,
)
from records.runs import fail_run, request_recheck
from tests.records.material import (
    NOW,
    accept,
    audited,
    evidence,
    finish,
    later,
    store,
    submission,
    take,
    verdict,
    verified,
)
from verification.errors import Conflict, NotAllowed, NotFound, Rejected
from verification.types import Veracity

Opened = Callable[[Rules | None], Records]


def waiting(records: Records) -> list[ReviewItem]:
    with records.read() as session:
        return list(list_reviews(session, ReviewFilter(state="waiting")).items)


def next_for(records: Records, reviewer: str = "ana", **at: float) -> ReviewItem | None:
    with records.begin() as session:
        return lease_next(session, reviewer=reviewer, lease_s=900, now=later(**at))


def settle(records: Records, review_id: str, veracity: Veracity = Veracity.REFUTED) -> ReviewItem:
    with records.begin() as session:
        lease_review(session, review_id, reviewer="ana", lease_s=900, now=NOW)
        return decide(
            session, review_id, reviewer="ana", veracity=veracity, rationale="Seen.", now=NOW
        )


def recheck(records: Records, claim_id: str, veracity: Veracity, confidence: float = 0.95) -> None:
    with records.begin() as session:
        request_recheck(session, claim_id, reason="document_changed", now=NOW)
    assert finish(records, take(records), verdict(veracity, confidence))


@pytest.mark.parametrize(
    ("veracity", "confidence", "reasons"),
    [
        (Veracity.SUPPORTED, 0.9, ()),
        (Veracity.SUPPORTED, 0.7, ()),
        (Veracity.SUPPORTED, 0.69, ("low_confidence",)),
        (Veracity.REFUTED, 0.9, ("refuted",)),
        (Veracity.CONFLICTING, 0.5, ("conflicting", "low_confidence")),
        (Veracity.NOT_ENOUGH_EVIDENCE, 0.9, ()),
    ],
)
def test_what_goes_to_the_desk(
    records: Records, veracity: Veracity, confidence: float, reasons: tuple[str, ...]
) -> None:
    verified(records, verdict(veracity, confidence))

    assert [each.reasons for each in waiting(records)] == ([reasons] if reasons else [])


def test_the_rules_say_what_goes_to_the_desk(opened: Opened) -> None:
    rules = Rules(
        review_veracities=frozenset({Veracity.NOT_ENOUGH_EVIDENCE}), review_confidence_below=0.5
    )
    records = opened(rules)
    verified(records, verdict(Veracity.REFUTED, 0.6), submission("A."))
    verified(records, verdict(Veracity.NOT_ENOUGH_EVIDENCE, 0.6), submission("B."))

    assert [(each.claim.text, each.reasons) for each in waiting(records)] == [
        ("B.", ("not_enough_evidence",))
    ]


def test_what_many_ask_about_goes_to_the_desk(opened: Opened) -> None:
    records = opened(Rules(high_demand=3))
    verified(records)
    accept(records)
    assert waiting(records) == []

    accept(records)
    accept(records)

    [item] = waiting(records)
    assert (item.reasons, item.demand) == (("high_demand",), 4)


def test_what_a_person_has_decided_does_not_come_back_for_demand(opened: Opened) -> None:
    records = opened(Rules(high_demand=2))
    verified(records, verdict(Veracity.REFUTED))
    settle(records, waiting(records)[0].id)

    accept(records)

    assert waiting(records) == []


def test_an_item_has_all_that_a_reviewer_needs(records: Records) -> None:
    stored = store(records)
    made = verdict(Veracity.REFUTED, 0.9, evidence(stored))
    accepted = verified(records, made, submission(priority="high"))

    [item] = waiting(records)

    assert item.claim == accepted.claim.claim
    assert item.claim_id == accepted.claim.id
    assert (item.priority, item.demand, item.urgency) == ("high", 1, 5)
    assert item.verdict is not None
    assert item.verdict["veracity"] == "refuted"
    assert (item.reviewer, item.lease_until, item.veracity) == (None, None, None)


def test_the_most_urgent_goes_first(records: Records) -> None:
    for second, (text, veracity, confidence, priority) in enumerate(
        (
            ("Low but unsure.", Veracity.REFUTED, 0.5, "low"),
            ("Refuted.", Veracity.REFUTED, 0.9, "normal"),
            ("Conflicting.", Veracity.CONFLICTING, 0.9, "normal"),
            ("Unsure.", Veracity.SUPPORTED, 0.5, "normal"),
            ("Refuted later.", Veracity.REFUTED, 0.9, "normal"),
            ("Urgent.", Veracity.REFUTED, 0.9, "high"),
        )
    ):
        made = verdict(veracity, confidence)
        verified(records, made, submission(text, priority=priority), now=later(seconds=second))
    order = [
        "Urgent.",
        "Conflicting.",
        "Refuted.",
        "Unsure.",
        "Refuted later.",
        "Low but unsure.",
    ]

    with records.read() as session:
        listed = [each.claim.text for each in urgent_reviews(session, limit=9, now=NOW)]
    leased = [item.claim.text for _ in order if (item := next_for(records, minutes=1))]

    assert listed == leased == order
    assert next_for(records, minutes=1) is None


def test_what_waited_a_day_goes_before_all_else(records: Records) -> None:
    old = verified(
        records, verdict(Veracity.SUPPORTED, 0.65), submission("Old.", priority="low"), now=NOW
    )
    verified(
        records,
        verdict(Veracity.CONFLICTING, 0.5),
        submission("Hot.", priority="high"),
        now=later(hours=25),
    )

    item = next_for(records, hours=25)

    assert item is not None
    assert item.claim_id == old.claim.id


def test_no_two_reviewers_get_the_same_item(records: Records) -> None:
    for number in range(6):
        verified(records, verdict(Veracity.REFUTED), submission(f"Claim {number}."))

    with ThreadPoolExecutor(10) as pool:
        items = list(pool.map(lambda n: next_for(records, f"reviewer-{n}"), range(10)))

    ids = [item.id for item in items if item]
    assert len(ids) == len(set(ids)) == 6


def test_a_lease_keeps_others_out_until_it_ends(records: Records) -> None:
    verified(records, verdict(Veracity.REFUTED))
    item = next_for(records, "ana")
    assert item is not None
    assert (item.reviewer, item.lease_until) == ("ana", later(minutes=15))

    with records.begin() as session:
        with pytest.raises(Conflict, match="Somebody else"):
            lease_review(session, item.id, reviewer="ben", lease_s=900, now=later(minutes=14))
        with pytest.raises(Conflict):
            renew(session, item.id, reviewer="ben", lease_s=900, now=later(minutes=14))
        renewed = renew(session, item.id, reviewer="ana", lease_s=900, now=later(minutes=14))
        assert renewed.lease_until == later(minutes=29)
        again = lease_review(session, item.id, reviewer="ana", lease_s=60, now=later(minutes=20))
        assert again.lease_until == later(minutes=21)
        taken = lease_review(session, item.id, reviewer="ben", lease_s=900, now=later(minutes=22))
        assert taken.reviewer == "ben"
        with pytest.raises(Conflict) as caught:
            decide(
                session,
                item.id,
                reviewer="ana",
                veracity=Veracity.REFUTED,
                rationale="Late.",
                now=later(minutes=23),
            )
    assert caught.value.code == "lease_lost"


def test_what_is_given_back_is_free(records: Records) -> None:
    verified(records, verdict(Veracity.REFUTED))
    item = next_for(records, "ana")
    assert item is not None
    with records.begin() as session:
        release(session, item.id, reviewer="ben", now=NOW)
    assert next_for(records, "ben") is None
    with records.begin() as session:
        release(session, item.id, reviewer="ana", now=NOW)
    assert next_for(records, "ben") is not None


def test_a_decision_is_kept_audited_and_told(records: Records) -> None:
    accepted = verified(
        records,
        verdict(Veracity.REFUTED),
        submission(callback_url="https://e.example/told"),
    )
    [item] = waiting(records)

    decided = settle(records, item.id, Veracity.SUPPORTED)

    assert (decided.state, decided.veracity) == ("decided", Veracity.SUPPORTED)
    assert (decided.rationale, decided.decided_by, decided.decided_at) == ("Seen.", "ana", NOW)
    assert (decided.reviewer, decided.lease_until) == (None, None)
    with records.read() as session:
        claim = get_claim(session, accepted.claim.id)
        [audit] = list_events(session, subject=item.id)
        events = {row.type: json.loads(row.body) for row in session.scalars(select(EventRow))}
    assert claim.review is not None
    assert (claim.review.state, claim.review.veracity) == ("decided", Veracity.SUPPORTED)
    assert (audit.actor, audit.kind) == ("ana", "review.decided")
    assert audit.after == {"veracity": "supported", "rationale": "Seen."}
    told = events["review.decided"]["data"]
    assert told["claim"]["id"] == accepted.claim.id
    assert told["review"]["veracity"] == "supported"
    assert told["machine_veracity"] == "refuted"


def test_a_decision_is_final(records: Records) -> None:
    verified(records, verdict(Veracity.REFUTED))
    [item] = waiting(records)
    settle(records, item.id)

    acts: list[Callable[[Session], object]] = [
        lambda session: lease_review(session, item.id, reviewer="ben", lease_s=9, now=NOW),
        lambda session: renew(session, item.id, reviewer="ana", lease_s=9, now=NOW),
        lambda session: skip(session, item.id, reviewer="ana", reason="later", now=NOW),
        lambda session: decide(
            session, item.id, reviewer="ana", veracity=Veracity.REFUTED, rationale="No.", now=NOW
        ),
    ]
    for act in acts:
        with pytest.raises(Conflict) as caught, records.begin() as session:
            act(session)
        assert caught.value.code == "review_closed"


def test_of_two_decisions_at_once_one_counts(records: Records) -> None:
    verified(records, verdict(Veracity.REFUTED))
    item = next_for(records, "ana")
    assert item is not None

    def attempt(veracity: Veracity) -> bool:
        try:
            with records.begin() as session:
                decide(
                    session,
                    item.id,
                    reviewer="ana",
                    veracity=veracity,
                    rationale="Seen.",
                    now=NOW,
                )
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(attempt, list(Veracity)))

    assert done.count(True) == 1
    with records.read() as session:
        decided = get_review(session, item.id).veracity
        assert len(list_events(session, subject=item.id)) == 1
    assert decided is list(Veracity)[done.index(True)]


def test_a_decision_needs_a_rationale_and_a_lease(records: Records) -> None:
    verified(records, verdict(Veracity.REFUTED))
    [item] = waiting(records)
    with records.begin() as session:
        with pytest.raises(Rejected, match="rationale"):
            decide(
                session, item.id, reviewer="ana", veracity=Veracity.REFUTED, rationale=" ", now=NOW
            )
        with pytest.raises(Conflict):
            decide(
                session, item.id, reviewer="ana", veracity=Veracity.REFUTED, rationale="x", now=NOW
            )
        with pytest.raises(NotFound):
            decide(
                session, "none", reviewer="ana", veracity=Veracity.REFUTED, rationale="x", now=NOW
            )


@pytest.mark.parametrize("reason", ["for_others", "conflict_of_interest"])
def test_what_is_left_to_others_does_not_come_back(records: Records, reason: str) -> None:
    verified(records, verdict(Veracity.REFUTED))
    item = next_for(records, "ana")
    assert item is not None
    with records.begin() as session:
        skipped = skip(session, item.id, reviewer="ana", reason=reason, now=NOW)

    assert audited(records, item.id)[0].after == {"reason": reason}
    assert skipped.state == "waiting"
    assert next_for(records, "ana", days=9) is None
    assert next_for(records, "ben") is not None


def test_a_conflict_of_interest_stands(records: Records) -> None:
    verified(records, verdict(Veracity.REFUTED))
    item = next_for(records, "ana")
    assert item is not None
    with records.begin() as session:
        skip(session, item.id, reviewer="ana", reason="conflict_of_interest", now=NOW)
        with pytest.raises(NotAllowed):
            lease_review(session, item.id, reviewer="ana", lease_s=9, now=NOW)


def test_what_is_put_off_comes_back(records: Records) -> None:
    verified(records, verdict(Veracity.REFUTED))
    item = next_for(records, "ana")
    assert item is not None
    with records.begin() as session:
        skip(session, item.id, reviewer="ana", reason="later", now=NOW)

    assert next_for(records, "ben", hours=3) is None
    assert next_for(records, "ben", hours=4) is not None


def test_what_cannot_be_checked_is_closed_and_stays_so(records: Records) -> None:
    accepted = verified(records, verdict(Veracity.REFUTED))
    item = next_for(records, "ana")
    assert item is not None
    with records.begin() as session:
        with pytest.raises(Rejected):
            skip(session, item.id, reviewer="ana", reason="bored", now=NOW)
        closed = skip(session, item.id, reviewer="ana", reason="not_checkable", now=NOW)

    assert (closed.state, closed.decided_by, closed.veracity) == ("closed", "ana", None)
    recheck(records, accepted.claim.id, Veracity.REFUTED)
    assert waiting(records) == []


def test_a_new_verdict_takes_the_place_of_the_old_one_in_the_queue(records: Records) -> None:
    accepted = verified(records, verdict(Veracity.REFUTED, 0.5))
    [before] = waiting(records)

    recheck(records, accepted.claim.id, Veracity.CONFLICTING)

    [after] = waiting(records)
    assert after.id == before.id
    assert after.reasons == ("conflicting",)
    assert after.verdict_id not in (None, before.verdict_id)


def test_an_item_closes_when_its_reasons_are_gone(records: Records) -> None:
    accepted = verified(records, verdict(Veracity.REFUTED))

    recheck(records, accepted.claim.id, Veracity.SUPPORTED)

    assert waiting(records) == []
    with records.read() as session:
        review = get_claim(session, accepted.claim.id).review
    assert review is not None
    assert review.state == "closed"
    recheck(records, accepted.claim.id, Veracity.REFUTED)
    assert [each.reasons for each in waiting(records)] == [("refuted",)]


def test_what_somebody_asked_for_stays(records: Records) -> None:
    accepted = verified(records)
    with records.begin() as session:
        asked = request_review(session, accepted.claim.id, actor="ben", now=NOW)
        again = request_review(session, accepted.claim.id, actor="ben", now=NOW)
        with pytest.raises(NotFound):
            request_review(session, "clm_none", actor="ben", now=NOW)

    assert asked.id == again.id
    assert asked.reasons == ("requested",)
    recheck(records, accepted.claim.id, Veracity.SUPPORTED)
    assert [each.reasons for each in waiting(records)] == [("requested",)]


def test_a_reviewer_at_work_learns_that_the_verdict_changed(records: Records) -> None:
    accepted = verified(records, verdict(Veracity.REFUTED))
    item = next_for(records, "ana")
    assert item is not None

    recheck(records, accepted.claim.id, Veracity.REFUTED)
    with records.begin() as session:
        renew(session, item.id, reviewer="ana", lease_s=900, now=NOW)

    recheck(records, accepted.claim.id, Veracity.CONFLICTING)
    with pytest.raises(Conflict, match="changed"), records.begin() as session:
        decide(session, item.id, reviewer="ana", veracity=Veracity.REFUTED, rationale="x", now=NOW)


def test_a_changed_verdict_reopens_what_a_person_decided(records: Records) -> None:
    accepted = verified(
        records,
        verdict(Veracity.REFUTED),
        submission(callback_url="https://e.example/told"),
    )
    [first] = waiting(records)
    settle(records, first.id)

    recheck(records, accepted.claim.id, Veracity.REFUTED, 0.6)
    assert waiting(records) == [], "nothing has changed"

    recheck(records, accepted.claim.id, Veracity.SUPPORTED)
    [second] = waiting(records)
    assert second.id != first.id
    assert second.reasons == ("changed",)
    with records.read() as session:
        verified_events = session.scalars(
            select(EventRow.body).where(EventRow.type == "claim.verified").order_by(EventRow.id)
        ).all()
        assert get_review(session, first.id).veracity is Veracity.REFUTED
    told = [json.loads(body)["data"] for body in verified_events]
    assert [(each["changed"], each["previous_veracity"]) for each in told] == [
        (False, None),
        (True, "refuted"),
    ]


def test_a_failure_goes_to_the_desk_and_leaves_with_the_next_verdict(records: Records) -> None:
    accepted = accept(records)
    run = take(records)
    with records.begin() as session:
        fail_run(session, run.run_id, fence=run.fence, code="x", detail="y", now=NOW)
    [item] = waiting(records)
    assert (item.reasons, item.verdict) == (("failed",), None)

    recheck(records, accepted.claim.id, Veracity.SUPPORTED)

    assert waiting(records) == []


def test_lists_are_filtered(records: Records) -> None:
    refuted, conflicting = verdict(Veracity.REFUTED, 0.5), verdict(Veracity.CONFLICTING, 0.5)
    first = verified(records, refuted, submission("A."), now=later(seconds=1))
    second = verified(records, conflicting, submission("B."), now=later(seconds=2))
    third = verified(records, refuted, submission("C."), now=later(seconds=3))
    settle(records, waiting(records)[2].id)

    def found(**wanted: object) -> list[str]:
        with records.read() as session:
            page = list_reviews(session, ReviewFilter(**wanted))  # type: ignore[arg-type]
        return [each.claim_id for each in page.items]

    assert found(state="decided") == [third.claim.id]
    assert found(reason="refuted") == [first.claim.id, third.claim.id]
    assert found(reason="refute") == []
    assert found(claim_id=second.claim.id) == [second.claim.id]
    assert found(newest_first=True) == list(reversed(found()))
    with records.read() as session:
        page = list_reviews(session, ReviewFilter(limit=2))
        rest = list_reviews(session, ReviewFilter(after=page.next))
    assert [each.claim_id for each in (*page.items, *rest.items)] == found()
    assert rest.next is None
