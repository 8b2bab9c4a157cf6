"""Articles through the API: found in, stored once, verified claim by claim."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.service.edge import STATEMENT, Edge, opened_edge, problem
from tests.service.test_openapi import document, validator

STORY = (
    "North Korea fired two short-range missiles on 25 March 2021.\r\n\r\n"
    "President Joe Biden said the launch was “business as usual” for them.\u00a0🚀 "
    "The missiles will be a disaster for the region.\r\n"
)
FIELDS = [
    "id",
    "title",
    "published_at",
    "publisher",
    "url",
    "language",
    "format",
    "text",
    "sentences",
    "claims",
    "created_at",
    "updated_at",
    "links",
]


def send(edge: Edge, text: str = STORY, **more: object) -> dict[str, Any]:
    answer = edge.post("/v1/articles", {"text": text, "published_at": "2021-03-26", **more})
    assert answer.status_code in {200, 202}, answer.text
    body = answer.get_json()
    assert isinstance(body, dict)
    return body


def test_an_article_comes_in_and_its_claims_are_queued(edge: Edge) -> None:
    answer = edge.post("/v1/articles", {"text": STORY, "published_at": "2021-03-26"})
    body = answer.get_json()

    assert answer.status_code == 202
    assert answer.headers["Location"] == body["links"]["self"] == f"/v1/articles/{body['id']}"
    assert int(answer.headers["Retry-After"]) > 0
    assert list(body) == FIELDS
    assert body["text"] == STORY
    first = body["claims"][0]
    assert STORY[first["start"] : first["end"]].startswith("North Korea fired")
    assert (first["status"], first["verdict"]) == ("queued", None)
    assert edge.get(f"/v1/claims/{first['id']}").get_json()["text"] == first["text"]
    assert validator(document(edge), "ArticleAnswer").is_valid(body)


def test_offsets_are_those_of_the_text_as_given(edge: Edge) -> None:
    body = send(edge, verify=False)
    covered = [STORY[each["start"] : each["end"]] for each in body["sentences"]]
    assert all(words == words.strip() and words for words in covered)
    quotes = [quote for claim in body["claims"] for quote in claim["quotes"]]
    assert quotes
    assert all(STORY[each["start"] : each["end"]] == each["text"] for each in quotes)


def test_the_verdicts_come_claim_by_claim(edge: Edge) -> None:
    edge.post("/v1/documents", STATEMENT)
    body = send(edge)
    edge.work()

    done = edge.get(body["links"]["self"]).get_json()

    verified = [each for each in done["claims"] if each["id"]]
    assert verified
    assert {each["status"] for each in verified} == {"done"}
    assert verified[0]["verdict"]["evidence"][0]["document"]["id"] == STATEMENT["id"]
    assert verified[0]["verdict"]["provenance"]["as_of"] == "2021-03-26"
    assert validator(document(edge), "ArticleAnswer").is_valid(done)


def test_a_known_claim_is_reused_in_other_words_and_a_like_one_is_shown(edge: Edge) -> None:
    edge.post("/v1/documents", STATEMENT)
    known = send(edge, "North Korea fired two short-range missiles on 25 March 2021.")
    edge.work()

    same = send(edge, "On 25 March 2021 North Korea fired two short-range missiles.")
    other = send(edge, "On 25 March 2021 North Korea fired three short-range missiles.")

    known_id = known["claims"][0]["id"]
    [reused] = same["claims"]
    [new] = other["claims"]
    assert reused["id"] == known_id
    assert reused["status"] == "done"
    assert [(each["id"], each["match"], each["reused"]) for each in reused["known"]] == [
        (known_id, "near", True)
    ]
    assert new["id"] != known_id
    assert [(each["id"], each["reused"]) for each in new["known"]] == [(known_id, False)]


REMARKS = {
    **STATEMENT,
    "id": "remarks",
    "text": "The President said: “It’s business as usual for us. There’s no new wrinkle in it.”",
}
QUOTING = (
    "President Joe Biden said “it's business as usual for us” on 25 March 2021. "
    "President Joe Biden said “there is no wrinkle in it” on 25 March 2021. "
    "President Joe Biden said “we will meet force with force” on 25 March 2021."
)


def quotes_of(article: dict[str, Any]) -> dict[str, Any]:
    """What became of each quotation of an article."""
    return {each["text"]: each["check"] for one in article["claims"] for each in one["quotes"]}


def test_quotations_are_held_against_the_corpus(edge: Edge) -> None:
    edge.post("/v1/documents", REMARKS)
    sent = send(edge, QUOTING)

    usual, wrinkle, force = quotes_of(sent).values()

    assert (usual["finding"], usual["document"]["id"]) == ("verbatim", "remarks")
    assert REMARKS["text"][usual["start"] : usual["end"]] == usual["text"]
    assert wrinkle["finding"] == "altered"
    assert {"quoted": "", "found": "new"} in wrinkle["differences"]
    assert (force["finding"], force["document"]) == ("not_found", None)
    place = sent["links"]["self"]
    assert quotes_of(edge.get(place).get_json()) == quotes_of(sent)
    assert validator(document(edge), "ArticleAnswer").is_valid(sent)
    page = edge.get(f"/articles/{sent['id']}").text
    assert "Quoted word for word" in page
    assert "“<bdi>new</bdi>” is left out" in page

    edge.client.delete("/v1/documents/remarks")
    assert quotes_of(edge.get(place).get_json())[next(iter(quotes_of(sent)))]["finding"] == (
        "not_found"
    )


def test_opinions_and_predictions_are_named_and_not_verified(edge: Edge) -> None:
    body = send(edge)
    named = [each for each in body["claims"] if each["kind"] in {"opinion", "prediction"}]
    assert named
    for each in named:
        assert (each["id"], each["status"], each["verdict"]) == (None, "not_verified", None)


def test_the_same_article_is_answered_at_once_when_it_is_known(edge: Edge) -> None:
    body = send(edge)
    edge.work()

    again = edge.post("/v1/articles", {"text": STORY, "published_at": "2021-03-26"})

    assert again.status_code == 200
    assert again.get_json()["id"] == body["id"]
    assert edge.work() == 0


def test_nothing_is_verified_unless_wished(edge: Edge) -> None:
    answer = edge.post("/v1/articles", {"text": STORY, "verify": False})
    assert answer.status_code == 200
    assert all(each["id"] is None for each in answer.get_json()["claims"])
    assert edge.get("/v1/claims").get_json()["claims"] == []


def test_a_repeated_request_gets_the_first_answer(edge: Edge) -> None:
    header = {"Idempotency-Key": "story-1"}
    first = edge.post("/v1/articles", {"text": STORY}, headers=header)
    edge.work()

    again = edge.post("/v1/articles", {"text": STORY}, headers=header)
    other = edge.post("/v1/articles", {"text": STORY, "title": "Other"}, headers=header)

    assert again.status_code == first.status_code == 202
    assert again.get_json() == first.get_json()
    assert again.headers["Idempotency-Replayed"] == "true"
    problem(other, "idempotency-mismatch")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({}, "validation"),
        ({"text": STORY, "html": "<p>Both.</p>"}, "validation"),
        ({"text": STORY, "author": "me"}, "validation"),
        ({"text": STORY, "verify": "yes"}, "validation"),
        ({"text": "x" * 1_000_001}, "validation"),
        ({"text": "\x00 North Korea fired two missiles."}, "article-not-text"),
        ({"text": "🚀 🚀"}, "article-no-sentence"),
        ({"text": "  \u00a0\r\n"}, "article-no-sentence"),
        ({"text": "Image source: The Indian Express"}, "article-no-sentence"),
        ({"text": "Северная Корея запустила две ракеты."}, "language-not-supported"),
        (
            {"text": "Das Amt hat am Sonntag zwei Raketen von der Küste aus gezählt, so er."},
            "language-not-supported",
        ),
        ({"text": STORY, "language": "fr"}, "language-not-supported"),
        ({"url": "https://news.example/story"}, "url-not-allowed"),
        ({"url": "http://127.0.0.1/story"}, "validation"),
        ({"text": "word. " * 400_000}, "too-large"),
    ],
)
def test_what_cannot_be_taken_is_refused(edge: Edge, body: dict[str, object], name: str) -> None:
    problem(edge.post("/v1/articles", body), name)


def test_keys_need_their_scopes(guarded: Edge) -> None:
    _, reading = guarded.key("claims:read")
    _, writing = guarded.key("claims:write")
    problem(guarded.post("/v1/articles", {"text": STORY}), "key-missing")
    refused = guarded.post("/v1/articles", {"text": STORY}, headers=reading)
    problem(refused, "scope-missing")
    sent = guarded.post("/v1/articles", {"text": STORY}, headers=writing)
    place = sent.headers["Location"]
    problem(guarded.get(place, headers=writing), "scope-missing")
    assert guarded.get(place, headers=reading).status_code == 200
    problem(guarded.get("/v1/articles/art_unknown", headers=reading), "not-found")


def test_an_article_that_is_too_much_leaves_nothing(tmp_path: Path) -> None:
    with opened_edge(tmp_path, max_active_runs_per_key=1) as edge:
        many = " ".join(f"The ministry counted {n} missiles in May 2021." for n in range(2, 6))
        problem(edge.post("/v1/articles", {"text": many}), "too-much-unfinished")
        assert edge.get("/v1/claims").get_json()["claims"] == []
        assert send(edge, "The ministry counted two missiles in May 2021.")["claims"]


class Newspaper(BaseHTTPRequestHandler):
    """Answers each path with what the test put there."""

    pages: ClassVar[dict[str, tuple[int, str, bytes]]] = {
        "/story": (200, "text/plain; charset=utf-8", STORY.encode()),
        "/latin": (
            200,
            "text/plain; charset=iso-8859-1",
            "The café opened in May.".encode("latin1"),
        ),
        "/meta": (
            200,
            "text/html",
            b"<html><meta content='text/html; charset=windows-1252' http-equiv='Content-Type'>"
            b"<p>The caf\xe9 opened in \x93May\x94.",
        ),
        "/odd": (200, "text/plain; charset=punycode", "The café opened in May.".encode()),
        "/mixed": (
            200,
            "text/html; charset=utf-8",
            "<p>The café opened in May. ".encode() + b"The caf\xe9 closed in June.",
        ),
        "/picture": (200, "image/png", b"\x89PNG"),
        "/long": (200, "text/plain", b"The ministry counted. " * 60_000),
        "/gone": (410, "text/plain", b"Gone."),
    }

    def do_GET(self) -> None:
        if self.path == "/inside":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/secrets")
            self.end_headers()
            return
        status, kind, body = self.pages[self.path]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_line: object) -> None:
        """Say nothing."""


@contextmanager
def newspaper() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Newspaper) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def fetching(tmp_path: Path) -> Iterator[Edge]:
    """A service that may fetch articles from a server on this machine."""
    inside = {"egress_allow_private": True, "egress_allow_http": True, "egress_ports": (0,)}
    with opened_edge(tmp_path, article_urls=True, **inside) as opened:
        yield opened


def test_an_article_is_fetched_where_that_is_allowed(fetching: Edge) -> None:
    with newspaper() as address:
        body = fetching.post("/v1/articles", {"url": f"{address}/story", "verify": False})
        latin = fetching.post("/v1/articles", {"url": f"{address}/latin", "verify": False})
    assert body.get_json()["text"] == STORY
    assert body.get_json()["url"] == f"{address}/story"
    assert latin.get_json()["text"] == "The café opened in May."


def test_a_page_is_read_in_the_encoding_it_names(fetching: Edge) -> None:
    with newspaper() as address:
        meta = fetching.post("/v1/articles", {"url": f"{address}/meta", "verify": False})
        odd = fetching.post("/v1/articles", {"url": f"{address}/odd", "verify": False})
    assert meta.get_json()["text"].endswith("<p>The café opened in “May”.")
    assert odd.get_json()["text"] == "The café opened in May."


def test_a_page_of_two_encodings_is_refused_and_not_guessed_at(fetching: Edge) -> None:
    with newspaper() as address:
        answer = fetching.post("/v1/articles", {"url": f"{address}/mixed"})
    problem(answer, "url-not-fetched")
    assert "not in utf-8 throughout: byte 36 of" in answer.get_json()["detail"]


@pytest.mark.parametrize("path", ["/picture", "/long", "/gone"])
def test_what_is_no_article_is_not_fetched(fetching: Edge, path: str) -> None:
    with newspaper() as address:
        problem(fetching.post("/v1/articles", {"url": address + path}), "url-not-fetched")


def test_nothing_private_is_fetched_by_a_service_as_it_comes(tmp_path: Path) -> None:
    with opened_edge(tmp_path, article_urls=True) as edge:
        answer = edge.post("/v1/articles", {"url": "https://metadata.internal/story"})
    problem(answer, "url-not-allowed")
