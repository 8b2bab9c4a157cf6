"""From a claim to the passages that may speak of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from verification.claims import ClaimAnalysis
from verification.policy import Policy
from verification.ports import Corpus
from verification.types import Hit, Passage, PassageQuery

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
    rankings = [corpus.search(query) for query in queries_for(analysis, policy)]
    return fuse(rankings, policy.rank_fusion_constant)[: policy.passages]


def fuse(rankings: Sequence[Sequence[Hit]], constant: int) -> list[Passage]:
    """Several rankings as one, by reciprocal rank fusion; ties in the order of ids.

    Source: Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet and
    individual rank learning methods", SIGIR 2009: a passage gets the sum of 1 / (constant + rank).
    """
    scores: defaultdict[str, float] = defaultdict(float)
    passages: dict[str, Passage] = {}
    for hit in (hit for ranking in rankings for hit in ranking):
        passages[hit.passage.id] = hit.passage
        scores[hit.passage.id] += 1.0 / (constant + hit.rank)
    return [passages[found] for found in sorted(scores, key=lambda each: (-scores[each], each))]
