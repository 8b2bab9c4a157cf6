from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, Final

import pytest

from records.outbox import pending_messages
from records.reviews import request_review
from records.runs import claim_next_run, fail_run
from tests.service.edge import CLAIM, STATEMENT, Edge, opened_edge, problem
from workers import queue

FIELDS = [
    "id",
    "status",
    "text",
    "claimed_at",
    "speaker",
    "language",
    "as_of",
    "verdict",
    "review",
    "cached",
    "priority",
    "demand",
    "run",
    "created_at",
    "updated_at",
    "links",
]


def test_a_claim_is_accepted_with_the_way_to_its_verdict(edge: Edge) -> None:
    answer = edge.post("/v1/claims", {"text": CLAIM})
    body = answer.get_json()
    assert answer.status_code == 202
    assert answer.headers["Location"] == body["links"]["self"] == f"/v1/claims/{body['id']}"
    assert int(answer.headers["Retry-After"]) > 0
    assert list(body) == FIELDS
    assert (body["status"], body["verdict"], body["cached"]) == ("queued", None, False)
    assert list(edge.get(body["links"]["self"]).get_json()) == FIELDS
    with edge.runtime.records.begin() as session:
        messages = pending_messages(session, 10)
    assert [each.subject_id for each in messages] == [body["run"]["id"]]


def test_everything_said_of_a_claim_comes_back(edge: Edge) -> None:
    answer = edge.post(
        "/v1/claims",
        {
            "text": "  They fired “two”\u200b missiles.  ",
            "claimed_at": "2021-03-26T23:30:00-09:00",
            "speaker": "Yoshihide Suga",
            "as_of": "2021-04-01",
            "priority": "high",
            "language": "en",
            "appeared_in": {"url": "https://news.example/1", "published_at": "2021-03-26"},
        },
    )
    body = answer.get_json()
    assert body["text"] == "They fired “two” missiles."
    assert (body["claimed_at"], body["as_of"]) == ("2021-03-26", "2021-04-01")
    assert (body["speaker"], body["priority"]) == ("Yoshihide Suga", "high")


def test_marks_that_are_merely_invisible_are_dropped(edge: Edge) -> None:
    answer = edge.post("/v1/claims", {"text": "two\u200e mis\u00adsiles\r\nwere fired"})
    assert answer.get_json()["text"] == "two missiles\nwere fired"
    body = b'{"text": "two missiles", "speaker": "a\\ud83d"}'
    answer = edge.client.post("/v1/claims", data=body, content_type="application/json")
    assert (answer.status_code, answer.get_json()["speaker"]) == (202, "a")


def test_a_verdict_has_its_evidence_word_for_word(edge: Edge) -> None:
    edge.post("/v1/documents", STATEMENT)
    claim_id = edge.claim()
    assert edge.work() == 1
    body = edge.get(f"/v1/claims/{claim_id}").get_json()
    assert body["status"] == "done"
    verdict = body["verdict"]
    assert abs(sum(verdict["probabilities"].values()) - 1) < 1e-6
    text = edge.get("/v1/documents/mod-1").get_json()["text"]
    for item in verdict["evidence"]:
        assert text[item["start"] : item["end"]] == item["quote"]
    assert verdict["evidence"][0]["document"]["source"]["name"] == "Ministry of Defence"
    assert verdict["provenance"]["corpus_generation"]


def test_a_known_claim_is_answered_at_once(edge: Edge) -> None:
    edge.post("/v1/documents", STATEMENT)
    claim_id = edge.claim()
    edge.work()
    answer = edge.post("/v1/claims", {"text": CLAIM})
    body = answer.get_json()
    assert answer.status_code == 200
    assert (body["id"], body["cached"], body["demand"]) == (claim_id, True, 2)
    assert body["verdict"]


def test_new_documents_make_a_known_answer_old(edge: Edge) -> None:
    edge.claim()
    edge.work()
    edge.post("/v1/documents", STATEMENT)
    assert edge.post("/v1/claims", {"text": CLAIM}).status_code == 202


def test_a_question_and_an_opinion_are_taken_and_explained(edge: Edge) -> None:
    for text in ("Did North Korea fire missiles?", "North Korea is the most beautiful country."):
        claim_id = edge.claim(text)
        edge.work()
        verdict = edge.get(f"/v1/claims/{claim_id}").get_json()["verdict"]
        assert verdict["veracity"] == "not_enough_evidence"
        assert verdict["rationale"]


