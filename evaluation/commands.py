"""`assay evaluate`: quality and speed, measured."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

_EXAMPLE = "Example: assay evaluate --claims claims.jsonl --json results.json"


@click.command(epilog=_EXAMPLE)
@click.option(
    "--claims",
    "claim_files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Claims with known answers, verified over the corpus in use; may be repeated.",
)
@click.option(
    "--json",
    "json_path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write results here.",
)
@click.option("--data", type=click.Path(path_type=Path), help="Folder of development data.")
@click.option(
    "--corpus",
    type=click.Choice(("embedded", "elasticsearch", "both")),
    default="both",
    show_default=True,
    help="With --data: the engines to build a corpus in.",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("docs"),
    show_default=True,
    help="With --data: the folder for evaluation.json and evaluation.md.",
)
def evaluate(
    claim_files: tuple[Path, ...],
    json_path: Path | None,
    data: Path | None,
    corpus: str,
    output: Path,
) -> None:
    """Measure how good the verdicts are, and how fast.

    With --claims, verify each claim of a file as of its `claimed_at` over the corpus in use; a
    line is {"id", "claim", "label"} with "claimed_at", "speaker" and "evidence" where known.
    With --data, build the corpus of the development data in a scratch folder for each engine and
    measure everything.
    """
    if bool(claim_files) == (data is not None):
        raise click.UsageError("Give either --claims FILE or --data FOLDER.")
    if data is not None:
        _measure_all(data, corpus, output)
        return
    found = _measure_claims(claim_files)
    if json_path is not None:
        _write(json_path, found)


def _measure_claims(files: tuple[Path, ...]) -> dict[str, Any]:
    from dataclasses import replace  # noqa: PLC0415 - heavy, and help needs none of it

    from evaluation.claims import answer_claims, predictions, scores  # noqa: PLC0415
    from evaluation.datasets import read_claims  # noqa: PLC0415
    from evaluation.report import claims_table  # noqa: PLC0415
    from runtime.settings import Settings  # noqa: PLC0415
    from service.commands.opening import opened_runtime  # noqa: PLC0415
    from service.commands.showing import print_table, progress_bar  # noqa: PLC0415

    sets = {str(path): read_claims(path) for path in files}
    # An empty cache of its own: every claim is worked out.
    settings = replace(Settings.from_env(), cache_url="memory:")
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


def _measure_all(data: Path, corpus: str, output: Path) -> None:
    from evaluation.development import DevelopmentData, measure  # noqa: PLC0415 - heavy
    from evaluation.engines import ENGINES  # noqa: PLC0415
    from evaluation.report import markdown  # noqa: PLC0415

    engines = ENGINES if corpus == "both" else (corpus,)
    chosen = DevelopmentData.in_folder(data)
    output.mkdir(parents=True, exist_ok=True)
    for found in measure(chosen, engines):
        _write(output / "evaluation.json", found)
        page = markdown(found)
        (output / "evaluation.md").write_text(page, encoding="utf-8")
    click.echo(page.partition("\n## Wrong answers")[0])


def _write(path: Path, found: dict[str, Any]) -> None:
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
