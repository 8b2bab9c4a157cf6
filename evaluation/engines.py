"""A corpus engine with nothing in it, in a scratch folder, for one measurement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from devservers import start_elasticsearch
from evaluation.speed import Rate, raw_elasticsearch_rate, raw_sqlite_rate
from runtime.settings import SETTINGS, Settings
from runtime.wiring import Runtime, open_runtime

ENGINES: Final = ("embedded", "elasticsearch")
_HEAP: Final = "1g"
_JUDGE_SETTINGS: Final = tuple(row.name for row in SETTINGS if row.name.startswith("judge_"))
_PATIENCE_S: Final = 60.0  # a slow answer is measured, not refused


@dataclass(frozen=True, slots=True)
class Engine:
    """A runtime over an empty corpus, and how to measure the engine without us."""

    name: str
    runtime: Runtime
    raw_rate: Callable[[Sequence[Path]], Rate]


@contextmanager
def empty_engine(name: str, chosen: Settings) -> Iterator[Engine]:
    """An engine by its name, with databases and servers of its own that are gone afterwards.

    The judge and the policy are those chosen; nothing else of the settings counts.
    """
    with TemporaryDirectory(prefix="assay-evaluation-") as scratch:
        folder = Path(scratch)
        if name == "embedded":
            with _opened(folder, chosen) as runtime:
                yield Engine(name, runtime, lambda paths: raw_sqlite_rate(paths, folder))
            return
        with (
            start_elasticsearch(folder / "elasticsearch", heap=_HEAP) as cluster,
            _opened(folder, chosen, f"{cluster.url}/evaluation") as runtime,
        ):
            yield Engine(name, runtime, lambda paths: raw_elasticsearch_rate(paths, cluster.url))


@contextmanager
def _opened(folder: Path, chosen: Settings, corpus_url: str = "") -> Iterator[Runtime]:
    """A runtime over new databases, with the judge and the policy that are chosen."""
    settings = Settings(
        data_dir=folder,
        corpus_url=corpus_url,
        policy=chosen.policy,
        **{name: getattr(chosen, name) for name in _JUDGE_SETTINGS},
        elasticsearch_timeout_s=_PATIENCE_S,
    )
    runtime = open_runtime(settings)
    try:
        runtime.records.migrate()
        yield runtime
    finally:
        runtime.close()
