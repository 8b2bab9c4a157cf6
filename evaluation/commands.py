"""`assay evaluate`: quality and speed, measured."""

from __future__ import annotations

from pathlib import Path

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
    help="Without --data: write results here.",
)
@click.option("--data", type=click.Path(path_type=Path), help="Folder of development data.")
@click.option(
    "--part",
    type=click.Choice(("claims", "stance", "articles", "all")),
    default="all",
    show_default=True,
    help="With --data: verdicts on claims, the judge alone, claims found in articles, or all; "
    "`stance` works without.",
)
@click.option("--judge", "judge_url", help="The judge to measure, instead of ASSAY_JUDGE_URL.")
@click.option(
    "--fp32",
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --data: the 32-bit form of the shipped model, an ONNX file, to tell what 8 bits "
    "cost; its tokenizer and calibration are those of the judge measured.",
)
@click.option(
    "--most",
    type=click.IntRange(min=1),
    default=2000,
    show_default=True,
    help="Most rows of each set of pairs; sets with a floor are always whole.",
)
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
    help="With --data: the folder for evaluation.json, evaluation.md and images.",
)
def evaluate(  # noqa: PLR0913 - one parameter an option
    *,
    claim_files: tuple[Path, ...],
    json_path: Path | None,
    data: Path | None,
    part: str,
    judge_url: str | None,
    fp32: Path | None,
    most: int,
    corpus: str,
    output: Path,
) -> None:
    """Measure how good the verdicts and the judge are, and how fast.

    With --claims, verify each claim of a file as of its `claimed_at` over the corpus in use; a
    line is {"id", "claim", "label"} with "claimed_at", "speaker" and "evidence" where known.
    With --data, build the corpus of the development data in a scratch folder for each engine and
    measure the verdicts over it, measure the judge alone over every set of pairs there, and how
    well claims are found in its articles. With --part stance and no data, measure the judge over
    the pairs that are shipped.
    """
    without_data = part == "stance" and data is None and not claim_files
    if bool(claim_files) == (data is not None) and not without_data:
        raise click.UsageError("Give either --claims FILE or --data FOLDER.")
    if fp32 is not None and (data is None or part not in ("stance", "all")):
        raise click.UsageError("--fp32 needs --data FOLDER and the part `stance` or `all`.")
    from evaluation import parts  # noqa: PLC0415 - heavy, and help needs none of it

    if claim_files:
        found = parts.measure_claims(claim_files, judge_url)
    elif data is None:
        found = parts.measure_shipped(judge_url)
    else:
        engines = ("embedded", "elasticsearch") if corpus == "both" else (corpus,)
        parts.measure_data(parts.Chosen(data, part, judge_url, most, engines, output, fp32))
        return
    if json_path is not None:
        parts.write(json_path, found)
