from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.doubles import NEUTRAL, REFUTES, SUPPORTS, MemoryCorpus, ScriptedJudge, passage
from verification.errors import (
    CorpusInconsistent,
    CorpusUnavailable,
    JudgeAnswerInvalid,
    JudgeUnavailable,
)
from verification.pipeline import verify
from verification.policy import Policy
from verification.ports import Corpus, Judge
from verification.types import (
    Claim,
    Hit,
    Passage,
    PassageQuery,
    Stance,
    StanceJudgement,
    StancePair,
    Veracity,
    Verdict,
)

POLICY = Policy.load()
NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
CLAIM = Claim("North Korea fired two missiles over the weekend.", date(2021, 3, 25))
YES = "North Korea fired two missiles over the weekend, officials confirmed."
NO = "North Korea fired no missiles over the weekend, the ministry insisted."
SCRIPT = {"officials confirmed": SUPPORTS, "ministry insisted": REFUTES}
STORY = passage(f"Good morning. {YES} It was raining.", "white-house", before=40)
DENIAL = passage(NO, "kcna", publisher="KCNA", weight=0.9)


def verdict(
    corpus: Corpus,
    judge: Judge | None = None,
    claim: Claim = CLAIM,
    policy: Policy = POLICY,
) -> Verdict:
    judge = judge or ScriptedJudge(SCRIPT)
    return verify(claim, corpus, judge, policy, clock=lambda: NOW, code_version="1.2.3")


def test_one_credible_source_supports() -> None:
    found = verdict(MemoryCorpus([STORY]))
    assert found.veracity is Veracity.SUPPORTED
    assert found.confidence == found.probabilities["supported"] > 0.5
    assert found.independent_sources == {"supports": 1, "refutes": 0}
    assert "The White House (23 March 2021)" in found.rationale
    assert found.missing == ()


def test_the_quotation_is_a_range_of_the_document() -> None:
    document = "x" * 40 + STORY.text
    (item,) = verdict(MemoryCorpus([STORY])).evidence
    assert document[item.start : item.end] == item.quote == YES
    assert ("quantity", True) in [(each.kind, each.agrees) for each in item.comparisons]


def test_the_provenance_says_what_made_it() -> None:
    corpus = MemoryCorpus([STORY])
    provenance = verdict(corpus).provenance
    assert provenance.corpus_generation == corpus.generation()
    assert provenance.judge == "scripted-1"
    assert provenance.policy == POLICY.version
    assert provenance.code_version == "1.2.3"
    assert provenance.as_of == CLAIM.claimed_at
    assert provenance.finished_at == NOW


def test_credible_sources_that_disagree_are_shown_side_by_side() -> None:
    found = verdict(MemoryCorpus([STORY, DENIAL]))
    assert found.veracity is Veracity.CONFLICTING
    assert {item.stance for item in found.evidence} == {Stance.SUPPORTS, Stance.REFUTES}
    assert "The White House" in found.rationale
    assert "KCNA" in found.rationale


def test_copies_count_once() -> None:
    copies = [
        passage(f"{YES} It was raining in the capital.", name, publisher=name)
        for name in ("Bay Courier", "Northlight Wire", "Highland Gazette")
    ]
    found = verdict(MemoryCorpus(copies))
    assert found.independent_sources["supports"] == 1
    assert len({item.cluster for item in found.evidence}) == 1
    assert found.confidence == verdict(MemoryCorpus(copies[:1])).confidence


def test_an_independent_source_makes_it_surer() -> None:
    other = passage(
        "Two missiles left the coast, and officials confirmed that North Korea had fired them over "
        "the weekend.",
        "tokyo",
        publisher="Tokyo",
    )
    one, two = verdict(MemoryCorpus([STORY])), verdict(MemoryCorpus([STORY, other]))
    assert two.independent_sources["supports"] == 2
    assert two.confidence > one.confidence


def test_an_empty_corpus_gives_an_abstention_that_says_so() -> None:
    found = verdict(MemoryCorpus())
    assert found.veracity is Veracity.NOT_ENOUGH_EVIDENCE
    assert found.evidence == ()
    assert found.retrieved == ()
    assert found.missing == (
        "no passage shares words with the claim and is dated on or before 2021-03-25",
    )


