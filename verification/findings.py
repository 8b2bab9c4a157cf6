"""What was found: windows with the stance of their judge, made into evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from verification.attribution import compare_speaker
from verification.claims import ClaimAnalysis
from verification.clustering import cluster
from verification.comparison import compare
from verification.details import read_details
from verification.errors import CorpusInconsistent
from verification.policy import Policy
from verification.retrieval import fuse
from verification.types import (
    Comparison,
    Evidence,
    Passage,
    Stance,
    StanceJudgement,
)
from verification.weighing import timing, weigh
from verification.windows import Window, header_of


@dataclass(frozen=True, slots=True)
class Finding:
    """One window with what the judge and the code make of it."""

    window: Window
    judgement: StanceJudgement
    comparisons: tuple[Comparison, ...]
    weight: float


def read_windows(
    analysis: ClaimAnalysis,
    windows: Sequence[Window],
    judgements: Sequence[StanceJudgement],
    policy: Policy,
) -> list[Finding]:
    """Windows and judgements, compared and weighed, in the order given."""
    findings = []
    for window, judgement in zip(windows, judgements, strict=True):
        document = window.passage.document
        evidence = read_details(window.text, document.published_at)
        comparisons = (
            *compare(analysis.details, evidence, header_of(document)),
            *compare_speaker(analysis.utterance, window.passage),
        )
        weight = weigh(analysis, window, judgement, comparisons, policy)
        findings.append(Finding(window, judgement, comparisons, weight))
    return findings


def as_evidence(
    analysis: ClaimAnalysis, passages: Sequence[Passage], findings: Iterable[Finding]
) -> list[Evidence]:
    """One piece of evidence for each passage with a window, decisive ones first.

    A passage speaks through its heaviest window, or its most relevant where none has weight. Where
    its windows point both ways it speaks the more softly, the heavier the other side is.
    """
    clusters = cluster(passages)
    of_passage: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        of_passage[finding.window.passage.id].append(finding)
    best = sorted(
        (_best(found) for found in of_passage.values()),
        key=lambda each: (-each.weight, -each.window.relevance),
    )
    return [_evidence(analysis, each, clusters) for each in best]


def _best(findings: Sequence[Finding]) -> Finding:
    best = max(findings, key=lambda each: (each.weight, each.window.relevance))
    against = [
        each.weight for each in findings if each.judgement.stance is not best.judgement.stance
    ]
    softened = round(best.weight * (1.0 - max(against, default=0.0)), 4)
    return Finding(best.window, best.judgement, best.comparisons, softened)


def _evidence(analysis: ClaimAnalysis, finding: Finding, clusters: dict[str, int]) -> Evidence:
    window, passage = finding.window, finding.window.passage
    quote = window.text
    if (
        quote != passage.text[window.start - passage.start : window.end - passage.start]
        or not quote
    ):
        raise CorpusInconsistent(f"The words quoted from passage {passage.id} are not in it.")
    return Evidence(
        passage=passage,
        judgement=finding.judgement,
        quote=quote,
        start=window.start,
        end=window.end,
        weight=finding.weight,
        cluster=clusters[passage.id],
        timing=timing(passage.document, analysis.claim),
        comparisons=finding.comparisons,
    )


def shown(evidence: Sequence[Evidence], policy: Policy) -> tuple[Evidence, ...]:
    """The evidence a person is shown: what carries weight, and a few of the closest others."""
    decisive = [each for each in evidence if each.weight > 0]
    others = [each for each in evidence if each.weight == 0 and each.stance is Stance.NEUTRAL]
    others += [each for each in evidence if each.weight == 0 and each.stance is not Stance.NEUTRAL]
    return (*decisive, *others[: policy.neutral_shown])[: policy.evidence_shown]


def best_first(
    passages: Sequence[Passage], findings: Iterable[Finding], policy: Policy
) -> tuple[str, ...]:
    """The ids of the passages found, best first.

    The order in which they were found is fused with two more: by how much of the claim their best
    window holds, and by how likely the judge thinks it settles the claim.
    """
    found = [passage.id for passage in passages]
    relevant = dict.fromkeys(found, 0.0)
    settling = dict.fromkeys(found, 0.0)
    for finding in findings:
        passage_id = finding.window.passage.id
        relevant[passage_id] = max(relevant[passage_id], finding.window.relevance)
        settling[passage_id] = max(settling[passage_id], 1.0 - finding.judgement.neutral)
    rankings = [
        (found, 2.0),
        (sorted(found, key=lambda each: -relevant[each]), 1.0),
        (sorted(found, key=lambda each: -settling[each]), 1.0),
    ]
    return tuple(fuse(rankings, policy.rank_fusion_constant))
