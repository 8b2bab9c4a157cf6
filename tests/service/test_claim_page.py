"""A claim's page, as a person without scripts sees it."""

from __future__ import annotations

import pytest

from tests.service.counting import counted_statements
from tests.service.edge import STATEMENT, Edge
from tests.service.verdicts import NAME, QUANTITY, answered, failed, quoted, verdict
from tests.service.visitor import Visitor
from verification.types import Veracity

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{1234*1234}}${1234*1234}",
    "abc\u202edef",
    "W" * 300,
)


@pytest.fixture
def visitor(edge: Edge) -> Visitor:
    return Visitor(edge)


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
