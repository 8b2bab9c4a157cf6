"""The claims of the start page get the answers they are there to show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.ingestion import ingest
from runtime.settings import Settings
from runtime.verifying import verify_claim
from runtime.wiring import Runtime, open_runtime
from service.intake import as_input
from sources.demonstration import ExampleClaim, demonstration_documents, example_claims
from verification.types import Claim, Stance, Verdict

JUDGES = ("lexical:", "onnx:")
# What the shipped cross-encoder gets wrong: it reads what somebody said for what others said of
# it, and a correction for what it corrects.
WRONG = {("onnx:", kind) for kind in ("refuted by denial", "attributed")}


@pytest.fixture(scope="module", params=JUDGES)
def runtime(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Runtime]:
    folder: Path = tmp_path_factory.mktemp("demonstration")
    opened = open_runtime(Settings(data_dir=folder, judge_url=request.param))
    opened.records.migrate()
    ingest(opened, map(as_input, demonstration_documents()), actor="test")
    yield opened
    opened.close()


def verdict_on(runtime: Runtime, example: ExampleClaim) -> Verdict:
    verdict, _ = verify_claim(runtime, Claim(example.text, example.claimed_at, example.speaker))
    return verdict


@pytest.mark.parametrize("example", example_claims(), ids=lambda example: example.kind)
def test_an_example_gets_its_veracity(
    runtime: Runtime, example: ExampleClaim, request: pytest.FixtureRequest
) -> None:
    if (runtime.settings.judge_url, example.kind) in WRONG:
        mark = pytest.mark.xfail(reason="a known mistake of this judge", strict=True)
        request.applymarker(mark)
    assert verdict_on(runtime, example).veracity is example.veracity


def test_syndicated_copies_are_one_voice(runtime: Runtime) -> None:
    verdict = verdict_on(runtime, example_claims()[0])
    clusters = {
        item.passage.document.source.name: item.cluster
        for item in verdict.evidence
        if item.stance is Stance.SUPPORTS
    }
    assert clusters["Northlight Wire"] == clusters["Bay Courier"]
    assert verdict.independent_sources["supports"] == len(set(clusters.values()))
