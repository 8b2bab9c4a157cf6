"""The start page and a claim's page, as a person without scripts sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.claims import ClaimFilter, list_claims
from service.desk import pages
from sources.demonstration import example_claims
from tests.service.counting import counted_statements
from tests.service.edge import CLAIM, STATEMENT, Edge, opened_edge
from tests.service.verdicts import NAME, QUANTITY, answered, failed, quoted, verdict
from tests.service.visitor import BROWSER, Visitor
from verification.types import Veracity

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{1234*1234}}${1234*1234}",
    "abc\u202edef",
    "W" * 300,
)


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


def test_what_decided_comes_first_and_what_says_neither_is_folded_away(
    edge: Edge, visitor: Visitor
) -> None:
    made = verdict(
        edge,
        Veracity.REFUTED,
        quoted(edge, "refutes", "Two were fired.", comparisons=(NAME, QUANTITY), cluster=1),
        quoted(edge, "supports", "Three were fired.", cluster=2, weight=0.2),
        quoted(edge, "neutral", "Spring has come.", cluster=3),
        quoted(
            edge, "refutes", "It was two after all.", cluster=4, weight=0.0, timing="after_claim"
        ),
    )
    page = visitor.get(f"/claims/{answered(edge, made)}")
    order = ("What contradicts it (1)", "Two were fired", "What supports it (1)", "Also found")
    places = [page.words.index(words) for words in order]
    assert places == sorted(places)
    folded = page.source.partition('<details class="others">')[2]
    assert "Spring has come." in folded
    assert "published after the claim" in folded
    assert "quantity differs three missiles two missiles" in page.words
    assert "in both: North Korea" in page.words
    assert "60 % sure" in page.words
    assert 'class="sides two"' not in page.source


def test_copies_stand_behind_the_first_and_count_as_one(edge: Edge, visitor: Visitor) -> None:
    made = verdict(
        edge,
        Veracity.SUPPORTED,
        quoted(edge, "supports", publisher="Northlight Wire", cluster=1),
        quoted(edge, "supports", publisher="Morning Paper", cluster=1, weight=0.7),
        quoted(edge, "supports", publisher="Evening Paper", cluster=1, weight=0.6),
        quoted(edge, "supports", "Two flew.", publisher="Ministry", cluster=2, weight=0.5),
    )
    page = visitor.get(f"/claims/{answered(edge, made)}")
    assert len(list(page.find("article"))) == 2
    assert "2 copies of it, counted as one" in page.words
    assert "Morning Paper" in page.words
    assert "Evening Paper" in page.words


def test_sources_that_conflict_stand_side_by_side(edge: Edge, visitor: Visitor) -> None:
    made = verdict(
        edge,
        Veracity.CONFLICTING,
        quoted(edge, "supports", "They flew 450 kilometres.", cluster=1),
        quoted(edge, "refutes", "They flew 600 kilometres.", cluster=2),
    )
    page = visitor.get(f"/claims/{answered(edge, made)}")
    assert list(page.find("div", **{"class": "sides two"}))
    assert "Sources conflict" in page.words


def test_an_abstention_says_what_is_missing(edge: Edge, visitor: Visitor) -> None:
    made = verdict(
        edge, Veracity.NOT_ENOUGH_EVIDENCE, missing=("no passage gives the number of missiles",)
    )
    page = visitor.get(f"/claims/{answered(edge, made)}")
    assert "What is missing: No passage gives the number of missiles." in page.words
    assert "No passage speaks of this claim." in page.words


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Did North Korea fire two missiles?", "A question, not a claim"),
        ("The launch was a shameful and cowardly act.", "An opinion, not a fact"),
        ("North Korea will fire two missiles next year.", "A prediction"),
    ],
)
def test_what_no_evidence_settles_is_called_what_it_is(
    edge: Edge, visitor: Visitor, text: str, says: str
) -> None:
    edge.post("/v1/documents", STATEMENT)
    claim_id = edge.claim(text)
    edge.work()
    page = visitor.get(f"/claims/{claim_id}")
    assert says in page.words
    assert "% sure" not in page.words
    assert edge.get(f"/v1/claims/{claim_id}").get_json()["verdict"]["rationale"] in page.words


def test_a_claim_that_failed_says_why_and_that_nothing_was_concluded(
    edge: Edge, visitor: Visitor
) -> None:
    page = visitor.get(f"/claims/{failed(edge)}")
    assert "could not be checked: The judge gave no stance." in page.words
    assert "Nothing was concluded" in page.words
    assert "Refresh" not in page.headers


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_document_is_shown_as_text(edge: Edge, visitor: Visitor, text: str) -> None:
    item = quoted(edge, "refutes", f"Two. {text}", title=text, publisher=text, speaker=text)
    page = visitor.get(f"/claims/{answered(edge, verdict(edge, Veracity.REFUTED, item))}")
    assert page.words.count(text) >= 4
    assert not list(page.find("script"))
    assert not list(page.find("img"))
    assert str(1234 * 1234) not in page.source
    assert all(not name.startswith("on") for _, given in page.tags for name in given)


@pytest.mark.parametrize("text", HOSTILE[:3])
def test_a_hostile_claim_is_shown_as_text(edge: Edge, visitor: Visitor, text: str) -> None:
    page = visitor.send(visitor.get("/"), "/check", text=f"Two {text}", speaker=text)
    assert page.words.count(text) >= 3
    assert not list(page.find("script"))
    assert not list(page.find("img"))


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://ministry.example/statement?a=1&b=2", "ministry.example"),
        ("http://ministry.example", "ministry.example"),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt://ministry.example/%0aalert(1)", ""),
        (" javascript:alert(1)", ""),
        ("data:text/html,<script>alert(1)</script>", ""),
        ("vbscript:x", ""),
        ("//evil.example", ""),
        ("/desk/sign-out", ""),
        ("https://[", ""),
        ("https://", ""),
    ],
)
def test_only_web_addresses_become_links(edge: Edge, visitor: Visitor, url: str, host: str) -> None:
    made = verdict(edge, Veracity.REFUTED, quoted(edge, url=url))
    page = visitor.get(f"/claims/{answered(edge, made)}")
    assert (url in page.links) == bool(host)
    assert f"Read it at {host}" in page.words if host else url.strip() in page.words


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


def test_a_page_costs_the_same_for_much_evidence(edge: Edge, visitor: Visitor) -> None:
    one = answered(edge, verdict(edge, Veracity.REFUTED, quoted(edge)))
    items = [quoted(edge, quote=f"Two, says number {n}.", cluster=n) for n in range(1, 9)]
    many = answered(edge, verdict(edge, Veracity.REFUTED, *items), "Four missiles were fired.")
    counts = []
    for claim_id in (one, many):
        with counted_statements() as statements:
            visitor.get(f"/claims/{claim_id}")
        counts.append(len(statements))
    assert counts[0] == counts[1] > 0
