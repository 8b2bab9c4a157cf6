"""Fit the weights of scoring on labelled claims: what the judge and the code saw, and the answer.

    python -m evaluation.fit_policy --data ../shared/data --corpus URL --judge onnx: --out FILE

The likelihood of the right veracity under `verification.scoring` is maximised over the weights of
the signals, each kept to the sign that `verification.policy.SIGNS` gives it, with a small penalty
on their squares. What is reported is cross-validated by claim: no claim is scored by weights that
have seen it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from operator import mul
from pathlib import Path
from typing import Any

import click
import numpy
from rich.progress import track

from evaluation import metrics
from evaluation.datasets import read_claims
from indices import open_corpus
from judges import open_judge
from judges.training.examples import read_rows
from verification.claims import analyse
from verification.clustering import cluster
from verification.findings import read_passages
from verification.policy import DEFAULT_POLICY, SIGNS, Policy, SideWeights, fitted_policy
from verification.ports import Corpus, Judge
from verification.retrieval import retrieve
from verification.scoring import probabilities, strength
from verification.signals import signals
from verification.types import Claim, Stance, Veracity
from verification.weighing import standing

_NAMES = tuple(field.name for field in fields(SideWeights))
_SIDES = (Stance.SUPPORTS, Stance.REFUTES)
_PAIR_LABELS = {
    "SUPPORTS": Veracity.SUPPORTED,
    "REFUTES": Veracity.REFUTED,
    "NEI": Veracity.NOT_ENOUGH_EVIDENCE,
}
_FOLDS = 6
_PENALTY = 0.002
_STEPS = 220
_RATE = 0.08


@dataclass(frozen=True, slots=True)
class Voice:
    """One passage that takes a side: its signals, what its standing leaves, and whose it is."""

    signals: tuple[float, ...]
    standing: float
    cluster: int
    publisher: str


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled claim with what speaks for and against it; `weight` is its share of the fit."""

    label: Veracity
    voices: tuple[tuple[Voice, ...], tuple[Voice, ...]]
    measured: bool
    weight: float = 1.0


def observe(claim: Claim, corpus: Corpus, judge: Judge, policy: Policy) -> Any:  # noqa: ANN401
    """The voices for and against a claim, as `Case.voices` holds them."""
    analysis = analyse(claim)
    passages = retrieve(analysis, corpus, policy)
    clusters = cluster(passages)
    found: tuple[list[Voice], list[Voice]] = ([], [])
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
        found[_SIDES.index(reading.stance)].append(voice)
    return tuple(found[0]), tuple(found[1])


@dataclass(frozen=True, slots=True)
class Combining:
    """How voices are put together: the two values of a policy that are no weights of signals."""

    repetition: float
    doubt: float


def veracity_of(
    case: Case, parameters: numpy.ndarray, combining: Combining
) -> dict[Veracity, float]:
    """The probabilities of the four veracities by the weights, a row of them for each side."""
    sides = []
    rows = [tuple(map(float, row)) for row in parameters]
    for voices, row in zip(case.voices, rows, strict=True):
        weighed = sorted(((_weight(each, row), each) for each in voices), key=lambda one: -one[0])
        heard: list[float] = []
        clusters: set[int] = set()
        publishers: set[str] = set()
        for weight, voice in weighed:
            if voice.cluster not in clusters and voice.publisher not in publishers:
                heard.append(weight)
            clusters.add(voice.cluster)
            publishers.add(voice.publisher)
        sides.append(strength(heard, combining.repetition))
    return probabilities(sides[0], sides[1], combining.doubt)


def _weight(voice: Voice, row: Sequence[float]) -> float:
    logit = row[0] + sum(map(mul, voice.signals, row[1:]))
    return voice.standing / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))


def loss(cases: Sequence[Case], parameters: numpy.ndarray, combining: Combining) -> float:
    """The mean negative log-likelihood of the labels, with the penalty on large weights."""
    total = sum(
        -case.weight * math.log(max(veracity_of(case, parameters, combining)[case.label], 1e-9))
        for case in cases
    )
    penalty = _PENALTY * float((parameters[:, 1:] ** 2).sum())
    return total / sum(case.weight for case in cases) + penalty