def test_what_is_only_near_is_shown_but_decides_nothing() -> None:
    near = [
        passage(f"North Korea was discussed in room {n}.", f"p{n}", publisher=f"Room {n}")
        for n in range(9)
    ]
    found = verdict(MemoryCorpus(near))
    assert found.veracity is Veracity.NOT_ENOUGH_EVIDENCE
    assert len(found.evidence) == POLICY.neutral_shown
    assert all(item.stance is Stance.NEUTRAL and item.weight == 0 for item in found.evidence)
    assert len(found.retrieved) == 9


def test_the_decisive_come_first_in_evidence_and_ids() -> None:
    near = [passage("North Korea fired two missiles weekend.", f"p{n}") for n in range(5)]
    found = verdict(MemoryCorpus([*near, STORY]))
    assert found.evidence[0].passage.id == "white-house"
    weights = [item.weight for item in found.evidence]
    assert weights == sorted(weights, reverse=True)
    assert sorted(found.retrieved) == sorted([*(each.id for each in near), "white-house"])


def test_there_are_never_more_than_ten_pieces_of_evidence() -> None:
    many = [
        passage(f"{YES} Statement number {n} of office {n}.", f"p{n}", publisher=f"Office {n}")
        for n in range(30)
    ]
    assert len(verdict(MemoryCorpus(many)).evidence) == POLICY.evidence_shown


def test_later_statements_do_not_count() -> None:
    later = replace(STORY, document=replace(STORY.document, published_at=date(2021, 3, 26)))
    assert verdict(MemoryCorpus([later])).veracity is Veracity.NOT_ENOUGH_EVIDENCE
    claim = replace(CLAIM, as_of=date(2021, 3, 27))
    found = verdict(MemoryCorpus([later]), claim=claim)
    assert found.veracity is Veracity.SUPPORTED
    assert found.provenance.as_of == date(2021, 3, 27)


def test_a_corpus_that_lets_later_statements_through_is_not_believed() -> None:
    class Careless(MemoryCorpus):
        def search(self, query: PassageQuery) -> list[Hit]:
            return super().search(replace(query, published_until=None))

    later = replace(STORY, document=replace(STORY.document, published_at=date(2021, 3, 26)))
    found = verdict(Careless([later]))
    assert found.veracity is Veracity.NOT_ENOUGH_EVIDENCE
    assert [item.timing for item in found.evidence] == ["after_claim"]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Did North Korea fire two missiles over the weekend?", "claim_is_question"),
        ("The missiles of North Korea are a shameful disgrace.", "claim_is_opinion"),
        ("North Korea will launch another rocket tomorrow.", "claim_is_prediction"),
    ],
)
def test_what_evidence_cannot_settle_is_never_settled(text: str, note: str) -> None:
    judge = ScriptedJudge({"": SUPPORTS})
    found = verdict(MemoryCorpus([STORY]), judge, Claim(text, date(2021, 3, 25)))
    assert found.veracity is Veracity.NOT_ENOUGH_EVIDENCE
    assert found.notes == (note,)
    assert found.independent_sources == {"supports": 0, "refutes": 0}
    assert found.evidence


def test_the_judge_is_asked_in_batches_it_can_take() -> None:
    judge = ScriptedJudge(SCRIPT, max_batch=4)
    many = [passage(f"{YES} Office {n}.", f"p{n}", publisher=f"Office {n}") for n in range(9)]
    verdict(MemoryCorpus(many), judge)
    sizes = [len(batch) for batch in judge.batches]
    assert sizes[:3] == [4, 4, 1]
    assert max(sizes) == 4


def test_of_what_settles_the_sentence_that_does_is_quoted() -> None:
    told = "Two missiles of North Korea were over the weekend's news. " + YES
    judge = ScriptedJudge({"officials confirmed": SUPPORTS})
    (item,) = verdict(MemoryCorpus([passage(told)]), judge).evidence
    assert "officials confirmed" in item.quote
    assert all(pair.claim == CLAIM.text for batch in judge.batches for pair in batch)


