from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from judges.rarity import Rarity
from language.normal import content_stems
from records.runs import StandingClaim
from runtime.rechecking import SHARE, claims_that_may_change
from tests.doubles import passage
from verification.types import Claim, Passage

CLAIM = Claim("Norway sold three frigates to Portugal.", claimed_at=date(2021, 3, 26))
WORDS = ("norway", "sold", "frigates", "portugal", "three", "the", "ministry", "said", "rain")


def standing(claim: Claim = CLAIM, claim_id: str = "c1") -> StandingClaim:
    return StandingClaim(claim_id, claim)


def statement(text: str, day: date | None = date(2021, 3, 25), title: str = "A note") -> Passage:
    made = passage(text)
    return replace(made, document=replace(made.document, published_at=day, title=title))


def concerned(*passages: Passage, claim: Claim = CLAIM) -> bool:
    return claims_that_may_change([standing(claim)], passages) == ["c1"]


def test_a_passage_concerns_the_claims_it_shares_rare_words_with() -> None:
    assert concerned(statement("Two frigates went to Portugal, the ministry of Norway said."))
    assert not concerned(statement("Rain fell on three days, the ministry said."))
    assert not concerned()


def test_the_header_of_a_passage_counts() -> None:
    assert not concerned(statement("They were two."))
    assert concerned(statement("They were two.", title="Frigates sold to Portugal"))


def test_what_cannot_count_for_a_claim_does_not_concern_it() -> None:
    said = "Norway sold two frigates to Portugal."
    assert not concerned(statement(said, day=date(2021, 3, 27)))
    assert concerned(statement(said, day=date(2021, 3, 26)))
    assert concerned(statement(said, day=None))
    assert concerned(statement(said, day=date(2021, 3, 27)), claim=Claim(CLAIM.text))


def test_a_claim_without_words_that_tell_is_concerned_by_nothing() -> None:
    assert not concerned(statement("The the."), claim=Claim("The and of."))


def test_the_claims_are_answered_in_a_fixed_order() -> None:
    several = [standing(claim_id=name) for name in ("c2", "c3", "c1")]
    assert claims_that_may_change(several, [statement(CLAIM.text)]) == ["c1", "c2", "c3"]


texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


@given(claim=texts, passages=st.lists(texts, max_size=5))
def test_it_finds_what_looking_at_every_passage_finds(claim: str, passages: list[str]) -> None:
    rarity = Rarity.load()

    def enough(text: str) -> bool:
        wanted = content_stems(claim)
        held = content_stems(text) | content_stems("A note The White House")
        return bool(wanted) and rarity.sum(wanted & held) >= SHARE * rarity.sum(wanted)

    def stated() -> Iterator[Passage]:
        yield from (statement(each) for each in passages)

    assert concerned(*stated(), claim=Claim(claim)) == any(map(enough, passages))
