"""Articles are stored once, and each of their claims is verified once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from records import Records
from records.articles import (
    AcceptedArticle,
    ArticleInput,
    FoundClaim,
    add_article,
    get_article,
)
from records.claims import ClaimSubmission, CurrentState
from records.models.articles import ArticleClaimRow, ArticleRow
from records.models.claims import ClaimRow, RunRow
from records.outbox import pending_messages
from tests.records.material import CURRENT, NOW, accept, claim, finish, submission, take, verdict
from verification.errors import NotFound, Rejected

LAUNCH = "North Korea fired two missiles on 21 March 2021."
DENIAL = "Officials said that the missiles were not ballistic."
ASKED = submission("-", channel="article", appeared_in={"title": "Missiles"})


def found(text: str, *, checkable: bool = True) -> FoundClaim:
    return FoundClaim({"text": text, "kind": "event"}, claim(text) if checkable else None)


def article(*claims: FoundClaim, text: str = "Two missiles. 🚀\r\nNo comment.") -> ArticleInput:
    return ArticleInput(
        text=text,
        format="text",
        title="Missiles",
        published_at=date(2021, 3, 25),
        publisher="Agency",
        url=None,
        language="en",
        sentences=[{"start": 0, "end": 13, "kind": "sentence", "check_worthiness": 0.9}],
        claims=claims or (found(LAUNCH), found("Bad.", checkable=False), found(DENIAL)),
    )


def add(
    records: Records,
    given: ArticleInput | None = None,
    asked: ClaimSubmission | None = ASKED,
    current: CurrentState = CURRENT,
) -> AcceptedArticle:
    with records.begin() as session:
        return add_article(session, given or article(), submission=asked, current=current, now=NOW)


def rows(records: Records, table: type) -> int:
    with records.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_an_article_is_stored_as_given_and_its_claims_are_queued(records: Records) -> None:
    added = add(records)

    assert added.created
    assert not added.answered
    assert added.article.text == "Two missiles. 🚀\r\nNo comment."
    assert added.article.sentences[0]["end"] == 13
    launch, opinion, denial = added.article.claims
    assert launch.record is not None
    assert launch.record.claim == claim(LAUNCH)
    assert launch.record.status == "queued"
    assert opinion.record is None
    assert denial.record is not None
    with records.begin() as session:
        messages = pending_messages(session)
        assert {each.subject_id for each in messages} == {each.run_id for each in added.accepted}
        assert get_article(session, added.article.id) == added.article


def test_the_same_article_is_stored_once_and_costs_nothing_new(records: Records) -> None:
    first = add(records)
    for _ in range(2):
        assert finish(records, take(records), verdict())

    again = add(records)

    assert not again.created
    assert again.answered
    assert again.article.id == first.article.id
    assert rows(records, RunRow) == 2
    assert add(records, article(text="Another text.")).article.id != first.article.id


def test_a_story_costs_only_what_is_new(records: Records) -> None:
    known = accept(records, submission(LAUNCH))
    assert finish(records, take(records), verdict())

    added = add(records)

    states = {each.claim.claim.text: each.answered for each in added.accepted}
    assert states == {LAUNCH: True, DENIAL: False}
    linked = added.article.claims[0].record
    assert linked is not None
    assert linked.id == known.claim.id


def test_one_claim_found_twice_is_asked_once(records: Records) -> None:
    added = add(records, article(found(LAUNCH), found(LAUNCH)))

    assert len(added.accepted) == 1
    assert added.accepted[0].claim.demand == 1
    assert added.article.claims[0].record == added.article.claims[1].record


def test_an_article_can_be_read_first_and_verified_later(records: Records) -> None:
    only_read = add(records, asked=None)
    assert only_read.answered
    assert all(each.record is None for each in only_read.article.claims)
    assert rows(records, ClaimRow) == 0

    verified = add(records)

    assert verified.article.id == only_read.article.id
    assert [each.record is not None for each in verified.article.claims] == [True, False, True]


def test_an_article_keeps_to_the_claims_it_led_to(records: Records) -> None:
    known = accept(records, submission("In other words, two missiles were fired.")).claim
    reused = FoundClaim({"text": LAUNCH, "kind": "event"}, known.claim)
    first = add(records, article(reused))

    again = add(records, article(found(LAUNCH)))

    for each in (first, again):
        assert [one.record and one.record.id for one in each.article.claims] == [known.id]
    assert rows(records, ClaimRow) == 1


def test_articles_that_share_claims_arrive_at_once(records: Records) -> None:
    claims = [found(f"Fact number {n} holds.") for n in range(6)]
    turned = [article(*claims[n % 6 :], *claims[: n % 6], text=f"Text {n % 4}.") for n in range(16)]

    with ThreadPoolExecutor(8) as pool:
        added = list(pool.map(lambda given: add(records, given), turned))

    assert all(len(each.article.claims) == 6 for each in added)
    assert rows(records, ClaimRow) == 6
    assert rows(records, ArticleClaimRow) == 6 * rows(records, ArticleRow)


def test_what_cannot_be_stored_is_refused_and_leaves_nothing(records: Records) -> None:
    for text in ("a\x00b", "\ud800"):
        with pytest.raises(Rejected, match="cannot contain"):
            add(records, article(text=text))
    with pytest.raises(Rejected):
        add(records, article(found(LAUNCH), found("\x00")))
    with pytest.raises(Rejected):
        add(records, replace(article(), title="\x00"))
    assert rows(records, ArticleRow) == rows(records, ClaimRow) == 0


def test_an_unknown_article_is_not_found(records: Records) -> None:
    with records.read() as session, pytest.raises(NotFound):
        get_article(session, "art_unknown")
