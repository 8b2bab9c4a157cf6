"""How an article comes in, by whatever door: it and all its claims in one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Response

from records.articles import AcceptedArticle, ArticleInput, add_article
from records.claims import ClaimSubmission, CurrentState, unfinished_claims_of
from records.idempotency import RequestKey, StoredResponse, begin_request, finish_request
from runtime.logs import logger
from runtime.quoting import checked_quotes
from service.api.submitting import RETRY_AFTER_S, Door, body_hash
from service.api.wording import article_body
from service.article_intake import (
    GivenArticle,
    as_input,
    given_article,
    quotes_in,
    taken_apart,
)
from service.errors import Problem
from service.known_claims import with_known_claims
from service.requests import JSON
from service.schemas.articles import ArticleAnswer
from service.state import runtime, settings
from verification.quoting import QuoteCheck
from verification.types import Claim
from workers import queue

ROUTE: Final = "POST /v1/articles"

log = logger(__name__)


def submit_article(body: Mapping[str, Any], wish: str | None, door: Door) -> Response:
    """Take an article in and answer it: 202, or 200 where nothing is left to verify."""
    key = RequestKey(door.key_id, ROUTE, wish) if wish else None
    intake = _intake(body, door, key)
    answer = intake.store()
    if isinstance(answer, StoredResponse):
        replayed = {**answer.headers, "Idempotency-Replayed": "true"}
        return Response(answer.body, answer.status, replayed, mimetype=JSON)
    queue.wake(runtime())
    outcome = _outcome(answer, intake.quotes)
    return Response(outcome.body, outcome.status, outcome.headers, mimetype=JSON)


def take_article(body: Mapping[str, Any], door: Door) -> AcceptedArticle:
    """Take an article in as people send it, without what only programs ask for."""
    accepted = _intake(body, door, None).store()
    assert isinstance(accepted, AcceptedArticle), "without a key nothing is replayed"
    queue.wake(runtime())
    return accepted


@dataclass(frozen=True, slots=True)
class _Intake:
    """An article on its way into the records."""

    article: ArticleInput
    submission: ClaimSubmission
    verify: bool
    key: RequestKey | None
    body_hash: str
    current: CurrentState
    quotes: Mapping[str, QuoteCheck]

    def store(self) -> AcceptedArticle | StoredResponse:
        """Article, claims, runs, outbox and idempotency record in one transaction, or nothing."""
        now = runtime().now()
        with runtime().records.begin() as session:
            if self.key:
                known = begin_request(session, self.key, body_hash=self.body_hash, now=now)
                if known:
                    return known
            submission = self.submission if self.verify else None
            accepted = add_article(
                session, self.article, submission=submission, current=self.current, now=now
            )
            unfinished = unfinished_claims_of(session, self.submission.key_id)
            if self.verify and unfinished > settings().max_active_runs_per_key:
                raise Problem(
                    "too-much-unfinished",
                    f"With this article, {unfinished:,} claims of this key would be unfinished; "
                    f"{settings().max_active_runs_per_key:,} may be.",
                    headers={"Retry-After": str(RETRY_AFTER_S)},
                )
            if self.key:
                finish_request(session, self.key, response=_outcome(accepted, self.quotes))
        for each in accepted.accepted:
            runtime().metrics.accepted(self.submission.channel, known=not each.created)
        log.info("article_accepted", article_id=accepted.article.id, claims=len(accepted.accepted))
        return accepted


def _intake(body: Mapping[str, Any], door: Door, key: RequestKey | None) -> _Intake:
    given = given_article(body, runtime())
    extraction = taken_apart(given)
    article = as_input(given, extraction, settings().max_claim_characters)
    return _Intake(
        article=with_known_claims(article, runtime().records),
        submission=ClaimSubmission(
            claim=Claim(""),
            key_id=door.key_id,
            priority=body.get("priority") or "normal",
            channel=door.channel,
            appeared_in=_appearance(given),
        ),
        verify=body.get("verify", True),
        key=key,
        body_hash=body_hash(body),
        # The corpus is asked before the transaction begins: it may take its time.
        current=runtime().current_state(),
        quotes=checked_quotes(runtime(), quotes_in(extraction)),
    )


def _appearance(given: GivenArticle) -> dict[str, Any]:
    day = given.published_at
    return {
        "url": given.url,
        "title": given.title,
        "published_at": day.isoformat() if day else None,
    }


def _outcome(accepted: AcceptedArticle, quotes: Mapping[str, QuoteCheck]) -> StoredResponse:
    status = 200 if accepted.answered else 202
    headers = {"Location": f"/v1/articles/{accepted.article.id}"}
    if status == 202:
        headers["Retry-After"] = str(RETRY_AFTER_S)
    dumped = ArticleAnswer().dump(article_body(accepted.article, quotes))
    text = json.dumps(dumped, ensure_ascii=False, separators=(",", ":"))
    return StoredResponse(status, headers, text)