def test_a_failed_claim_says_why_and_has_no_verdict(edge: Edge) -> None:
    claim_id = edge.claim()
    with edge.runtime.records.begin() as session:
        leased = claim_next_run(session, holder="test", lease_s=60, now=edge.now)
        assert leased
        fail_run(
            session,
            leased.run_id,
            fence=leased.fence,
            code="corpus_unavailable",
            detail="2 of 5 shards did not answer.",
            now=edge.now,
        )
    body = edge.get(f"/v1/claims/{claim_id}").get_json()
    assert (body["status"], body["verdict"]) == ("failed", None)
    assert body["run"]["error"]["code"] == "corpus_unavailable"
    (run,) = edge.get(body["links"]["runs"]).get_json()["runs"]
    assert (run["status"], run["attempt"], run["reason"]) == ("failed", 1, "submitted")


def test_claims_are_found_by_status_veracity_and_text(edge: Edge) -> None:
    done = edge.claim("Norway fired 100% of its missiles.")
    edge.work()
    queued = edge.claim("Sweden fired a missile.")

    def found(**wanted: str) -> list[str]:
        answer = edge.get("/v1/claims", query_string=wanted)
        return [each["id"] for each in answer.get_json()["claims"]]

    assert found() == [queued, done]
    assert found(status="done") == [done]
    assert found(status="queued") == [queued]
    assert found(veracity="not_enough_evidence") == [done]
    assert found(veracity="refuted") == []
    assert found(text="SWEDEN") == [queued]
    assert found(text="100%") == [done]
    assert found(text="%") == [done]
    assert found(text="' OR 1=1 --") == []
    assert found(review_state="decided") == []


@pytest.mark.parametrize(
    "path", ["/v1/claims/clm_none", "/v1/claims/clm_none/runs", "/v1/claims/clm_none/claimreview"]
)
def test_an_unknown_claim_is_not_found(edge: Edge, path: str) -> None:
    problem(edge.get(path), "not-found")


