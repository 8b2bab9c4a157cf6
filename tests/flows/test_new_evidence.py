"""A claim that could not be answered is answered when its evidence comes in, and whoever asked
is told."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.flows.house import ASSAY, SETTINGS, House, wait_for
from tests.runtime import conftest as receivers

CLAIM = "Norway sold three frigates to Portugal in March 2021."
UNRELATED = "Rain fell on the harbour for a week, the weather service said."
DECISIVE = "Norway sold two frigates to Portugal in March 2021."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    settings = {
        "ASSAY_DATA_DIR": str(tmp_path),
        "ASSAY_EGRESS_ALLOW_PRIVATE": "true",
        "ASSAY_EGRESS_ALLOW_HTTP": "true",
        "ASSAY_EGRESS_PORTS": "0",
    }
    house = House(tmp_path, os.environ | SETTINGS | settings)
    house.wait_answering(house.start("serve", ASSAY, "serve", ASSAY_PORT=str(house.port)))
    yield house
    house.stop()


@pytest.fixture
def receiver() -> Iterator[receivers.Receiver]:
    yield from receivers.serving()


def tell(house: House, document_id: str, text: str) -> None:
    document = {
        "id": document_id,
        "title": "On the week",
        "publisher": "Ministry of Defence",
        "published_at": "2021-03-25",
        "text": text,
    }
    house.call("POST", "/v1/documents", document)


def reasons(house: House, claim_id: str) -> list[str]:
    return [each["reason"] for each in house.call("GET", f"/v1/claims/{claim_id}/runs")["runs"]]


def told(receiver: receivers.Receiver) -> list[dict[str, Any]]:
    return [json.loads(each.body)["data"] for each in receiver.requests]


def test_new_evidence_answers_a_claim_and_whoever_asked_is_told(
    house: House, receiver: receivers.Receiver
) -> None:
    asked = {
        "text": CLAIM,
        "claimed_at": "2021-03-26",
        "callback_url": receiver.url("/in", host="127.0.0.1"),
    }
    claim_id = str(house.call("POST", "/v1/claims", asked)["id"])
    assert house.wait_ended(claim_id) == ["done"]
    assert house.claim(claim_id)["verdict"]["veracity"] == "not_enough_evidence"
    wait_for(lambda: len(receiver.requests) == 1, "the first answer is told")

    tell(house, "d1", UNRELATED)
    assert reasons(house, claim_id) == ["submitted"]

    tell(house, "d2", DECISIVE)
    wait_for(lambda: len(receiver.requests) == 2, "the new answer is told")

    assert reasons(house, claim_id) == ["document_added", "submitted"]
    assert house.claim(claim_id)["verdict"]["veracity"] == "refuted"
    first, second = told(receiver)
    assert first["changed"] is False
    assert (second["changed"], second["previous_veracity"]) == (True, "not_enough_evidence")
    assert second["verdict"]["veracity"] == "refuted"
