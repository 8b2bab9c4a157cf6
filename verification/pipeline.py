"""The verb: a claim in, a verdict with its evidence out. Pure but for the two ports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from verification.claims import ClaimAnalysis, analyse
from verification.errors import CorpusInconsistent
from verification.explanation import rationale
from verification.findings import as_evidence, best_first, read_passages, shown, weighed
from verification.judging import made_by
from verification.missing import missing
from verification.policy import Policy
from verification.ports import Corpus, Judge
from verification.retrieval import retrieve
from verification.scoring import score, voices
from verification.types import Claim, Passage, Provenance, Stance, Verdict


def verify(
    claim: Claim,
    corpus: Corpus,
    judge: Judge,
    policy: Policy,
    *,
    clock: Callable[[], datetime],
    code_version: str,
) -> Verdict:
    """What the corpus says about a claim, as of its date.

    Raises CorpusUnavailable, CorpusInconsistent, JudgeUnavailable or JudgeAnswerInvalid; there is
    no verdict on less than all the evidence. `clock` gives aware instants.
    """
    analysis = analyse(claim)
    passages, generation = _gather(analysis, corpus, policy)
    readings = read_passages(analysis, passages, judge, policy)
    evidence = as_evidence(analysis, passages, weighed(analysis, readings, policy))
    supporting = voices(evidence, Stance.SUPPORTS, policy.repetition)
    refuting = voices(evidence, Stance.REFUTES, policy.repetition)
    scored = score(
        [item.weight for item in supporting],
        [item.weight for item in refuting],
        policy.repetition,
        policy.doubt if analysis.verifiable else 0.0,
    )
    return Verdict(
        veracity=scored.veracity,
        confidence=scored.confidence,
        probabilities=scored.probabilities,
        rationale=rationale(analysis, scored.veracity, evidence, policy.repetition),
        evidence=shown(evidence, policy),
        independent_sources={"supports": len(supporting), "refutes": len(refuting)},
        provenance=Provenance(
            corpus_generation=generation,
            judge=made_by(judge, [each.judgement for each in readings]),
            policy=policy.version,
            code_version=code_version,
            as_of=claim.evidence_until,
            finished_at=clock(),
        ),
        missing=missing(analysis, scored.veracity, passages, evidence),
        retrieved=best_first(passages, readings, policy),
        notes=analysis.notes,
    )


def _gather(analysis: ClaimAnalysis, corpus: Corpus, policy: Policy) -> tuple[list[Passage], str]:
    """The passages found and the generation they came from.

    A corpus that changed meanwhile is asked once more. Should it change yet again, the verdict
    names the content from before, so that it is looked at once too often and never too seldom.
    """
    generation = corpus.generation()
    passages = retrieve(analysis, corpus, policy)
    after = corpus.generation()
    if after != generation:
        generation, passages = after, retrieve(analysis, corpus, policy)
    for passage in passages:
        if len(passage.text) != passage.end - passage.start:
            raise CorpusInconsistent(
                f"Passage {passage.id} is not the text that its place in the document says."
            )
    return passages, generation
