"""Whether the process lives, whether it can accept claims, and what it has counted."""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import Any, Final

from flask import Response, request

from records.backlog import Backlog, backlog
from runtime.metrics import CONTENT_TYPE
from runtime.wiring import JUDGE_UNAVAILABLE
from service.access import Access
from service.auth import from_this_machine
from service.errors import Problem
from service.openapi import Blueprint
from service.schemas.operations import AliveAnswer, ReadyAnswer
from service.state import runtime, settings
from verification.errors import RecordsUnavailable

health = Blueprint("operations", __name__, description="For whoever runs the service.")

OPEN: Final = Access(public=True, counted=False)
# A queue that moves at all has nothing this old; the longest run allowed comes on top.
STALLED_AFTER: Final = timedelta(seconds=60)


@health.operation("GET", "/livez", OPEN)
@health.answer(200, AliveAnswer, description="The process answers.")
def alive() -> dict[str, str]:
    """Is the process alive?

    Nothing else is asked; restart it when this does not answer.
    """
    return {"status": "alive"}


@health.operation("GET", "/readyz", OPEN)
@health.answer(200, ReadyAnswer, description="Claims are accepted, and none is lost.")
def ready() -> dict[str, Any]:
    """Can claims be accepted?

    For that the database must answer, otherwise this is a problem (503). Without the corpus, the
    judge or workers the service is `degraded`: it accepts claims and verifies them later.
    """
    runtime().records.check()
    with runtime().records.read() as session:
        waiting = backlog(session)
    corpus, judge = _corpus_and_judge()
    parts = [
        _part("records", works=True, needed=True),
        _part("corpus", works=corpus),
        _part("judge", works=judge),
        _part("workers", works=not _is_stalled(waiting)),
    ]
    degraded = any(part["state"] != "ok" for part in parts)
    return {"status": "degraded" if degraded else "ready", "parts": parts}


@health.operation("GET", "/metrics", OPEN, errors=(401, 403))
@health.described(
    responses={
        "200": {
            "description": "Metrics in the text format of Prometheus.",
            "content": {"text/plain": {"schema": {"type": "string"}}},
        }
    }
)
def metrics() -> Response:
    """Read the metrics.

    With `ASSAY_METRICS_KEY` the caller must send it as bearer token; without it, only callers on
    the machine itself are answered.
    """
    _check_metrics_caller()
    waiting: Backlog | None
    try:
        with runtime().records.read() as session:
            waiting = backlog(session)
    except RecordsUnavailable:
        waiting = None
    page = runtime().metrics.page(waiting, runtime().now())
    return Response(page, content_type=CONTENT_TYPE)


def _check_metrics_caller() -> None:
    wanted = settings().metrics_key
    if wanted:
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {wanted}".encode()):
            raise Problem(
                "key-invalid",
                "Send the metrics key as bearer token.",
                headers={"WWW-Authenticate": 'Bearer realm="metrics"'},
            )
    elif not from_this_machine():
        raise Problem("not-allowed", "Metrics are read on the machine itself, or with a key.")


def _corpus_and_judge() -> tuple[bool, bool]:
    state = runtime().current_state()
    return state.corpus_generation is not None, state.judge != JUDGE_UNAVAILABLE


def _is_stalled(waiting: Backlog) -> bool:
    since = waiting.oldest_unfinished_at
    patience = STALLED_AFTER + timedelta(seconds=settings().run_limit_s)
    return since is not None and runtime().now() - since > patience


def _part(name: str, *, works: bool, needed: bool = False) -> dict[str, Any]:
    return {"name": name, "state": "ok" if works else "unavailable", "needed": needed}
