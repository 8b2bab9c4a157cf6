"""`assay extract`: what can be checked in an article, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.service.command_line import refused, succeeded
from tests.service.edge import CLAIM, STATEMENT, Edge

STORY = (
    "\ufeffNorth Korea fired two missiles on Sunday.\r\n\r\nImage source: Agency\r\n"
    "The launches will be a disaster. 🚀\r\n"
)


def story(folder: Path) -> Path:
    path = folder / "story.txt"
    path.write_bytes(STORY.encode())
    return path


def test_people_read_claims_with_their_dates(tmp_path: Path) -> None:
    shown = succeeded("extract", story(tmp_path), "--published-at", "2021-03-25").stdout
    assert "North Korea fired two missiles" in shown
    assert "“on Sunday” is 2021-03-21" in shown
    assert "not verified" in shown
    assert "boilerplate" in shown


def test_open_dates_say_what_would_resolve_them(tmp_path: Path) -> None:
    assert "--published-at" in succeeded("extract", story(tmp_path)).stdout


def test_programs_get_the_answer_of_the_api(tmp_path: Path, edge: Edge) -> None:
    printed = succeeded("extract", "-", "--json", given=STORY.encode()).stdout
    found = json.loads(printed)
    text = STORY.removeprefix("\ufeff")

    answered = edge.post("/v1/articles", {"text": text, "verify": False}).get_json()

    left_out = {"created_at", "updated_at", "links", "id"}
    assert found["text"] == text
    assert {**found, "id": None} == {
        name: value for name, value in answered.items() if name not in left_out
    } | {"id": None}


def test_claims_checked_before_and_quotations_are_told(
    edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    edge.post("/v1/documents", STATEMENT)
    edge.claim(claimed_at="2021-03-26")
    edge.work()
    monkeypatch.setenv("ASSAY_DATA_DIR", str(edge.settings.data_dir))
    text = f"{CLAIM} “The ministry detected three short-range missiles,” it said."
    ask = ("extract", "-", "--published-at", "2021-03-26")

    claims = json.loads(succeeded(*ask, "--json", given=text).stdout)["claims"]

    (known,) = claims[0]["known"]
    assert (known["text"], known["match"], known["reused"]) == (CLAIM, "exact", False)
    checks = [quote["check"] for claim in claims[1:] for quote in claim["quotes"]]
    assert {check["finding"] for check in checks} == {"altered"}
    shown = " ".join(succeeded(*ask, given=text).stdout.split())
    assert f"known: “{CLAIM}”" in shown
    assert "stands otherwise in Statement on the launches; “two”, not “three”" in shown


def test_what_is_no_article_is_refused(tmp_path: Path) -> None:
    refused("extract", tmp_path / "absent.txt", says="No such file")
    refused("extract", "-", says="not text in UTF-8", given=b"\xff\xfe\x00")
    refused("extract", "-", says="no sentence", given=b"")
    refused("extract", "-", says="English", given="Северная Корея запустила ракеты.".encode())
    refused("extract", "-", says="longer than", given=b"a " * 2_000_001)
    refused("extract", "-", "--published-at", "Sunday", says="is not a day", given=b"Words.")
