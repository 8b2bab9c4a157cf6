"""Claims over the development data: both engines, quality and speed."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from rich.progress import Progress, TextColumn

from evaluation.baselines import (
    CLAIMS_ALONE,
    LEXICAL,
    beside,
    claims_alone,
    lexical_answers,
    policy_about,
)
from evaluation.claims import Answer, answer_claims, predictions, scores, wrong_by_type
from evaluation.datasets import GoldClaim, read_claims
from evaluation.engines import Engine, empty_engine
from evaluation.official_passages import corpus_files as official_files
from evaluation.speed import Rate, search_latency
from runtime.ingestion import ingest, reindex
from runtime.settings import Settings
from runtime.wiring import Runtime
from service.commands.showing import progress_bar
from service.intake import as_input
from sources.documents import BadLine
from sources.reading import corpus_files, read_files
from verification.errors import Defect, NotFound
from verification.types import PassageQuery

_ACTOR: Final = "evaluation"


@dataclass(frozen=True, slots=True)
class DevelopmentData:
    """Where the corpus and the claims of a development folder are."""

    corpus: tuple[Path, ...]
    claims: tuple[Path, ...]

    @classmethod
    def in_folder(cls, folder: Path) -> DevelopmentData:
        """The data in a folder; NotFound says what is missing."""
        corpus = official_files(folder)
        claims = sorted(folder.glob("official_claims/*_dev.jsonl"))
        if not corpus or not claims:
            raise NotFound(
                f"There is no development data in {folder}: official_*/passages.jsonl.gz and "
                "official_claims/*_dev.jsonl are needed; name the folder with --data."
            )
        return cls(tuple(corpus), tuple(claims))


def measure(
    data: DevelopmentData, engines: Iterable[str], settings: Settings
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Quality and speed on each engine named, by its name, as JSON values.

    Answers after each engine, so that a failure loses no measurement made before.
    """
    sets = {path.stem.removesuffix("_dev"): read_claims(path) for path in data.claims}
    for name in engines:
        with (
            progress_bar(TextColumn("{task.completed}/{task.total}")) as progress,
            empty_engine(name, settings) as engine,
        ):
            measured = _measure_engine(engine, data, sets, progress)
        yield name, measured


def _measure_engine(
    engine: Engine, data: DevelopmentData, sets: dict[str, list[GoldClaim]], progress: Progress
) -> dict[str, Any]:
    name = engine.name
    ingested, documents = _ingest(engine, data.corpus, progress)
    raw = engine.raw_rate(data.corpus)
    claims = [claim for each in sets.values() for claim in each]
    task = progress.add_task(f"{name}: claims", total=2 * len(claims))
    every = answer_claims(engine.runtime, claims, progress=_step(progress, task))
    lexical = lexical_answers(engine.runtime, claims, _step(progress, task))
    return {
        "load": round(os.getloadavg()[2], 1),
        "judge": engine.runtime.judge.version,
        "policy": engine.runtime.policy.version,
        "corpus_generation": engine.runtime.corpus.generation(),
        "documents": documents,
        "passages": ingested.passages,
        "ingest": _rate(ingested),
        "reindex": _rate(_reindex(engine, ingested.passages, progress)),
        "raw_bulk": _rate(raw),
        "search": _search(f"{name}: search", engine.runtime, every, progress),
        **_quality(every, lexical, {label: len(each) for label, each in sets.items()}),
        "policy_about": policy_about(
            engine.runtime.settings.policy, engine.runtime.settings.judge_url
        ),
        "policy_is_fitted_here": not engine.runtime.settings.policy,
        "wrong_by_type": wrong_by_type(every),
        "wrong": [_wrong(answer) for answer in every if not answer.is_right],
    }


def _quality(
    every: Sequence[Answer], lexical: Sequence[Answer], sizes: Mapping[str, int]
) -> dict[str, Any]:
    """The answers beside the baselines', all together and by set; `sizes` in the order asked."""
    said = {
        LEXICAL: [answer.verdict.veracity.value for answer in lexical],
        CLAIMS_ALONE: claims_alone([answer.gold for answer in every]),
    }
    ends = list(accumulate(sizes.values()))
    parts = {
        label: slice(end - size, end)
        for (label, size), end in zip(sizes.items(), ends, strict=True)
    }
    return {
        "all": scores(every, said),
        "sets": {
            label: scores(every[part], {name: each[part] for name, each in said.items()})
            for label, part in parts.items()
        },
        "lexical": beside(every, lexical),
        "predictions": predictions(every),
    }


def _ingest(engine: Engine, paths: tuple[Path, ...], progress: Progress) -> tuple[Rate, int]:
    files = corpus_files(paths)
    task = progress.add_task(
        f"{engine.name}: ingest, bytes", total=sum(path.stat().st_size for path in files)
    )
    started = time.perf_counter()
    documents = read_files(files, on_bytes=lambda more: progress.advance(task, more))
    report = ingest(engine.runtime, map(as_input, _all_good(documents)), actor=_ACTOR)
    seconds = time.perf_counter() - started
    if report.refused or report.waiting:
        raise Defect(f"{len(report.refused)} documents refused, {report.waiting} not indexed.")
    return Rate(report.passages, seconds), report.stored


def _all_good(items: Iterable[Any]) -> Iterator[Any]:
    for item in items:
        if isinstance(item, BadLine):
            raise Defect(f"The development data has a bad line: {item}")
        yield item


def _reindex(engine: Engine, passages: int, progress: Progress) -> Rate:
    task = progress.add_task(f"{engine.name}: reindex, documents", total=None)
    started = time.perf_counter()
    reindex(engine.runtime, lambda more: progress.advance(task, more))
    return Rate(passages, time.perf_counter() - started)


def _search(
    label: str, runtime: Runtime, answers: Sequence[Answer], progress: Progress
) -> dict[str, Any]:
    queries = [
        PassageQuery(text=answer.gold.text, published_until=answer.gold.claimed_at)
        for answer in answers
    ]
    task = progress.add_task(label, total=len(queries))
    latency = search_latency(runtime.corpus, queries, progress=_step(progress, task))
    return {"searches": latency.searches, "seconds_p50": latency.p50, "seconds_p95": latency.p95}


def _step(progress: Progress, task: Any) -> Callable[[], object]:  # noqa: ANN401 - rich's TaskID
    return lambda: progress.advance(task)


def _rate(rate: Rate) -> dict[str, float]:
    return {"seconds": rate.seconds, "passages_per_second": rate.per_second}


def _wrong(answer: Answer) -> dict[str, Any]:
    gold = answer.gold
    found = bool(gold.evidence & set(answer.verdict.retrieved[:10])) if gold.evidence else None
    return {
        "id": gold.id,
        "claim": gold.text,
        "type": gold.kind,
        "label": gold.veracity.value,
        "predicted": answer.verdict.veracity.value,
        "confidence": answer.verdict.confidence,
        "evidence_found": found,
        "rationale": answer.verdict.rationale,
    }


def machine() -> dict[str, Any]:
    """What the measurements ran on, as JSON values."""
    return {
        "processors": os.cpu_count(),
        "system": platform.system(),
        "architecture": platform.machine(),
        "python": platform.python_version(),
    }
