"""The parts of a measurement: what each needs opened, and where its results go."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
from rich.progress import TextColumn

from evaluation.claims import answer_claims, predictions, scores
from evaluation.datasets import read_claims
from evaluation.development import DevelopmentData, machine, measure
from evaluation.eight_bits import wide_judge
from evaluation.extraction import measure_articles
from evaluation.extraction_report import articles_table
from evaluation.floors import as_json, end_to_end, in_articles
from evaluation.judge_measurement import Judges, Step, measure_judge
from evaluation.judge_speed import THREADS, Timed, model_folder
from evaluation.matching import measure_matching
from evaluation.report import claims_table, markdown
from evaluation.stance_report import IMAGE, floors_table, reliability
from runtime.settings import Settings
from runtime.wiring import open_runtime
from service.commands.opening import opened_runtime
from service.commands.showing import print_table, progress_bar, say
from verification.ports import Judge


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of the development data is measured, with which judge, and the folder for results.

    `part` is `claims`, `stance`, `articles` or `all`; `most` bounds the rows of a set of pairs;
    `fp32` is the judge's model with 32 bits, where it is to be measured too.
    """

    data: Path
    part: str
    judge_url: str | None
    most: int
    engines: tuple[str, ...]
    output: Path
    fp32: Path | None = None


def measure_claims(files: tuple[Path, ...], judge_url: str | None) -> dict[str, Any]:
    """Verify the claims of files over the corpus in use, show a table and answer everything."""
    sets = {str(path): read_claims(path) for path in files}
    # An empty cache of its own: every claim is worked out.
    settings = replace(_settings(judge_url), cache_url="memory:")
    with opened_runtime(settings) as runtime, progress_bar() as progress:
        task = progress.add_task("Verifying", total=sum(map(len, sets.values())))
        answers = {
            name: answer_claims(runtime, claims, progress=lambda: progress.advance(task))
            for name, claims in sets.items()
        }
        made_with = {
            "judge": runtime.judge.version,
            "policy": runtime.policy.version,
            "corpus_generation": runtime.corpus.generation(),
        }
    every = [answer for each in answers.values() for answer in each]
    found = {**scores(every), **made_with, "predictions": predictions(every)}
    tables = {"all": found}
    if len(sets) > 1:
        found["sets"] = {name: scores(each) for name, each in answers.items()}
        tables |= {Path(name).stem: each for name, each in found["sets"].items()}
    print_table(*claims_table(tables))
    return found


def measure_shipped(judge_url: str | None) -> dict[str, Any]:
    """Measure the judge over the pairs that are shipped, show what it scores and answer all."""
    found = _measure_stance(None, 1, judge_url)
    written = found["contrast"]["written"]
    rows = [
        [name, str(row["n"]), f"{row['accuracy']:.3f}", f"{row['accuracy_of_three']:.3f}"]
        for name, row in (("all", written), *written["kinds"].items())
    ]
    print_table(["kind of edit", "pairs", "accuracy", "of three"], rows)
    return found


def measure_data(chosen: Chosen) -> None:
    """Measure the parts chosen and write them beside what was measured of the others before.

    Written after each engine and after the judge, so that a failure loses nothing.
    """
    # What is not there is found out before anything is measured.
    verified = chosen.part in ("claims", "all")
    claims = DevelopmentData.in_folder(chosen.data) if verified else None
    found = _before(chosen) | {"machine": machine()}
    chosen.output.mkdir(parents=True, exist_ok=True)
    if chosen.part in ("articles", "all"):
        found["articles"] = _measure_articles(chosen.data)
        _publish(found, chosen.output)
    if chosen.part in ("stance", "all"):
        found["stance"] = _measure_stance(chosen.data, chosen.most, chosen.judge_url, chosen.fp32)
        _publish(found, chosen.output)
        print_table(*floors_table(found["stance"]["floors"]))
    if claims is not None:
        settings = _settings(chosen.judge_url)
        for name, engine in measure(claims, chosen.engines, settings):
            engine["floors"] = as_json(end_to_end(name, engine))
            found["engines"][name] = engine
            _publish(found, chosen.output)
        click.echo(markdown(found).partition("\n## The judge alone")[0])


def write(path: Path, found: dict[str, Any]) -> None:
    """Write results as JSON."""
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _settings(judge_url: str | None) -> Settings:
    settings = Settings.from_env()
    return replace(settings, judge_url=judge_url) if judge_url else settings


def _measure_stance(
    data: Path | None, most: int, judge_url: str | None, fp32: Path | None = None
) -> dict[str, Any]:
    settings = _settings(judge_url)
    with ExitStack() as opened:
        runtime = opened.enter_context(closing(open_runtime(settings)))
        judges = Judges(
            runtime.judge,
            Timed.of(settings.judge_url, runtime.judge),
            opened.enter_context(_wide(fp32, settings.judge_url)) if fp32 else None,
        )
        step = opened.enter_context(_steps())
        found = measure_judge(judges, data, most, step)
    for name in found["missing"]:
        say(f"Not measured: {name} is not in {data}.")
    if all(row["bare_pairs_per_second"] is None for row in found["speed"]["lengths"].values()):
        say(f"Not measured: the engine alone; the judge {found['judge']} cannot time it.")
    return found


def _wide(model: Path, judge_url: str) -> AbstractContextManager[Judge]:
    folder = model_folder(judge_url)
    if folder is None:
        raise click.UsageError("--fp32 is for the judge `onnx:`.")
    return wide_judge(model, folder, THREADS)


def _measure_articles(data: Path) -> dict[str, Any]:
    found = measure_articles(data)
    found["matching"] = measure_matching(data)
    found["floors"] = as_json(in_articles(found))
    for name in found["missing"]:
        say(f"Not measured: {name} is not in {data}.")
    print_table(*articles_table(found))
    return found


@contextmanager
def _steps() -> Iterator[Step]:
    """One line of progress that tells the step at work."""
    with progress_bar(TextColumn("{task.completed}/{task.total}")) as progress:
        shown = [progress.add_task("reading", total=None)]

        def step(label: str, total: int | None) -> Callable[[int], object]:
            progress.remove_task(shown.pop())
            task = progress.add_task(label, total=total)
            shown.append(task)
            return lambda pairs: progress.advance(task, pairs)

        yield step


def _before(chosen: Chosen) -> dict[str, Any]:
    """What an earlier run wrote of the parts, and the engines, that are not measured now."""
    path = chosen.output / "evaluation.json"
    known = json.loads(path.read_bytes()) if path.is_file() and chosen.part != "all" else {}
    found: dict[str, Any] = {"engines": {}}
    # What an earlier release wrote in another form is not kept.
    measured = chosen.engines if chosen.part == "claims" else ()
    for name, engine in known.get("engines", {}).items():
        if "lexical" in engine and name not in measured:
            found["engines"][name] = engine
    if chosen.part != "stance" and "calibration" in known.get("stance", {}):
        found["stance"] = known["stance"]
    if chosen.part != "articles" and "faithful" in known.get("articles", {}).get("articles", {}):
        found["articles"] = known["articles"]
    return found


def _publish(found: dict[str, Any], output: Path) -> None:
    write(output / "evaluation.json", found)
    (output / "evaluation.md").write_text(markdown(found), encoding="utf-8")
    if "stance" in found:
        image = output / IMAGE
        image.parent.mkdir(parents=True, exist_ok=True)
        image.write_text(reliability(found["stance"]), encoding="utf-8")
