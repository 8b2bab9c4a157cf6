"""Passages and sources."""

from __future__ import annotations

import pytest

from tests.service.edge import CLAIM, STATEMENT, Edge, problem

TEXTS = (
    '"quoted"',
    "title:missiles AND NOT (text:two OR *)",
    '{"match_all": {}}',
    "missiles* ~2 ^3 [a TO b]",
    "what's 5% (2023)?",
    "🚀 émigré — ñ",
    "'; DROP TABLE documents; --",
    "\\",
    "AND",
    "missiles\x00",
    "x " * 5000,
    "?" * 10_000,
)


@pytest.fixture
def filled(edge: Edge) -> Edge:
    edge.post("/v1/documents", STATEMENT)
    late = {"id": "late", "published_at": "2022-01-01", "publisher": "KCNA", "language": "ko"}
    edge.post("/v1/documents", {**STATEMENT, **late})
    undated = {name: value for name, value in STATEMENT.items() if name != "published_at"}
    edge.post("/v1/documents", {**undated, "id": "undated"})
    return edge


def found(edge: Edge, **wanted: object) -> set[str]:
    answer = edge.get("/v1/passages", query_string={"q": "missiles", **wanted})
    assert answer.status_code == 200, answer.text
    hits = answer.get_json()["passages"]
    assert [hit["rank"] for hit in hits] == list(range(1, len(hits) + 1))
    return {hit["document"]["id"] for hit in hits}


def test_filters(filled: Edge) -> None:
    assert found(filled) == {"mod-1", "late", "undated"}
    assert found(filled, published_until="2021-03-25") == {"mod-1", "undated"}
    assert found(filled, published_until="2021-03-24") == {"undated"}
    assert found(filled, published_from="2021-03-26") == {"late", "undated"}
    assert found(filled, published_from="2021-03-25", include_undated="false") == {"mod-1", "late"}
    assert found(filled, publisher="kcna") == {"late"}
    assert found(filled, language="ko") == {"late"}
    assert len(found(filled, limit=1)) == 1


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_is_a_query_and_never_its_syntax(filled: Edge, text: str) -> None:
    answer = filled.get("/v1/passages", query_string={"q": text})
    assert answer.status_code == 200
    assert answer.get_json()["corpus_generation"]


def test_without_words_nothing_is_found(filled: Edge) -> None:
    for path in ("/v1/passages", "/v1/passages?q=", "/v1/passages?q=%E2%80%8B"):
        assert filled.get(path).get_json()["passages"] == []


def test_an_unanswering_corpus_is_a_problem_and_not_an_empty_list(edge: Edge) -> None:
    edge.post("/v1/documents", STATEMENT)
    edge.runtime.corpus.close()
    for file in edge.settings.data_dir.glob("corpus.db*"):
        file.unlink()
        file.mkdir()
    answer = edge.get("/v1/passages?q=missiles")
    problem(answer, "corpus-unavailable")
    assert str(edge.settings.data_dir) not in answer.text
    # Accepting claims does not depend on it, and readiness says what is wrong.
    assert edge.post("/v1/claims", {"text": CLAIM}).status_code == 202
    ready = edge.get("/readyz")
    assert (ready.status_code, ready.get_json()["status"]) == (200, "degraded")
    states = {part["name"]: part["state"] for part in ready.get_json()["parts"]}
    assert (states["records"], states["corpus"]) == ("ok", "unavailable")
    assert edge.get("/v1/capabilities").get_json()["corpus"]["passages"] is None


def test_a_source_is_added_changed_and_read(edge: Edge) -> None:
    body = {"name": "Ministry of Defence", "kind": "military"}
    added = edge.post("/v1/sources", body)
    assert (added.status_code, added.headers["Location"]) == (
        201,
        "/v1/sources/ministry-of-defence",
    )
    assert added.get_json() == {"id": "ministry-of-defence", "weight": 0.85, **body}
    changed = edge.post("/v1/sources", {**body, "weight": 0.5})
    assert (changed.status_code, changed.get_json()["weight"]) == (200, 0.5)
    assert edge.get("/v1/sources/ministry-of-defence").get_json() == changed.get_json()
    problem(edge.get("/v1/sources/nobody"), "not-found")


def test_a_source_keeps_the_id_it_is_given(edge: Edge) -> None:
    added = edge.post("/v1/sources", {"id": "mod", "name": "Ministry of Defence"})
    assert added.get_json()["id"] == "mod"


def test_sources_are_listed_page_by_page(edge: Edge) -> None:
    for n in range(3):
        edge.post("/v1/sources", {"name": f"Ministry {n}"})
    first = edge.get("/v1/sources?limit=2").get_json()
    assert [each["id"] for each in first["sources"]] == ["ministry-0", "ministry-1"]
    rest = edge.get(f"/v1/sources?limit=2&cursor={first['next_cursor']}").get_json()
    assert [each["id"] for each in rest["sources"]] == ["ministry-2"]
    assert rest["next_cursor"] is None
