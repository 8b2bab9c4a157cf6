"""Fit the weights of scoring on labelled claims: what the judge and the code saw, and the answer.

    python -m evaluation.fit_policy --data ../shared/data --corpus URL --judge onnx: --out FILE

What is reported is cross-validated by claim: no claim is scored by weights that have seen it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import click
import numpy
from rich.progress import track

from evaluation import metrics
from evaluation.datasets import read_claims
from evaluation.policy_likelihood import (
    NAMES,
    SIDES,
    Case,
    Cases,
    Combining,
    Sides,
    Voice,
    cross_validated,
    doubt,
    fit,
)
from indices import open_corpus
from judges import open_judge
from judges.training.examples import read_rows
from verification.claims import analyse
from verification.clustering import cluster
from verification.findings import read_passages
from verification.policy import DEFAULT_POLICY, Policy, fitted_policy
from verification.ports import Corpus, Judge
from verification.retrieval import retrieve
from verification.signals import signals
from verification.types import Claim, Stance, Veracity
from verification.weighing import standing

_PAIR_LABELS = {
    "SUPPORTS": Veracity.SUPPORTED,
    "REFUTES": Veracity.REFUTED,
    "NEI": Veracity.NOT_ENOUGH_EVIDENCE,
}
# Where every fit begins, and near which it stays: half the judge's log-odds, whole and quoted, and
# as much as a detail that the code found to agree or to differ should count.
_BEGINNING = {
    Stance.SUPPORTS: {"passage": 0.5, "quote": 0.5, "agreeing": 0.5},
    Stance.REFUTES: {"passage": 0.5, "quote": 0.5, "differing": 1.0},
}
_BEGINNING_DOUBT = 0.3


def observe(claim: Claim, corpus: Corpus, judge: Judge, policy: Policy) -> Sides:
    """The voices for and against a claim."""
    analysis = analyse(claim)
    passages = retrieve(analysis, corpus, policy)
    clusters = cluster(passages)
    found: Sides = ([], [])
    for reading in read_passages(analysis, passages, judge, policy):
        if reading.stance is Stance.NEUTRAL or not analysis.verifiable:
            continue
        passage = reading.whole.passage
        voice = Voice(
            astuple(signals(analysis, reading, reading.stance)),
            standing(analysis, reading, policy),
            clusters[passage.id],
            passage.document.source.id,
        )
        found[SIDES.index(reading.stance)].append(voice)
    return found


def _labelled(data: Path, pairs: int) -> Iterator[tuple[Claim, Veracity, bool]]:
    for path in sorted((data / "official_claims").glob("*_dev.jsonl")):
        for gold in read_claims(path):
            yield Claim(gold.text, gold.claimed_at, gold.speaker), gold.veracity, True
    rows = list(read_rows(data / "official_pairs" / "dev.jsonl.gz"))
    for row in rows[:: max(1, len(rows) // max(1, pairs))]:
        yield Claim(row["claim"]), _PAIR_LABELS[row["label"]], False


@click.command()
@click.option("--data", type=click.Path(path_type=Path, exists=True), required=True)
@click.option("--corpus", required=True, help="URL of a corpus that holds the official passages.")
@click.option("--judge", "judge_url", default="onnx:", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=DEFAULT_POLICY)
@click.option("--pairs", default=240, help="How many claims of official_pairs are read too.")
@click.option("--share", default=0.35, help="Weight of a claim of official_pairs.")
def main(data: Path, corpus: str, judge_url: str, out: Path, pairs: int, share: float) -> None:
    """Fit the policy of a judge and write it, with what it scored when cross-validated."""
    policy, judge = Policy.load(fitted_policy(judge_url)), open_judge(judge_url)
    passages = open_corpus(corpus)
    cases = [
        Case(
            label,
            observe(claim, passages, judge, policy),
            measured,
            1.0 if measured else share,
        )
        for claim, label, measured in track(list(_labelled(data, pairs)), "Reading")
    ]
    start = numpy.asarray([[_BEGINNING[side].get(name, 0.0) for name in NAMES] for side in SIDES])
    combining = Combining(policy.repetition, _BEGINNING_DOUBT)
    every = Cases.of(cases)
    found = cross_validated(every, start, combining, click.echo)
    gold = [case.label.value for case in cases if case.measured]
    parameters = fit(every, start, combining)
    combining = doubt(every, parameters, combining)
    about = (
        f"Fitted by evaluation/fit_policy.py on {len(cases)} claims (official_claims and "
        f"official_pairs dev) as {judge.version} read them. Cross-validated by claim, on "
        f"{len(gold)} claims of official_claims: {_in_words(gold, found)}."
    )
    _write(out, parameters, combining.doubt, about)
    click.echo(about)


def _in_words(gold: list[str], found: list[dict[str, float]]) -> str:
    said = [max(each, key=lambda name: each[name]) for each in found]
    right = [one == other for one, other in zip(gold, said, strict=True)]
    error = metrics.calibration_error([max(each.values()) for each in found], right)
    return (
        f"macro-F1 over the four veracities {metrics.macro_f1(gold, said):.3f}, "
        f"false refutations {metrics.false_refutation_rate(gold, said) or 0.0:.3f}, "
        f"abstentions {metrics.abstention_rate(said):.3f}, calibration error {error:.3f}"
    )


def _write(out: Path, parameters: numpy.ndarray, doubt_found: float, about: str) -> None:
    values = json.loads(out.read_text("utf-8"))["values"] if out.exists() else {}
    values["doubt"] = doubt_found
    for side, row in zip(SIDES, parameters, strict=True):
        rounded = [round(float(each), 3) + 0.0 for each in row]
        values[side.value] = dict(zip(NAMES, rounded, strict=True))
    out.write_text(json.dumps({"about": about, "values": values}, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