class TestIdempotency:
    KEY: Final = {"Idempotency-Key": "4b7c2f0e-6c1a-4f0b-9d57-0f0f3c1c7f10"}

    def test_the_same_request_takes_effect_once(self, edge: Edge) -> None:
        first = edge.post("/v1/claims", {"text": CLAIM}, headers=self.KEY)
        again = edge.post("/v1/claims", {"text": CLAIM}, headers=self.KEY)
        assert (again.status_code, again.text) == (first.status_code, first.text)
        assert again.headers["Location"] == first.headers["Location"]
        assert again.headers["Idempotency-Replayed"] == "true"
        assert "Idempotency-Replayed" not in first.headers
        assert edge.get(first.headers["Location"]).get_json()["demand"] == 1

    def test_the_order_of_the_fields_is_no_difference(self, edge: Edge) -> None:
        one, other = {"text": CLAIM, "priority": "low"}, {"priority": "low", "text": CLAIM}
        edge.post("/v1/claims", one, headers=self.KEY)
        assert "Idempotency-Replayed" in edge.post("/v1/claims", other, headers=self.KEY).headers

    def test_another_body_is_refused(self, edge: Edge) -> None:
        edge.post("/v1/claims", {"text": CLAIM}, headers=self.KEY)
        other = edge.post("/v1/claims", {"text": CLAIM, "priority": "low"}, headers=self.KEY)
        problem(other, "idempotency-mismatch")

    def test_a_request_that_was_refused_can_be_mended(self, edge: Edge) -> None:
        problem(edge.post("/v1/claims", {"text": "?"}, headers=self.KEY), "claim-no-words")
        assert edge.post("/v1/claims", {"text": CLAIM}, headers=self.KEY).status_code == 202

    def test_every_caller_has_keys_of_its_own(self, guarded: Edge) -> None:
        _, one = guarded.key("claims:write")
        _, other = guarded.key("claims:write")
        guarded.post("/v1/claims", {"text": CLAIM}, headers={**one, **self.KEY})
        answer = guarded.post("/v1/claims", {"text": "Two. Other."}, headers={**other, **self.KEY})
        assert answer.status_code == 202

    @pytest.mark.parametrize("key", ["", "x" * 256, "a b", "é"])
    def test_a_key_is_plain(self, edge: Edge, key: str) -> None:
        headers = {"Idempotency-Key": key.encode().decode("latin-1")}
        answer = edge.post("/v1/claims", {"text": CLAIM}, headers=headers)
        problem(answer, "validation", "/Idempotency-Key")

    def test_many_at_once_are_one(self, edge: Edge) -> None:
        answers: list[Any] = []

        def send() -> None:
            client = edge.app.test_client()
            answers.append(client.post("/v1/claims", json={"text": CLAIM}, headers=self.KEY))

        threads = [threading.Thread(target=send) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {answer.status_code for answer in answers} <= {202, 409}
        assert len({answer.text for answer in answers if answer.status_code == 202}) == 1
        (claim,) = edge.get("/v1/claims").get_json()["claims"]
        assert claim["demand"] == 1


class TestWaiting:
    def test_the_answer_waits_for_the_verdict(self, edge: Edge) -> None:
        edge.post("/v1/documents", STATEMENT)
        dispatcher = queue.start_embedded(edge.runtime)
        try:
            answer = edge.post("/v1/claims", {"text": CLAIM}, headers={"Prefer": "wait=15"})
        finally:
            dispatcher.stop()
        assert answer.status_code == 200
        assert answer.get_json()["verdict"]["evidence"]
        assert answer.headers["Preference-Applied"] == "wait=15"
        assert "Retry-After" not in answer.headers

    def test_when_the_time_is_over_the_claim_is_accepted(self, edge: Edge) -> None:
        answer = edge.post("/v1/claims", {"text": CLAIM}, headers={"Prefer": "wait=1"})
        assert answer.status_code == 202
        assert answer.get_json()["status"] == "queued"

    @pytest.mark.parametrize(
        "prefer", ["wait", "wait=soon", "wait=-1", "wait=0", "respond-async", "waiting=9", ""]
    )
    def test_other_preferences_are_let_be(self, edge: Edge, prefer: str) -> None:
        answer = edge.post("/v1/claims", {"text": CLAIM}, headers={"Prefer": prefer})
        assert answer.status_code == 202
        assert "Preference-Applied" not in answer.headers


def test_a_key_may_have_only_so_much_unfinished(tmp_path: Path) -> None:
    with opened_edge(tmp_path, max_active_runs_per_key=2) as edge:
        edge.claim("One missile.")
        edge.claim("Two missiles.")
        answer = edge.post("/v1/claims", {"text": "Three missiles."})
        problem(answer, "too-much-unfinished")
        assert answer.headers["Retry-After"]
        edge.work()
        assert edge.post("/v1/claims", {"text": "Three missiles."}).status_code == 202


class TestClaimReview:
    def test_there_is_none_before_a_person_decided(self, edge: Edge) -> None:
        claim_id = edge.claim()
        edge.work()
        problem(edge.get(f"/v1/claims/{claim_id}/claimreview"), "not-reviewed")
        assert edge.get(f"/v1/claims/{claim_id}").get_json()["links"]["claimreview"] is None

    def test_a_decision_is_published_as_json_ld(self, edge: Edge) -> None:
        url = "https://news.example/1"
        claim_id = edge.claim(claimed_at="2021-03-26", appeared_in={"url": url, "title": "Fired"})
        edge.work()
        with edge.runtime.records.begin() as session:
            request_review(session, claim_id, actor="test", now=edge.now)
        item = edge.post("/v1/reviews/next").get_json()
        decision = {"veracity": "refuted", "rationale": "The ministry counted one."}
        edge.post(f"/v1/reviews/{item['id']}/decision", decision)
        claim = edge.get(f"/v1/claims/{claim_id}").get_json()
        assert claim["review"]["veracity"] == "refuted"
        answer = edge.get(claim["links"]["claimreview"])
        body = answer.get_json(force=True)
        assert answer.mimetype == "application/ld+json"
        assert (body["@type"], body["claimReviewed"]) == ("ClaimReview", CLAIM)
        assert body["reviewBody"] == decision["rationale"]
        assert body["reviewRating"]["ratingValue"] == 1
        assert body["itemReviewed"]["appearance"][0]["url"] == url
        assert body["author"]["name"] == "127.0.0.1"
        tag = {"If-None-Match": answer.headers["ETag"]}
        assert edge.get(claim["links"]["claimreview"], headers=tag).status_code == 304

    def test_its_author_is_the_publisher_that_is_set(self, tmp_path: Path) -> None:
        chosen = {"publisher_name": "The Desk", "publisher_url": "https://desk.example"}
        with opened_edge(tmp_path, **chosen) as edge:
            claim_id = edge.claim()
            edge.work()
            with edge.runtime.records.begin() as session:
                request_review(session, claim_id, actor="test", now=edge.now)
            item = edge.post("/v1/reviews/next").get_json()
            decision = {"veracity": "refuted", "rationale": "The ministry counted one."}
            edge.post(f"/v1/reviews/{item['id']}/decision", decision)
            body = edge.get(f"/v1/claims/{claim_id}/claimreview").get_json(force=True)
        assert body["author"] == {
            "@type": "Organization",
            "name": "The Desk",
            "url": "https://desk.example",
        }
