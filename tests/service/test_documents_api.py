from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.service.edge import CLAIM, STATEMENT, Edge, opened_edge, problem

NDJSON = "application/x-ndjson"


def send_lines(edge: Edge, *lines: object) -> Any:  # noqa: ANN401
    body = b"".join(
        line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines
    )
    return edge.client.post("/v1/documents", data=body, content_type=NDJSON)


def test_a_document_is_taken_and_found(edge: Edge) -> None:
    answer = edge.post("/v1/documents", STATEMENT)
    body = answer.get_json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == "/v1/documents/mod-1"
    assert (body["version"], body["changed"], body["searchable"]) == (1, True, True)
    assert body["source"]["kind"] == "government"
    read = edge.get("/v1/documents/mod-1").get_json()
    assert read["text"] == STATEMENT["text"]
    assert [(each["start"], each["end"]) for each in read["passages"]] == [(0, len(read["text"]))]
    (hit,) = edge.get("/v1/passages?q=missiles").get_json()["passages"]
    assert hit["document"]["id"] == "mod-1"


def test_the_same_again_is_no_new_version(edge: Edge) -> None:
    edge.post("/v1/documents", STATEMENT)
    again = edge.post("/v1/documents", STATEMENT)
    assert (again.status_code, again.get_json()["changed"]) == (200, False)
    assert again.get_json()["version"] == 1


def test_another_text_is_a_new_version_and_the_old_one_stays(edge: Edge) -> None:
    edge.post("/v1/documents", STATEMENT)
    changed = edge.post("/v1/documents", {**STATEMENT, "text": "Three missiles were fired."})
    assert (changed.status_code, changed.get_json()["version"]) == (201, 2)
    assert edge.get("/v1/documents/mod-1").get_json()["text"] == "Three missiles were fired."
    assert edge.get("/v1/documents/mod-1?version=1").get_json()["text"] == STATEMENT["text"]
    problem(edge.get("/v1/documents/mod-1?version=3"), "not-found")


def test_a_document_without_an_id_gets_one_by_its_content(edge: Edge) -> None:
    body = {name: value for name, value in STATEMENT.items() if name != "id"}
    first = edge.post("/v1/documents", body).get_json()
    again = edge.post("/v1/documents", body)
    assert first["id"].startswith("doc_")
    assert (again.status_code, again.get_json()["id"]) == (200, first["id"])


def test_both_names_of_the_date_are_read(edge: Edge) -> None:
    body = {name: value for name, value in STATEMENT.items() if name != "published_at"}
    answer = edge.post("/v1/documents", {**body, "date": "2021-03-25T08:00:00+09:00"})
    assert answer.get_json()["published_at"] == "2021-03-25"


def test_a_long_document_is_parted_into_passages(edge: Edge) -> None:
    text = " ".join(f"Battery {n} fired {n + 2} missiles on Monday." for n in range(400))
    body = edge.post("/v1/documents", {**STATEMENT, "text": text}).get_json()
    assert len(body["passages"]) > 5
    hit = edge.get("/v1/passages", query_string={"q": "battery 377"}).get_json()["passages"][0]
    assert text[hit["start"] : hit["end"]] == hit["text"]


def test_a_withdrawn_document_is_gone_and_can_come_back(edge: Edge) -> None:
    edge.post("/v1/documents", STATEMENT)
    answer = edge.client.delete("/v1/documents/mod-1?reason=retracted")
    assert (answer.status_code, answer.data) == (204, b"")
    told = problem(edge.get("/v1/documents/mod-1"), "document-withdrawn")
    assert "retracted" in told["detail"]
    assert edge.get("/v1/passages?q=missiles").get_json()["passages"] == []
    assert edge.client.delete("/v1/documents/mod-1").status_code == 204
    listed = edge.get("/v1/documents?withdrawn=true").get_json()["documents"]
    assert [each["id"] for each in listed] == ["mod-1"]
    back = edge.post("/v1/documents", STATEMENT)
    assert (back.status_code, back.get_json()["version"]) == (201, 2)
    assert edge.get("/v1/documents/mod-1").status_code == 200


def test_withdrawing_makes_the_claims_it_touched_be_checked_again(edge: Edge) -> None:
    edge.post("/v1/documents", STATEMENT)
    claim_id = edge.claim()
    edge.work()
    assert edge.get(f"/v1/claims/{claim_id}").get_json()["verdict"]["evidence"]
    edge.client.delete("/v1/documents/mod-1")
    assert edge.work() == 1
    body = edge.get(f"/v1/claims/{claim_id}").get_json()
    assert body["verdict"]["evidence"] == []
    reasons = [run["reason"] for run in edge.get(body["links"]["runs"]).get_json()["runs"]]
    assert reasons[-1] == "submitted"
    assert len(reasons) == 2


