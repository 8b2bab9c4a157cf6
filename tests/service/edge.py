"""The service as tests call it: a real embedded runtime behind the real application."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from records.keys import create_key
from records.runs import claim_next_run, finish_run
from runtime.settings import Settings
from runtime.verifying import verify_claim
from runtime.wiring import Runtime, open_runtime
from service.app import create_app
from service.problems import PROBLEMS

STATEMENT = {
    "id": "mod-1",
    "title": "Statement on the launches",
    "publisher": "Ministry of Defence",
    "published_at": "2021-03-25",
    "text": "The ministry detected two short-range missiles fired from the coast on 25 March 2021.",
}
CLAIM = "North Korea fired two missiles on 25 March 2021."


class Edge:
    """An application with its runtime, and a caller."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.runtime: Runtime = open_runtime(settings)
        self.runtime.records.migrate()
        self.app = create_app(settings, lambda: self.runtime)
        self.client: FlaskClient = self.app.test_client()

    @property
    def now(self) -> datetime:
        return self.runtime.now()

    def key(self, *scopes: str, expires_at: datetime | None = None) -> tuple[str, dict[str, str]]:
        """A new key's id, and the header that shows it."""
        with self.runtime.records.begin() as session:
            record, token, _ = create_key(
                session, name="test", scopes=scopes, expires_at=expires_at, now=self.now
            )
        return record.id, {"Authorization": f"Bearer {token}"}

    def post(self, path: str, json: object = None, **more: Any) -> TestResponse:  # noqa: ANN401
        return self.client.post(path, json=json, **more)

    def get(self, path: str, **more: Any) -> TestResponse:  # noqa: ANN401
        return self.client.get(path, **more)

    def claim(self, text: str = CLAIM, **fields: object) -> str:
        """The id of a claim that was just sent."""
        answer = self.post("/v1/claims", {"text": text, **fields})
        assert answer.status_code in {200, 202}, answer.text
        claim_id = answer.get_json()["id"]
        assert isinstance(claim_id, str)
        return claim_id

    def work(self) -> int:
        """Verify what is queued, here and now; answers how many claims that were."""
        done = 0
        while True:
            with self.runtime.records.begin() as session:
                leased = claim_next_run(session, holder="test", lease_s=60, now=self.now)
            if leased is None:
                return done
            verdict, _ = verify_claim(self.runtime, leased.claim)
            with self.runtime.records.begin() as session:
                run_id, fence = leased.run_id, leased.fence
                assert finish_run(session, run_id, fence=fence, verdict=verdict, now=self.now)
            done += 1

    def close(self) -> None:
        self.runtime.close()


@contextmanager
def opened_edge(folder: Path, **chosen: Any) -> Iterator[Edge]:  # noqa: ANN401
    edge = Edge(replace(Settings(data_dir=folder), **chosen))
    try:
        yield edge
    finally:
        edge.close()


def problem(answer: TestResponse, name: str, *pointers: str) -> dict[str, Any]:
    """The problem an answer is: of this kind, complete, and naming these values."""
    assert answer.mimetype == "application/problem+json", answer.text
    body: dict[str, Any] = answer.get_json()
    kind = PROBLEMS[name]
    assert (body["type"], body["status"]) == (kind.uri, kind.status), body
    assert answer.status_code == kind.status
    assert body["title"] == kind.title
    assert body["detail"]
    assert body["instance"].startswith("/")
    assert body["request_id"] == answer.headers["X-Request-ID"]
    named: Sequence[str] = [each["pointer"] for each in body.get("errors", [])]
    assert set(named) >= set(pointers), named
    return body
