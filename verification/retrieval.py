"""From a claim to the passages that may speak of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction

from verification.claims import ClaimAnalysis
from verification.policy import Policy
from verification.ports import Corpus
from verification.types import Passage, PassageQuery

_MIN_DETAILS = 2


def queries_for(analysis: ClaimAnalysis, policy: Policy) -> tuple[PassageQuery, ...]:
    """What to look for: the whole claim, the words attributed, and its names and numbers.

    Nothing published after the last day that may count is asked for; undated passages are.
    """
    texts = [analysis.claim.text]
    if analysis.utterance:
        texts.append(analysis.utterance.content)
    if len(analysis.details.marked) >= _MIN_DETAILS:
        texts.append(" ".join(analysis.details.marked))
    return tuple(
        PassageQuery(
            text=text,
            limit=policy.passages_per_query,
            published_until=analysis.claim.evidence_until,
        )
        for text in dict.fromkeys(texts)
    )


def retrieve(analysis: ClaimAnalysis, corpus: Corpus, policy: Policy) -> list[Passage]:
    """The passages found for a claim, best first; CorpusUnavailable passes through."""
    found = [corpus.search(query) for query in queries_for(analysis, policy)]
    passages = {hit.passage.id: hit.passage for hits in found for hit in hits}
    whole, *others = ([hit.passage.id for hit in hits] for hits in found)
    rankings = [(whole, 1.0), *((ranking, policy.further_query) for ranking in others)]
    best = fuse(rankings, policy.rank_fusion_constant)[: policy.passages]
    return [passages[passage_id] for passage_id in best]


def fuse(rankings: Iterable[tuple[Sequence[str], float]], constant: int) -> list[str]:
    """Several weighted rankings of ids as one, by reciprocal rank fusion; ties in order of ids.

    Source: Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet and
    individual rank learning methods", SIGIR 2009: an id gets the sum of 1 / (constant + rank).
    """
    scores: defaultdict[str, Fraction] = defaultdict(Fraction)
    for ranking, weight in rankings:
        for rank, each in enumerate(ranking, 1):
            scores[each] += Fraction(weight) / (constant + rank)  # exact, so ties are ties
    return sorted(scores, key=lambda each: (-scores[each], each))