def test_an_unknown_document_is_not_found(edge: Edge) -> None:
    for name in ("nope", "a/b", "%20", "é"):
        problem(edge.get(f"/v1/documents/{name}"), "not-found")
        problem(edge.client.delete(f"/v1/documents/{name}"), "not-found")


def test_documents_are_listed_by_source(edge: Edge) -> None:
    edge.post("/v1/documents", STATEMENT)
    edge.post("/v1/documents", {**STATEMENT, "id": "nk-1", "publisher": "KCNA"})
    listed = edge.get("/v1/documents?source=kcna").get_json()["documents"]
    assert [each["id"] for each in listed] == ["nk-1"]
    assert "text" not in listed[0]
    assert edge.get("/v1/documents?index_due=true").get_json()["documents"] == []


class TestMany:
    def test_one_bad_line_of_ten_thousand_is_named_and_the_rest_taken(self, edge: Edge) -> None:
        lines: list[object] = [
            {**STATEMENT, "id": f"d{n}", "text": f"Battery {n} fired a missile."}
            for n in range(9_999)
        ]
        lines.insert(4_711, b'{"title": "broken"\n')
        answer = send_lines(edge, *lines)
        body = answer.get_json()
        assert answer.status_code == 200
        assert (body["lines"], body["documents"], body["changed"]) == (10_000, 9_999, 9_999)
        (bad,) = body["refused"]
        assert bad["line"] == 4_712
        assert "JSON" in bad["detail"]
        assert edge.get("/v1/capabilities").get_json()["corpus"]["passages"] == 9_999

    def test_every_kind_of_bad_line_is_named(self, edge: Edge) -> None:
        answer = send_lines(
            edge,
            STATEMENT,
            b"\n",
            b"nonsense\n",
            b"\xff\xfe\n",
            b"[" * 5000 + b"\n",
            [1, 2],
            {"title": "no text", "publisher": "x"},
            {**STATEMENT, "id": "empty", "text": " "},
            STATEMENT,
            {**STATEMENT, "id": "last"},
        )
        body = answer.get_json()
        assert [each["line"] for each in body["refused"]] == [3, 4, 5, 6, 7, 8, 9]
        assert all(each["detail"].endswith(".") for each in body["refused"])
        assert body["documents"] == 2

    def test_what_was_left_out_is_told(self, edge: Edge) -> None:
        body = send_lines(edge, {**STATEMENT, "published_at": "sometime"}).get_json()
        assert body["remarks"] == [{"detail": "date not readable, kept as undated", "lines": 1}]

    def test_rows_of_one_document_are_its_passages(self, edge: Edge) -> None:
        rows = [
            {**STATEMENT, "doc_id": "speech", "id": f"p{n}", "text": f"Sentence {n} of a speech."}
            for n in range(3)
        ]
        assert send_lines(edge, *rows).get_json()["documents"] == 1
        read = edge.get("/v1/documents/speech").get_json()
        assert [each["id"] for each in read["passages"]] == ["p0", "p1", "p2"]

    def test_sending_the_same_again_changes_nothing(self, edge: Edge) -> None:
        send_lines(edge, STATEMENT)
        body = send_lines(edge, STATEMENT).get_json()
        assert (body["documents"], body["changed"]) == (1, 0)

    def test_an_empty_body_is_no_document(self, edge: Edge) -> None:
        body = send_lines(edge).get_json()
        assert (body["lines"], body["documents"], body["refused"]) == (0, 0, [])

    def test_a_line_without_an_end_is_taken(self, edge: Edge) -> None:
        assert send_lines(edge, json.dumps(STATEMENT).encode()).get_json()["documents"] == 1

    def test_limits_hold(self, tmp_path: Path) -> None:
        limits = {"max_bulk_documents": 2, "max_bulk_bytes": 5000, "max_document_characters": 1000}
        with opened_edge(tmp_path, **limits) as edge:
            rows = [{**STATEMENT, "id": f"d{n}"} for n in range(3)]
            problem(send_lines(edge, *rows), "too-large")
            problem(send_lines(edge, b"x" * 5001), "too-large")
            body = send_lines(edge, {**STATEMENT, "text": "a " * 600}).get_json()
            assert "1,000 characters" in body["refused"][0]["detail"]

    def test_another_content_type_is_refused(self, edge: Edge) -> None:
        answer = edge.client.post("/v1/documents", data=b"x", content_type="text/csv")
        problem(answer, "unsupported-media-type")


def test_claims_and_documents_meet(edge: Edge) -> None:
    claim_id = edge.claim(CLAIM)
    edge.work()
    before = edge.get(f"/v1/claims/{claim_id}").get_json()["verdict"]
    send_lines(edge, STATEMENT)
    edge.claim(CLAIM)
    edge.work()
    after = edge.get(f"/v1/claims/{claim_id}").get_json()["verdict"]
    assert before["evidence"] == []
    assert after["evidence"][0]["document"]["id"] == "mod-1"
