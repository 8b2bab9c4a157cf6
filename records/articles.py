"""Articles: stored once as they were given, with what was found in them.

What is to be verified becomes a claim like any other, in the transaction that stores the article.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from records.claims import AcceptedClaim, ClaimRecord, ClaimSubmission, CurrentState, add_claim
from records.claims.accepting import fingerprint
from records.claims.reading import get_claims
from records.ids import new_id
from records.models.articles import ArticleClaimRow, ArticleRow
from records.statements import execute_many, insert_into
from records.wording import storable
from verification.errors import NotFound, Rejected
from verification.types import Claim


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A claim found in an article: `body` as the outside sees it.

    `claim` is what to verify of it, None for what is not verified; it may be a claim of record
    that says the same in other words. `known` are the claims of record it resembles, each with its
    `id`, `match` and `similarity`.
    """

    body: Mapping[str, Any]
    claim: Claim | None = None
    known: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class ArticleInput:
    """An article and what was found in it; `format` is `text` or `html`.

    `sentences` are as the outside sees them; offsets are characters of `text`.
    """

    text: str
    format: str
    title: str | None
    published_at: date | None
    publisher: str | None
    url: str | None
    language: str
    sentences: Sequence[Mapping[str, Any]]
    claims: Sequence[FoundClaim]


@dataclass(frozen=True, slots=True)
class ArticleClaim:
    """A claim of a stored article; `record` where it is verified as a claim.

    `known` are the claims it resembled when it came in, each beside its `match` and `similarity`.
    """

    body: Mapping[str, Any]
    record: ClaimRecord | None
    known: tuple[tuple[Mapping[str, Any], ClaimRecord], ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """A stored article with the present state of its claims, in their order."""

    id: str
    text: str
    format: str
    title: str | None
    published_at: date | None
    publisher: str | None
    url: str | None
    language: str
    sentences: Sequence[Mapping[str, Any]]
    claims: tuple[ArticleClaim, ...]
    created_at: datetime
    updated_at: datetime

    @property
    def quotes(self) -> list[str]:
        """What its claims quote, in order."""
        return [quote["text"] for each in self.claims for quote in each.body.get("quotes", ())]


@dataclass(frozen=True, slots=True)
class AcceptedArticle:
    """What became of an article that was sent: each distinct claim of it, as it was accepted."""

    article: ArticleRecord
    created: bool
    accepted: tuple[AcceptedClaim, ...]

    @property
    def answered(self) -> bool:
        """Whether nothing is left to be verified."""
        return all(each.answered for each in self.accepted)


def add_article(
    session: Session,
    article: ArticleInput,
    *,
    submission: ClaimSubmission | None,
    current: CurrentState,
    now: datetime,
) -> AcceptedArticle:
    """Store an article once and, with a submission, accept each of its claims in the same breath.

    The submission says by whose key, with which priority and from where; its own claim does not
    count. Rejected for what cannot be stored.
    """
    if not all(storable(word or "") for word in (article.text, article.title, article.publisher)):
        raise Rejected(
            "An article cannot contain the character U+0000 or half a surrogate pair.",
            code="article_not_text",
        )
    row, created = _store(session, article, submission.key_id if submission else "", now)
    found: Sequence[FoundClaim] = article.claims
    if created:
        _store_claims(session, row.id, found)
    else:
        found = _as_linked(session, row.id, found)
    accepted = _accept(session, row.id, found, submission, (current, now))
    return AcceptedArticle(get_article(session, row.id), created, accepted)


def get_article(session: Session, article_id: str) -> ArticleRecord:
    """One article with its claims; NotFound when there is none."""
    row = session.get(ArticleRow, article_id)
    if row is None:
        raise NotFound(f"There is no article {article_id}.")
    found = session.execute(
        select(ArticleClaimRow.body, ArticleClaimRow.claim_id, ArticleClaimRow.known)
        .where(ArticleClaimRow.article_id == article_id)
        .order_by(ArticleClaimRow.ordinal)
    ).all()
    wanted = {each.claim_id for each in found if each.claim_id}
    wanted |= {known["id"] for each in found for known in each.known or ()}
    records = get_claims(session, wanted)
    return ArticleRecord(
        id=row.id,
        text=row.text,
        format=row.format,
        title=row.title,
        published_at=row.published_at,
        publisher=row.publisher,
        url=row.url,
        language=row.language,
        sentences=row.sentences,
        claims=tuple(
            ArticleClaim(
                each.body,
                records.get(each.claim_id or ""),
                tuple((known, records[known["id"]]) for known in each.known or ()),
            )
            for each in found
        ),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def article_fingerprint(article: ArticleInput) -> str:
    """The same for the same words on the same day in which the same was found."""
    parts: list[object] = [
        article.text,
        article.format,
        article.title or "",
        article.published_at.isoformat() if article.published_at else "",
        article.publisher or "",
        article.url or "",
        [dict(each) for each in article.sentences],
        [dict(each.body) for each in article.claims],
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _store(
    session: Session, article: ArticleInput, key_id: str, now: datetime
) -> tuple[ArticleRow, bool]:
    """The article's row, locked, and whether it is new."""
    article_id = new_id("art")
    new = insert_into(session, ArticleRow).values(
        id=article_id,
        fingerprint=article_fingerprint(article),
        text=article.text,
        format=article.format,
        title=article.title,
        published_at=article.published_at,
        publisher=article.publisher,
        url=article.url,
        language=article.language,
        sentences=[dict(each) for each in article.sentences],
        key_id=key_id,
        created_at=now,
        updated_at=now,
    )
    upsert = new.on_conflict_do_update(
        index_elements=["fingerprint"], set_={"updated_at": new.excluded.updated_at}
    )
    row = session.scalars(upsert.returning(ArticleRow)).one()
    return row, row.id == article_id


def _store_claims(session: Session, article_id: str, found: Sequence[FoundClaim]) -> None:
    rows = [
        {
            "article_id": article_id,
            "ordinal": ordinal,
            "body": dict(each.body),
            "known": [dict(known) for known in each.known],
        }
        for ordinal, each in enumerate(found)
    ]
    execute_many(session, insert(ArticleClaimRow), rows)


def _as_linked(
    session: Session, article_id: str, found: Sequence[FoundClaim]
) -> Sequence[FoundClaim]:
    """Ask for the same claims again that the article led to before."""
    linked = get_article(session, article_id).claims
    return [
        replace(each, claim=before.record.claim) if each.claim and before.record else each
        for each, before in zip(found, linked, strict=True)
    ]


def _accept(
    session: Session,
    article_id: str,
    found: Sequence[FoundClaim],
    submission: ClaimSubmission | None,
    state: tuple[CurrentState, datetime],
) -> tuple[AcceptedClaim, ...]:
    """Accept each distinct claim once, in one order everywhere, so that no two wait in a ring."""
    if submission is None:
        return ()
    current, now = state
    distinct: dict[str, tuple[Claim, list[int]]] = {}
    for ordinal, each in enumerate(found):
        if each.claim:
            distinct.setdefault(fingerprint(each.claim), (each.claim, []))[1].append(ordinal)
    accepted = []
    for _, (claim, ordinals) in sorted(distinct.items()):
        asked = replace(submission, claim=claim)
        accepted.append(add_claim(session, asked, current=current, now=now))
        session.execute(
            update(ArticleClaimRow)
            .where(ArticleClaimRow.article_id == article_id, ArticleClaimRow.ordinal.in_(ordinals))
            .values(claim_id=accepted[-1].claim.id)
        )
    return tuple(accepted)
