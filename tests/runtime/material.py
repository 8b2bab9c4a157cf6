"""A runtime on scratch files, a few statements, and a claim about them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from records.documents import DocumentInput
from runtime.ingestion import ingest
from runtime.settings import Settings
from runtime.wiring import Runtime
from tests.doubles import ScriptedJudge
from verification.ports import Judge
from verification.types import Claim

COUNTED = "The Joint Chiefs counted two short-range ballistic missiles fired into the East Sea."
CLAIM = Claim(
    "Three ballistic missiles were fired into the East Sea.", claimed_at=date(2021, 3, 26)
)


class RuntimeWith(Runtime):
    """A runtime whose judge is the test's own."""

    def __init__(self, settings: Settings, judge: ScriptedJudge) -> None:
        super().__init__(settings)
        self.scripted = judge

    @property
    def judge(self) -> Judge:
        return self.scripted


def statement(document_id: str = "d1", text: str = COUNTED) -> DocumentInput:
    return DocumentInput(
        document_id, "On the launch", "Joint Chiefs of Staff", text, published_at=date(2021, 3, 25)
    )


def prepared(runtime: Runtime) -> Runtime:
    """Migrated, with one statement in it."""
    runtime.records.migrate()
    ingest(runtime, [statement()], actor="test")
    return runtime


def scratch(tmp_path: Path, **settings: object) -> Settings:
    return Settings(data_dir=tmp_path, **settings)  # type: ignore[arg-type]
