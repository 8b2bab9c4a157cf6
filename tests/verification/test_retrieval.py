from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.doubles import MemoryCorpus, passage
from verification.claims import analyse
from verification.policy import Policy
from verification.retrieval import fuse, queries_for, retrieve
from verification.types import Claim

POLICY = Policy.load()
DAY = date(2021, 3, 25)
rankings = st.lists(st.lists(st.sampled_from("abcdef"), unique=True, max_size=6), max_size=4)


def test_the_claim_its_words_and_its_details_are_looked_for() -> None:
    claim = Claim("Joe Biden said that North Korea fired two missiles.", DAY)
    texts = [query.text for query in queries_for(analyse(claim), POLICY)]
    assert texts[0] == claim.text
    assert "North Korea fired two missiles" in texts
    assert texts[-1].split()[:2] == ["Joe", "Biden"]
    assert "two missiles" in texts[-1]


def test_a_plain_claim_is_one_query() -> None:
    assert len(queries_for(analyse(Claim("Prices rose.")), POLICY)) == 1


def test_nothing_after_the_last_day_that_counts_is_looked_for() -> None:
    queries = queries_for(analyse(Claim("Prices rose.", DAY, as_of=date(2021, 4, 1))), POLICY)
    assert {(each.published_until, each.include_undated) for each in queries} == {
        (date(2021, 4, 1), True)
    }
    assert queries_for(analyse(Claim("Prices rose.")), POLICY)[0].published_until is None


def test_later_passages_are_not_found_and_undated_ones_are() -> None:
    corpus = MemoryCorpus(
        [
            passage("North Korea fired missiles.", "before", published_at=DAY),
            passage("North Korea fired missiles.", "later", published_at=date(2021, 3, 26)),
            passage("North Korea fired missiles.", "undated", published_at=None),
        ]
    )
    found = retrieve(analyse(Claim("North Korea fired missiles.", DAY)), corpus, POLICY)
    assert {each.id for each in found} == {"before", "undated"}


def test_an_id_high_in_both_rankings_comes_first_and_ties_go_by_id() -> None:
    assert fuse([(["a", "b", "c"], 1.0), (["b", "d"], 1.0)], 60)[0] == "b"
    assert fuse([(["b"], 1.0), (["a"], 1.0)], 60) == ["a", "b"]
    assert fuse([(["b"], 1.0), (["a"], 0.5)], 60) == ["b", "a"]


@given(rankings, st.integers(1, 100))
def test_fusing_keeps_every_id_once(given_rankings: list[list[str]], constant: int) -> None:
    found = fuse([(ranking, 1.0) for ranking in given_rankings], constant)
    assert sorted(found) == sorted({each for ranking in given_rankings for each in ranking})
    assert found == fuse([(ranking, 1.0) for ranking in reversed(given_rankings)], constant)


@given(st.lists(st.sampled_from("abcdef"), unique=True))
def test_one_ranking_stays_as_it_is(ranking: list[str]) -> None:
    assert fuse([(ranking, 1.0)], 60) == ranking