def test_the_judge_is_told_who_published_what_when() -> None:
    judge = ScriptedJudge(SCRIPT)
    spoken = passage(YES, speaker="Jen Psaki")
    verdict(MemoryCorpus([spoken]), judge)
    assert judge.batches[:1] == [
        [
            StancePair(
                claim=CLAIM.text,
                evidence=YES,
                title="Statement",
                publisher="The White House",
                published_at=date(2021, 3, 23),
                speaker="Jen Psaki",
                claimed_at=CLAIM.claimed_at,
            )
        ]
    ]


class Changing(MemoryCorpus):
    """A corpus to which somebody adds a passage after each of the first searches."""

    def __init__(self, additions: list[Passage]) -> None:
        super().__init__([STORY])
        self._additions = additions

    def search(self, query: PassageQuery) -> list[Hit]:
        found = super().search(query)
        if self._additions and query.text == CLAIM.text:
            self.add([self._additions.pop(0)])
        return found


def test_a_corpus_that_changes_meanwhile_is_asked_again() -> None:
    corpus = Changing([DENIAL])
    found = verdict(corpus)
    assert "kcna" in found.retrieved
    assert found.provenance.corpus_generation == corpus.generation()


def test_a_corpus_that_never_rests_is_asked_twice_and_the_verdict_is_marked_old() -> None:
    corpus = Changing([DENIAL, passage(NO, "third", publisher="Third")])
    found = verdict(corpus)
    assert sum(query.text == CLAIM.text for query in corpus.queries) == 2
    assert found.provenance.corpus_generation != corpus.generation()


class Failing(MemoryCorpus):
    def search(self, query: PassageQuery) -> list[Hit]:
        self.queries.append(query)
        raise CorpusUnavailable("One of two shards did not answer.")


def test_a_corpus_that_fails_gives_no_verdict() -> None:
    with pytest.raises(CorpusUnavailable, match="shards"):
        verdict(Failing())


def test_a_judge_that_fails_gives_no_verdict() -> None:
    def fail() -> None:
        raise JudgeUnavailable("The judge does not answer.")

    with pytest.raises(JudgeUnavailable):
        verdict(MemoryCorpus([STORY]), ScriptedJudge(before=fail))


class Answering(ScriptedJudge):
    def __init__(self, answer: Callable[[list[StanceJudgement]], list[StanceJudgement]]) -> None:
        super().__init__(SCRIPT)
        self._answer_with = answer

    def judge(self, pairs: object) -> list[StanceJudgement]:
        return self._answer_with([NEUTRAL] * len(list(pairs)))  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "answer",
    [
        lambda full: full[:-1],
        lambda full: [*full, NEUTRAL],
        lambda full: [StanceJudgement(0.9, 0.9, 0.9)] * len(full),
        lambda full: [StanceJudgement(float("nan"), 0.5, 0.5)] * len(full),
        lambda full: [StanceJudgement(1.5, -0.5, 0.0)] * len(full),
    ],
)
def test_an_answer_that_is_no_stance_gives_no_verdict(
    answer: Callable[[list[StanceJudgement]], list[StanceJudgement]],
) -> None:
    with pytest.raises(JudgeAnswerInvalid):
        verdict(MemoryCorpus([STORY]), Answering(answer))


def test_a_passage_that_is_not_what_its_place_says_gives_no_verdict() -> None:
    with pytest.raises(CorpusInconsistent, match="white-house"):
        verdict(MemoryCorpus([replace(STORY, end=STORY.end + 5)]))


def test_the_same_question_gets_the_same_answer() -> None:
    corpus = MemoryCorpus([DENIAL, STORY, passage("Missiles over North Korea.", "near")])
    assert verdict(corpus) == verdict(corpus)


@settings(max_examples=40)
@given(st.lists(st.sampled_from([YES, NO, "North Korea fired.", "Nothing."]), max_size=6))
def test_whatever_is_found_the_verdict_holds_together(texts: list[str]) -> None:
    passages = [passage(text, f"p{n}", publisher=f"Office {n}") for n, text in enumerate(texts)]
    found = verdict(MemoryCorpus(passages))
    assert sum(found.probabilities.values()) == pytest.approx(1.0)
    assert found.confidence == found.probabilities[found.veracity.value]
    assert found.rationale
    for item in found.evidence:
        assert item.quote == item.passage.text[item.start : item.end]
    if found.veracity is Veracity.CONFLICTING:
        assert min(found.independent_sources.values()) >= 1
