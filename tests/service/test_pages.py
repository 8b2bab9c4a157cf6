"""The start page and what every page keeps to, as a person without scripts sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.claims import ClaimFilter, list_claims
from service.desk import pages
from sources.demonstration import example_claims
from tests.service.edge import CLAIM, STATEMENT, Edge, opened_edge
from tests.service.verdicts import answered, quoted, verdict
from tests.service.visitor import BROWSER, Visitor
from verification.types import Veracity


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody works here but the test itself, so waiting is in vain."""
    monkeypatch.setattr(pages, "WAIT_S", 0.0)


@pytest.fixture
def visitor(edge: Edge) -> Visitor:
    return Visitor(edge)


def claims_taken(edge: Edge) -> int:
    with edge.runtime.records.read() as session:
        return len(list_claims(session, ClaimFilter()).items)


def test_the_start_page_says_what_this_is_and_over_what(edge: Edge, visitor: Visitor) -> None:
    assert "The corpus is empty" in visitor.get("/").words
    assert edge.post("/v1/documents", STATEMENT).status_code == 201
    page = visitor.get("/")
    assert "against 1 passage of official statements" in page.words
    assert "curl" in page.words
    assert edge.settings.public_url in page.source
    assert len(list(page.find("h1"))) == 1
    assert len(list(page.find("button", name="example"))) == 8


def test_a_claim_is_typed_in_and_its_verdict_read(edge: Edge, visitor: Visitor) -> None:
    edge.post("/v1/documents", STATEMENT)
    waiting = visitor.send(
        visitor.get("/"), "/check", text=CLAIM, speaker="Jo Doe", claimed_at="2021-03-26"
    )
    assert waiting.headers["Refresh"] == "2"
    assert "renews itself" in waiting.words
    assert edge.work() == 1
    page = visitor.get(waiting.path)
    assert "Refresh" not in page.headers
    assert CLAIM in page.words
    assert "Said by Jo Doe" in page.words
    assert "Claimed on 26 March 2021" in page.words
    assert STATEMENT["text"] in page.words
    assert "Ministry of Defence" in page.words
    told = edge.get(f"/v1{waiting.path}").get_json()
    assert told["claimed_at"] == "2021-03-26"
    assert list(page.find("a", href=f"/v1{waiting.path}"))


def test_an_example_needs_one_click(edge: Edge, visitor: Visitor) -> None:
    page = visitor.send(visitor.get("/"), "/check", example="0")
    example = example_claims()[0]
    assert example.text in page.words
    told = edge.get(f"/v1{page.path}").get_json()
    assert told["claimed_at"] == example.claimed_at.isoformat()


