"""Verifying one claim with everything the process has: the cache around the pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.documents import check_quotes
from runtime.cache import Entry, verdict_key
from runtime.wiring import Runtime
from verification.errors import CorpusInconsistent
from verification.pipeline import verify
from verification.types import Claim, Veracity, Verdict
from verification.wire import verdict_as_json, verdict_from_json


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, and the corpus generation and judge that its key names."""

    claim: Claim
    generation: str
    judge: str


def verify_claim(runtime: Runtime, claim: Claim) -> tuple[Verdict, bool]:
    """A verdict on a claim, and whether it was known already.

    Identical questions at the same time are worked out once. Every quotation was held against
    the stored documents just before. Raises CorpusUnavailable, JudgeUnavailable,
    JudgeAnswerInvalid or RecordsUnavailable; never answers with less than the whole evidence.
    """
    generation = runtime.corpus.generation()
    asked = _Asked(claim, generation, runtime.judge.version)
    key = verdict_key(
        claim, generation=generation, judge=asked.judge, policy=runtime.policy.version
    )
    value, cached = runtime.cache.get_or_create(key, lambda: _verify(runtime, asked))
    if not cached:
        return verdict_from_json(value), False
    try:
        verdict = verdict_from_json(value)
        _check(runtime, verdict)
    except (CorpusInconsistent, KeyError, TypeError, ValueError, AttributeError):
        # A document was withdrawn before the corpus knew, or the value is not ours: a miss.
        runtime.cache.drop(key)
        return verdict_from_json(_verify(runtime, asked).value), False
    return verdict, True


def _verify(runtime: Runtime, asked: _Asked) -> Entry:
    with runtime.metrics.verification_seconds.time():
        verdict = verify(
            asked.claim,
            runtime.corpus,
            runtime.judge,
            runtime.policy,
            clock=runtime.now,
            code_version=runtime.code_version,
        )
    _check(runtime, verdict)
    value: Mapping[str, Any] = verdict_as_json(verdict)
    return Entry(value, _life_s(runtime, verdict, asked))


def _life_s(runtime: Runtime, verdict: Verdict, asked: _Asked) -> int:
    made_with = verdict.provenance
    # Another judge than the one asked for may have stood in: nobody shall be told that again.
    if (made_with.corpus_generation, made_with.judge) != (asked.generation, asked.judge):
        return 0
    if verdict.veracity is Veracity.NOT_ENOUGH_EVIDENCE:
        return runtime.settings.cache_no_evidence_ttl_s
    return runtime.settings.cache_ttl_s


def _check(runtime: Runtime, verdict: Verdict) -> None:
    with runtime.records.read() as session:
        check_quotes(session, verdict, lock=False)
