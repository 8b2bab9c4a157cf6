from __future__ import annotations

from datetime import timedelta

import pytest

from records.audit import verify_chain
from records.reviews import request_review
from tests.service.edge import Edge, problem

DECISION = {"veracity": "refuted", "rationale": "The ministry counted one missile."}


def waiting(edge: Edge, text: str = "Two missiles were fired.") -> str:
    """The id of a claim that waits for a person."""
    _, header = edge.key("claims:write")
    answer = edge.post("/v1/claims", {"text": text}, headers=header)
    claim_id = answer.get_json()["id"]
    edge.work()
    with edge.runtime.records.begin() as session:
        request_review(session, claim_id, actor="test", now=edge.now)
    assert isinstance(claim_id, str)
    return claim_id


@pytest.fixture
def reviewers(guarded: Edge) -> tuple[dict[str, str], dict[str, str]]:
    return guarded.key("review:write")[1], guarded.key("review:write", "claims:read")[1]


Reviewers = tuple[dict[str, str], dict[str, str]]


def test_an_item_is_held_by_one_reviewer_at_a_time(guarded: Edge, reviewers: Reviewers) -> None:
    one, other = reviewers
    claim_id = waiting(guarded)
    item = guarded.post("/v1/reviews/next", headers=one)
    body = item.get_json()
    assert item.status_code == 200
    assert (body["claim"]["id"], body["state"]) == (claim_id, "waiting")
    assert "requested" in body["reasons"]
    assert body["lease_until"] > body["created_at"]
    assert body["verdict"]["veracity"]
    empty = guarded.post("/v1/reviews/next", headers=other)
    assert (empty.status_code, empty.data) == (204, b"")
    for action, given in (("lease", None), ("renew", None), ("decision", DECISION)):
        path = f"/v1/reviews/{body['id']}/{action}"
        problem(guarded.post(path, given, headers=other), "conflict")


def test_a_decision_is_answered_with_the_claim(guarded: Edge, reviewers: Reviewers) -> None:
    one, other = reviewers
    claim_id = waiting(guarded)
    item = guarded.post("/v1/reviews/next", headers=one).get_json()
    decided = guarded.post(f"/v1/reviews/{item['id']}/decision", DECISION, headers=one)
    assert decided.status_code == 200
    assert decided.get_json()["state"] == "decided"
    assert decided.get_json()["decided_by"].startswith("key:")
    review = guarded.get(f"/v1/claims/{claim_id}", headers=other).get_json()["review"]
    assert (review["state"], review["veracity"]) == ("decided", "refuted")
    assert review["rationale"] == DECISION["rationale"]
    again = guarded.post(f"/v1/reviews/{item['id']}/decision", DECISION, headers=one)
    problem(again, "conflict")
    with guarded.runtime.records.read() as session:
        verify_chain(session)


def test_without_a_lease_nothing_can_be_decided(guarded: Edge, reviewers: Reviewers) -> None:
    one, _ = reviewers
    waiting(guarded)
    (item,) = guarded.get("/v1/reviews", headers=one).get_json()["reviews"]
    problem(guarded.post(f"/v1/reviews/{item['id']}/decision", DECISION, headers=one), "conflict")


def test_an_item_can_be_taken_by_name_and_held_longer(guarded: Edge, reviewers: Reviewers) -> None:
    one, _ = reviewers
    waiting(guarded)
    (item,) = guarded.get("/v1/reviews", headers=one).get_json()["reviews"]
    leased = guarded.post(f"/v1/reviews/{item['id']}/lease", headers=one).get_json()
    renewed = guarded.post(f"/v1/reviews/{item['id']}/renew", headers=one).get_json()
    assert renewed["lease_until"] >= leased["lease_until"]
    assert guarded.get(f"/v1/reviews/{item['id']}", headers=one).get_json()["reviewer"]


def test_an_item_passed_over_goes_to_the_next(guarded: Edge, reviewers: Reviewers) -> None:
    one, other = reviewers
    waiting(guarded)
    item = guarded.post("/v1/reviews/next", headers=one).get_json()
    skipped = guarded.post(
        f"/v1/reviews/{item['id']}/skip", {"reason": "conflict_of_interest"}, headers=one
    )
    assert skipped.get_json()["reviewer"] is None
    assert guarded.post("/v1/reviews/next", headers=one).status_code == 204
    assert guarded.post("/v1/reviews/next", headers=other).get_json()["id"] == item["id"]


def test_the_queue_is_listed_by_state_reason_and_claim(guarded: Edge, reviewers: Reviewers) -> None:
    one, _ = reviewers
    claim_id = waiting(guarded)
    waiting(guarded, "Three missiles were fired.")

    def found(**wanted: str) -> int:
        answer = guarded.get("/v1/reviews", query_string=wanted, headers=one)
        return len(answer.get_json()["reviews"])

    assert found() == found(state="waiting") == found(reason="requested") == 2
    assert found(claim_id=claim_id) == 1
    assert found(state="decided") == found(reason="failed") == 0


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"veracity": "true", "rationale": "x"}, "/veracity"),
        ({"veracity": "refuted"}, "/rationale"),
        ({"veracity": "refuted", "rationale": " "}, "/rationale"),
        ({"veracity": "refuted", "rationale": "x" * 5001}, "/rationale"),
    ],
)
def test_a_decision_needs_a_verdict_and_a_reason(
    edge: Edge, given: dict[str, str], pointer: str
) -> None:
    problem(edge.post("/v1/reviews/rev_1/decision", given), "validation", pointer)


def test_a_reason_to_skip_is_one_of_four(edge: Edge) -> None:
    problem(edge.post("/v1/reviews/rev_1/skip", {"reason": "bored"}), "validation", "/reason")


@pytest.mark.parametrize("action", ["lease", "renew", "decision", "skip"])
def test_an_unknown_item_is_not_found(edge: Edge, action: str) -> None:
    given = {"decision": DECISION, "skip": {"reason": "later"}}.get(action)
    problem(edge.post(f"/v1/reviews/rev_none/{action}", given), "not-found")


def test_a_lease_that_ran_out_is_lost(guarded: Edge, reviewers: Reviewers) -> None:
    one, other = reviewers
    waiting(guarded)
    item = guarded.post("/v1/reviews/next", headers=one).get_json()
    later = guarded.now + timedelta(hours=1)
    guarded.runtime._clock = lambda: later
    problem(guarded.post(f"/v1/reviews/{item['id']}/decision", DECISION, headers=one), "conflict")
    assert guarded.post("/v1/reviews/next", headers=other).get_json()["id"] == item["id"]