def test_the_same_claim_is_one_page(edge: Edge, visitor: Visitor) -> None:
    first = visitor.send(visitor.get("/"), "/check", text=CLAIM)
    again = visitor.send(visitor.get("/"), "/check", text=f"  {CLAIM} ")
    assert first.path == again.path
    assert "Asked 2 times" in again.words


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"text": ""}, "The claim is empty"),
        ({"text": " \u200b\n "}, "The claim is empty"),
        ({"text": "x" * 2001}, "2,001"),
        ({"text": "A\x00B"}, "not text"),
        ({"text": "\x89PNG\r\n\x1a\n\x00"}, "not text"),
        ({"text": "Two \u202emissiles"}, "reading direction"),
        ({"text": "12 – 34 …"}, "no words"),
        ({"text": "Две ракеты были запущены."}, "no English words"),
        ({"text": CLAIM, "claimed_at": "tomorrow"}, "Claimed on: Must be a day"),
        ({"text": CLAIM, "claimed_at": "2021-02-30"}, "Claimed on: Must be a day"),
        ({"text": CLAIM, "speaker": "x" * 201}, "Said by: Must have at most 200"),
        ({"text": "x" * 5000, "claimed_at": "never"}, "Claimed on"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_typed_is_lost(
    edge: Edge, visitor: Visitor, values: dict[str, str], says: str
) -> None:
    page = visitor.send(visitor.get("/"), "/check", **values)
    assert page.status == 422
    assert list(page.find("p", role="alert"))
    assert says in page.words
    kept = page.form("/check").fields
    for name, value in values.items():
        if "\x00" not in value:
            assert kept[name].split() == value.split()
    assert claims_taken(edge) == 0


def test_a_text_beyond_all_bounds_is_one_clear_page(edge: Edge, visitor: Visitor) -> None:
    page = visitor.send(visitor.get("/"), "/check", text="x" * 100_000)
    assert page.status == 413
    assert "That is too long" in page.words


def test_whoever_has_too_much_unfinished_is_told_and_keeps_the_text(tmp_path: Path) -> None:
    with opened_edge(tmp_path, max_active_runs_per_key=1) as edge:
        visitor = Visitor(edge)
        edge.claim()
        page = visitor.send(visitor.get("/"), "/check", text="Nine missiles were fired.")
    assert page.status == 429
    assert "1 claims of this key are unfinished" in page.words
    assert page.form("/check").fields["text"] == "Nine missiles were fired."


def test_a_forged_form_is_refused_by_a_page(edge: Edge, visitor: Visitor) -> None:
    visitor.get("/")
    for token in ({}, {"csrf_token": "forged"}):
        answer = visitor.client.post("/check", data={"text": CLAIM, **token}, headers=BROWSER)
        assert answer.status_code == 400
        assert answer.mimetype == "text/html"
        assert "This form is out of date" in answer.text
    assert claims_taken(edge) == 0


def test_a_token_of_another_browser_is_refused(edge: Edge, visitor: Visitor) -> None:
    theirs = Visitor(edge).get("/").form("/check").hidden
    visitor.get("/")
    answer = visitor.client.post("/check", data={"text": CLAIM, **theirs})
    assert answer.status_code == 400


def test_another_site_cannot_send_the_form(edge: Edge, visitor: Visitor) -> None:
    form = visitor.get("/").form("/check")
    for header in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = visitor.client.post(
            "/check", data={"text": CLAIM, **form.hidden}, headers={**BROWSER, **header}
        )
        assert answer.status_code == 303
        assert "/desk/sign-in" in answer.headers["Location"]
    assert claims_taken(edge) == 0


def test_a_link_from_elsewhere_leads_to_the_page(edge: Edge, visitor: Visitor) -> None:
    claim_id = edge.claim()
    followed = {**BROWSER, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert CLAIM in visitor.get(f"/claims/{claim_id}", headers=followed).words
    rebound = {**BROWSER, "Host": "evil.example"}
    assert CLAIM not in visitor.get(f"/claims/{claim_id}", headers=rebound).words


def test_where_keys_are_needed_only_people_signed_in_may_ask(guarded: Edge) -> None:
    visitor = Visitor(guarded)
    page = visitor.get("/")
    assert "Sign in to check a claim" in page.words
    assert not page.forms
    assert "Authorization: Bearer" in page.words
    assert visitor.get("/claims/clm_1").path == "/desk/sign-in"
    form = visitor.get("/desk/sign-in").form("/sign-in")
    answer = visitor.client.post("/check", data={"text": CLAIM, **form.hidden}, headers=BROWSER)
    assert answer.status_code == 303
    assert claims_taken(guarded) == 0


@pytest.mark.parametrize(
    ("method", "path", "status", "says"),
    [
        ("GET", "/claims/clm_none", 404, "There is no claim clm_none."),
        ("GET", "/desk/nothing/here", 404, "There is no such page"),
        ("GET", "/nothing", 404, "There is no such page"),
        ("GET", "/check", 405, "cannot be opened like that"),
        ("DELETE", "/", 405, "cannot be opened like that"),
        ("GET", "/?q=%ff", 400, "The request cannot be read"),
        ("GET", "/docs/nothing", 404, "There is no such page"),
        ("GET", "/problems/nothing", 404, "There is no such page"),
    ],
)
def test_people_are_told_of_errors_by_pages(
    visitor: Visitor, method: str, path: str, status: int, says: str
) -> None:
    answer = visitor.client.open(path, method=method, headers=BROWSER)
    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    assert says in answer.text
    assert answer.headers["X-Request-ID"] in answer.text
    if status == 405:
        assert answer.headers["Allow"]
    told = visitor.client.open(path, method=method, headers={"Accept": "application/json"})
    assert told.status_code == status
    assert told.mimetype == "application/problem+json"


def test_programs_are_told_by_problems_whatever_they_accept(edge: Edge) -> None:
    for path in ("/v1/claims/clm_none", "/v1/nothing", "/hooks/nothing"):
        assert edge.get(path, headers=BROWSER).mimetype == "application/problem+json"
    assert edge.get("/nothing").mimetype == "application/problem+json"
    assert edge.get("/nothing", headers={"Accept": "*/*"}).mimetype == "application/problem+json"


def test_a_page_with_a_defect_says_so_and_shows_nothing_of_the_inside(
    edge: Edge, visitor: Visitor
) -> None:
    def fail() -> str:
        raise ZeroDivisionError("hunter2")

    edge.app.view_functions["pages.start"] = fail
    page = visitor.get("/")
    assert page.status == 500
    assert "Something went wrong here" in page.words
    assert page.headers["X-Request-ID"] in page.words
    assert "hunter2" not in page.source


def test_without_the_records_every_page_says_so(edge: Edge, visitor: Visitor) -> None:
    visitor.client.set_cookie("assay_session", "some token")
    ready = visitor.get("/")
    edge.runtime.close()
    for each in edge.settings.data_dir.glob("records.db*"):
        each.write_bytes(b"this is no database " * 500)
    for page in (
        visitor.get("/claims/clm_1"),
        visitor.get("/desk/"),
        visitor.send(ready, "/check", text=CLAIM),
    ):
        assert page.status == 503
        assert "The database does not answer" in page.words
        assert int(page.headers["Retry-After"]) > 0
    assert visitor.get("/docs").status == 200


def test_without_the_corpus_claims_are_taken_all_the_same(edge: Edge, visitor: Visitor) -> None:
    edge.post("/v1/documents", STATEMENT)
    edge.runtime.close()
    for each in edge.settings.data_dir.glob("corpus.db*"):
        each.write_bytes(b"this is no database " * 500)
    page = visitor.get("/")
    assert page.status == 200
    assert "The corpus does not answer at the moment" in page.words
    assert "renews itself" in visitor.send(page, "/check", text=CLAIM).words


def test_nothing_comes_from_elsewhere_and_nothing_is_inline(edge: Edge, visitor: Visitor) -> None:
    made = verdict(edge, Veracity.REFUTED, quoted(edge))
    for path in ("/", f"/claims/{answered(edge, made)}", "/desk/sign-in", "/nothing"):
        page = visitor.get(path)
        assert not list(page.find("script"))
        assert not list(page.find("style"))
        for tag, given in page.tags:
            assert "style" not in given
            for name in ("src", "href", "action"):
                if name in given and tag != "a":
                    assert str(given[name]).startswith("/"), (tag, given)


def test_the_icon_and_the_style_are_there_and_may_be_kept(visitor: Visitor) -> None:
    page = visitor.get("/")
    for given in page.find("link"):
        with visitor.client.get(str(given["href"])) as answer:
            assert answer.status_code == 200
            assert "no-store" not in answer.headers["Cache-Control"]
            assert answer.headers["ETag"]
    with visitor.client.get("/favicon.ico", follow_redirects=True) as icon:
        assert icon.mimetype == "image/svg+xml"