def fit(cases: Sequence[Case], start: numpy.ndarray, combining: Combining) -> numpy.ndarray:
    """The weights that make the labels likeliest: Adam on numeric gradients, signs kept."""
    parameters, mean, square = start.copy(), numpy.zeros_like(start), numpy.zeros_like(start)
    for step in range(1, _STEPS + 1):
        gradient = _gradient(cases, parameters, combining)
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.98 * square + 0.02 * gradient**2
        rate = _RATE * (1.0 - 0.9 * step / _STEPS)
        moved = mean / (1 - 0.9**step) / (numpy.sqrt(square / (1 - 0.98**step)) + 1e-6)
        parameters = _allowed(parameters - rate * moved)
    return parameters


def doubt(cases: Sequence[Case], parameters: numpy.ndarray, combining: Combining) -> Combining:
    """The doubt, to the hundredth, that makes the labels likeliest under these weights."""
    tried = [Combining(combining.repetition, share / 100) for share in range(2, 81)]
    return min(tried, key=lambda each: loss(cases, parameters, each))


def _gradient(cases: Sequence[Case], at: numpy.ndarray, combining: Combining) -> numpy.ndarray:
    found = numpy.zeros_like(at)
    for place in numpy.ndindex(at.shape):
        near = at.copy()
        near[place] += 0.02
        far = at.copy()
        far[place] -= 0.02
        found[place] = (loss(cases, near, combining) - loss(cases, far, combining)) / 0.04
    return found


def _allowed(parameters: numpy.ndarray) -> numpy.ndarray:
    for row, side in zip(parameters, _SIDES, strict=True):
        for place, name in enumerate(_NAMES):
            sign = SIGNS[side].get(name, 0)
            if row[place] * sign < 0:
                row[place] = 0.0
    return parameters


def cross_validated(
    cases: Sequence[Case], start: numpy.ndarray, combining: Combining, say: Callable[[str], object]
) -> list[dict[Veracity, float]]:
    """The probabilities of each measured case by weights fitted without it, in their order."""
    measured = [place for place, case in enumerate(cases) if case.measured]
    found: dict[int, dict[Veracity, float]] = {}
    for fold in range(_FOLDS):
        left_out = set(measured[fold::_FOLDS])
        seen = [case for place, case in enumerate(cases) if place not in left_out]
        parameters = fit(seen, start, combining)
        fitted = doubt(seen, parameters, combining)
        for place in left_out:
            found[place] = veracity_of(cases[place], parameters, fitted)
        say(f"fold {fold + 1} of {_FOLDS}: loss {loss(seen, parameters, fitted):.4f}")
    return [found[place] for place in measured]


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
    start = numpy.asarray([astuple(policy.supports), astuple(policy.refutes)], dtype=float)
    combining = Combining(policy.repetition, policy.doubt)
    answers = cross_validated(cases, start, combining, click.echo)
    gold = [case.label.value for case in cases if case.measured]
    said = [max(each, key=lambda name: each[name]).value for each in answers]
    macro = metrics.macro_f1(gold, said)
    parameters = fit(cases, start, combining)
    combining = doubt(cases, parameters, combining)
    about = (
        f"Fitted by evaluation/fit_policy.py on {len(cases)} claims (official_claims and "
        f"official_pairs dev) as {judge.version} read them; macro-F1 over the four veracities "
        f"{macro:.3f} on {len(gold)} claims of official_claims, cross-validated by claim."
    )
    _write(out, parameters, combining.doubt, about)
    click.echo(about)


def _write(out: Path, parameters: numpy.ndarray, doubt_found: float, about: str) -> None:
    values = json.loads(out.read_text("utf-8"))["values"] if out.exists() else {}
    values["doubt"] = doubt_found
    for side, row in zip(_SIDES, parameters, strict=True):
        rounded = [round(float(each), 3) + 0.0 for each in row]
        values[side.value] = dict(zip(_NAMES, rounded, strict=True))
    out.write_text(json.dumps({"about": about, "values": values}, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
