"""What was found: passages with the stance of their judge, made into evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from verification.attribution import compare_speaker
from verification.claims import ClaimAnalysis
from verification.clustering import cluster
from verification.comparison import compare
from verification.details import read_details
from verification.errors import CorpusInconsistent
from verification.judging import ask
from verification.policy import Policy
from verification.ports import Judge
from verification.retrieval import fuse
from verification.signals import Reading
from verification.types import (
    Comparison,
    Evidence,
    Passage,
    Stance,
    StanceJudgement,
)
from verification.weighing import timing, weigh
from verification.windows import Window, Windows, header_of, windows_of


@dataclass(frozen=True, slots=True)
class Finding:
    """One passage as it was read, with its weight towards its stance."""

    reading: Reading
    weight: float


def read_passages(
    analysis: ClaimAnalysis, passages: Sequence[Passage], judge: Judge, policy: Policy
) -> list[Reading]:
    """Each passage that has words, read by the judge and by the code, in the order given.

    The judge reads whole passages, for what contradicts a claim may stand two sentences from what
    it shares with it. Of those that settle most it then reads the stretches that could be quoted.
    """
    found = windows_of(analysis, passages, policy)
    judgements = ask(judge, analysis.claim, [each.whole for each in found])
    settling = sorted(
        (at for at, given in enumerate(judgements) if given.side is not Stance.NEUTRAL),
        key=lambda at: judgements[at].neutral,
    )[: policy.quoted]
    told: dict[int, list[tuple[Window, StanceJudgement]]] = {}
    asked = []
    for at in settling:
        for window in found[at].quotable:
            if window == found[at].whole:
                told[at] = [(window, judgements[at])]
            else:
                asked.append((at, window))
    answers = ask(judge, analysis.claim, [window for _, window in asked])
    for (at, window), answer in zip(asked, answers, strict=True):
        told.setdefault(at, []).append((window, answer))
    return [
        _reading(analysis, each, given, told.get(at, ()))
        for at, (each, given) in enumerate(zip(found, judgements, strict=True))
    ]


def _reading(
    analysis: ClaimAnalysis,
    windows: Windows,
    judgement: StanceJudgement,
    told: Sequence[tuple[Window, StanceJudgement]],
) -> Reading:
    """A reading that quotes what most takes the stance of the whole, or else shares most."""
    stance = judgement.side
    quote, quoted = max(
        told,
        key=lambda each: each[1].as_mapping()[stance],
        default=(windows.quotable[0], judgement),
    )
    comparisons = _comparisons(analysis, quote)
    return Reading(windows.whole, quote, judgement, quoted, comparisons)


def _comparisons(analysis: ClaimAnalysis, quote: Window) -> tuple[Comparison, ...]:
    document = quote.passage.document
    evidence = read_details(quote.text, document.published_at)
    return (
        *compare(analysis.details, evidence, header_of(document)),
        *compare_speaker(analysis.utterance, quote.passage),
    )


def weighed(analysis: ClaimAnalysis, readings: Iterable[Reading], policy: Policy) -> list[Finding]:
    """The readings with their weights, in the order given."""
    return [Finding(each, weigh(analysis, each, policy)) for each in readings]


def as_evidence(
    analysis: ClaimAnalysis, passages: Sequence[Passage], findings: Iterable[Finding]
) -> list[Evidence]:
    """One piece of evidence for each finding, heaviest first, then by what it shares."""
    clusters = cluster(passages)
    best = sorted(findings, key=lambda each: (-each.weight, -each.reading.quote.relevance))
    return [_evidence(analysis, each, clusters) for each in best]


def _evidence(analysis: ClaimAnalysis, finding: Finding, clusters: dict[str, int]) -> Evidence:
    window = finding.reading.quote
    passage, quote = window.passage, window.text
    if (
        quote != passage.text[window.start - passage.start : window.end - passage.start]
        or not quote
    ):
        raise CorpusInconsistent(f"The words quoted from passage {passage.id} are not in it.")
    return Evidence(
        passage=passage,
        judgement=finding.reading.judgement,
        quote=quote,
        start=window.start,
        end=window.end,
        weight=finding.weight,
        cluster=clusters[passage.id],
        timing=timing(passage.document, analysis.claim),
        comparisons=finding.reading.comparisons,
    )


def shown(evidence: Sequence[Evidence], policy: Policy) -> tuple[Evidence, ...]:
    """The evidence a person is shown: what carries weight, and a few of the closest others."""
    decisive = [each for each in evidence if each.weight > 0]
    others = [each for each in evidence if each.weight == 0 and each.stance is Stance.NEUTRAL]
    others += [each for each in evidence if each.weight == 0 and each.stance is not Stance.NEUTRAL]
    return (*decisive, *others[: policy.neutral_shown])[: policy.evidence_shown]


def best_first(
    passages: Sequence[Passage], readings: Iterable[Reading], policy: Policy
) -> tuple[str, ...]:
    """The ids of the passages found, best first.

    The order in which they were found is fused with two more: by how much of the claim their best
    stretch holds, and by how likely the judge thinks they settle the claim.
    """
    found = [passage.id for passage in passages]
    read = {each.whole.passage.id: each for each in readings}
    relevant = {name: each.quote.relevance for name, each in read.items()}
    settling = {name: 1.0 - each.judgement.neutral for name, each in read.items()}
    rankings = [
        (found, 2.0),
        (sorted(found, key=lambda name: -relevant.get(name, 0.0)), 1.0),
        (sorted(found, key=lambda name: -settling.get(name, 0.0)), 1.0),
    ]
    return tuple(fuse(rankings, policy.rank_fusion_constant))
