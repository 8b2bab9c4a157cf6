from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.cursors import CURSOR_PATTERN, issue_cursor, read_cursor
from service.errors import Problem
from tests.service.edge import Edge, problem

KEYS = ("newest", "before")
PLACE = (datetime(2026, 11, 22, 9, 30, 1, 123456, tzinfo=UTC), "clm_01")


@given(st.datetimes(timezones=st.just(UTC)), st.text(max_size=80))
def test_a_cursor_leads_back_to_its_place(instant: datetime, item_id: str) -> None:
    cursor = issue_cursor((instant, item_id), scope="/v1/claims?{}", keys=KEYS)
    assert read_cursor(cursor, scope="/v1/claims?{}", keys=KEYS) == (instant, item_id)


def test_a_cursor_is_opaque_and_fits_the_published_pattern() -> None:
    cursor = issue_cursor(PLACE, scope="list", keys=KEYS)
    assert re.fullmatch(CURSOR_PATTERN, cursor)
    assert "clm" not in cursor


def test_a_cursor_of_the_key_before_is_still_good() -> None:
    cursor = issue_cursor(PLACE, scope="list", keys=KEYS[1:])
    assert read_cursor(cursor, scope="list", keys=KEYS) == PLACE


@pytest.mark.parametrize("change", ["other list", "other key", "altered", "cut", "made up"])
def test_no_other_cursor_is_taken(change: str) -> None:
    cursor = issue_cursor(PLACE, scope="list", keys=KEYS)
    altered = cursor[:-2] + ("AA" if cursor[-2:] != "AA" else "BB")
    given_cursor = {"altered": altered, "cut": cursor[:24], "made up": "A" * 40}
    with pytest.raises(Problem, match="not issued"):
        read_cursor(
            given_cursor.get(change, cursor),
            scope="another" if change == "other list" else "list",
            keys=("stranger",) if change == "other key" else KEYS,
        )


def test_pages_follow_each_other_by_link_and_miss_nothing(edge: Edge) -> None:
    sent = [edge.claim(f"Country number {n} fired a missile.") for n in range(7)]
    found: list[str] = []
    address = "/v1/claims?limit=3&status=queued"
    for _ in range(3):
        answer = edge.get(address)
        found += [each["id"] for each in answer.get_json()["claims"]]
        link = answer.headers.get("Link", "")
        assert bool(link) == bool(answer.get_json()["next_cursor"])
        address = link.partition(">")[0].lstrip("<")
    assert found == sent[::-1]
    assert address == ""


def test_a_cursor_serves_only_the_filters_it_was_issued_for(edge: Edge) -> None:
    for n in range(3):
        edge.claim(f"Country number {n} fired a missile.")
    cursor = edge.get("/v1/claims?limit=1").get_json()["next_cursor"]
    assert edge.get(f"/v1/claims?limit=2&cursor={cursor}").status_code == 200
    problem(edge.get(f"/v1/claims?status=queued&cursor={cursor}"), "cursor-unknown")
    problem(edge.get(f"/v1/documents?cursor={cursor}"), "cursor-unknown")


@pytest.mark.parametrize("cursor", ["x", "…", "a b", "'; DROP TABLE claims", "A" * 401, "%00"])
def test_what_is_no_cursor_is_refused(edge: Edge, cursor: str) -> None:
    problem(edge.get("/v1/claims", query_string={"cursor": cursor}), "validation", "/cursor")
