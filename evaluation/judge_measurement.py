"""Everything that is measured of a judge alone, as one JSON value."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy

from evaluation import calibration, contrast_suite, eight_bits, floors, gold_passages
from evaluation.calibration import Flags, Floats
from evaluation.claim_only import ClaimOnly
from evaluation.consistency import consistency
from evaluation.judge_speed import Timed, speed
from evaluation.neutral_families import families
from evaluation.official_passages import OfficialPassages, corpus_files, read_official
from evaluation.stance import Outcome, Ways, believed, judged, scores
from evaluation.stance_sets import StanceSet, learnt_claims, learnt_from, read_sets
from judges.training.examples import Example, Row, examples, normal, read_rows
from verification.ports import Judge

# Begins a part of the work, by its name and how many pairs it asks if known; what it answers is
# called with the number of pairs done.
Step: TypeAlias = Callable[[str, int | None], Callable[[int], object]]

_DEV: Final = "official_pairs/dev"
_OFFICIAL: Final = frozenset({_DEV, gold_passages.NAME})


def silent(_label: str, _total: int | None) -> Callable[[int], object]:
    """A step that shows nothing."""
    return int


@dataclass(frozen=True, slots=True)
class Judges:
    """The judge to measure, the same to be timed, and its 32-bit form where there is one."""

    judge: Judge
    timed: Timed
    wide: Judge | None = None


@dataclass
class _Asking:
    """A judge, and how many pairs it was asked."""

    judge: Judge
    step: Step
    pairs: int = 0

    def outcome(self, label: str, asked: Sequence[Example], judge: Judge | None = None) -> Outcome:
        """Answers to the pairs, of another judge where one is given."""
        begun = self.begin(label, len(asked))
        found = judged(judge or self.judge, [each.pair for each in asked], begun)
        return Outcome(asked, found)

    def begin(self, label: str, total: int | None = None) -> Callable[[int], object]:
        advance = self.step(label, total)

        def done(pairs: int) -> None:
            self.pairs += pairs
            advance(pairs)

        return done


@dataclass(frozen=True, slots=True)
class _Data:
    """What a folder of development data holds for the judge; empty without one."""

    sets: Sequence[StanceSet] = ()
    learnt: frozenset[str] = frozenset()
    missing: Sequence[str] = ()
    rows: Sequence[Row] = ()
    train: Sequence[Example] = ()
    official: OfficialPassages = field(default_factory=OfficialPassages)
    contrast: Mapping[str, Sequence[Example]] = field(default_factory=dict)


def measure_judge(
    judges: Judges, data: Path | None, most: int, step: Step = silent
) -> dict[str, Any]:
    """Every measure of a judge over the sets in a folder, and over what is shipped without one.

    What the folder lacks is named under `missing`.
    """
    started = time.perf_counter()
    held = _read(data, most) if data else _Data()
    asking = _Asking(judges.judge, step)
    found = {
        "judge": judges.judge.version,
        "most": most,
        "missing": list(held.missing),
        "learnt_from": sorted(learnt_from()),
        **_sets(asking, held),
        "contrast": _contrast(asking, held),
        "neutral": _neutral(asking, held),
        "baselines": _baselines(held),
        "consistency": _consistency(asking, held),
        "speed": speed(judges.timed, progress=asking.begin("speed")),
    }
    if judges.wide is not None:
        found["eight_bits"] = _eight_bits(asking, judges.wide, held, found)
    found["floors"] = floors.as_json(floors.floors(found))
    found["pairs"], found["seconds"] = asking.pairs, time.perf_counter() - started
    return found


def _read(data: Path, most: int) -> _Data:
    sets, missing = read_sets(data, most)
    named = gold_passages.named_passages(data)
    path = data / f"{_DEV}.jsonl.gz"
    rows = list(read_rows(path)) if path.is_file() else []
    official = read_official(
        data,
        {each.passage for each in named},
        {row["extra"]["doc_id"] for row in rows if (row.get("extra") or {}).get("doc_id")},
    )
    gold = gold_passages.gold_examples(named, official.asked)
    if gold:
        sets.insert(0, StanceSet.of(gold_passages.NAME, gold))
    if not corpus_files(data):
        missing.append("official_*/passages")
    missing += gold_passages.missing_passages(named, official.asked)
    train = data / "official_pairs" / "train.jsonl.gz"
    learnt = examples(data, "official_pairs", "train") if train.is_file() else []
    contrast = contrast_suite.apart(contrast_suite.made_pairs(official.held_out))
    return _Data(sets, learnt_claims(data), missing, rows, learnt, official, contrast)


def _sets(asking: _Asking, held: _Data) -> dict[str, Any]:
    found: dict[str, Any] = {}
    answers = {}
    for at, each in enumerate(held.sets, start=1):
        outcome = asking.outcome(f"{at}/{len(held.sets)} {each.name}", each.examples)
        met = sum(normal(one.pair.claim) in held.learnt for one in each.examples)
        whole = scores(outcome, each.ways, fitted=each.fitted)
        found[each.name] = {**whole, "whole": each.whole, "met": met}
        answers[each.name] = believed(outcome, each.ways, each.fitted)
        if each.name in _OFFICIAL:
            found[each.name]["kinds"] = _by_kind(outcome, each.ways)
    groups = {"in_domain": floors.IN_DOMAIN, "elsewhere": floors.ELSEWHERE}
    return {
        "sets": found,
        "calibration": {
            group: _together([answers[name] for name in names if name in answers])
            for group, names in groups.items()
        },
    }


def _together(answers: Sequence[tuple[Floats, Flags]]) -> dict[str, Any]:
    """The calibration error of the answers to several sets taken as one."""
    if not answers:
        return {"n": 0, "calibration_error": None, "by_chance": None}
    confidences, right = map(numpy.concatenate, zip(*answers, strict=True))
    bins = calibration.equal_mass_bins(confidences, right)
    return {
        "n": len(right),
        "calibration_error": calibration.calibration_error(bins),
        "by_chance": calibration.error_by_chance(confidences),
    }


def _contrast(asking: _Asking, held: _Data) -> dict[str, Any]:
    found = {}
    for name, pairs in {**held.contrast, "written": contrast_suite.written_pairs()}.items():
        if pairs:
            outcome = asking.outcome(f"contrast: {name}", pairs)
            whole = scores(outcome, Ways.SIDES, lambda each: each.group)
            found[name] = {**whole, "kinds": _by_kind(outcome, Ways.SIDES)}
    return found


def _by_kind(outcome: Outcome, ways: Ways) -> dict[str, Any]:
    """Accuracy by kind; no F1, because most kinds have few classes."""
    found: dict[str, Any] = {}
    for kind in sorted({each.kind for each in outcome.examples}):
        places = [at for at, each in enumerate(outcome.examples) if each.kind == kind]
        chosen = [outcome.examples[at] for at in places]
        part = scores(Outcome(chosen, outcome.probabilities[places]), ways)
        found[kind] = {"n": part["n"], "accuracy": part["accuracy"]}
        found[kind]["interval"] = part["intervals"]["accuracy"]
        if ways is Ways.SIDES:
            found[kind]["accuracy_of_three"] = part["accuracy_of_three"]
    return found


def _eight_bits(asking: _Asking, wide: Judge, held: _Data, found: dict[str, Any]) -> dict[str, Any]:
    """What the sets with floors lose by 8 bits."""
    asked = {each.name: (each.examples, each.ways) for each in held.sets}
    asked |= {f"contrast/{name}": (pairs, Ways.SIDES) for name, pairs in held.contrast.items()}
    narrow = {**found["sets"], **{f"contrast/{k}": v for k, v in found["contrast"].items()}}
    return eight_bits.points_lost(
        {name: one for name, one in asked.items() if name in floors.MEASURES and one[0]},
        narrow,
        lambda name, examples: asking.outcome(f"32 bits: {name}", examples, wide),
    )


def _neutral(asking: _Asking, held: _Data) -> dict[str, Any]:
    found = {}
    usable = [row for row in held.rows if (row.get("extra") or {}).get("doc_id")]
    for family, asked in families(usable, held.official).items() if usable else ():
        if asked:
            outcome = asking.outcome(f"neutral: {family}", asked)
            whole = scores(outcome, Ways.THREE)
            found[family] = {
                "n": whole["n"],
                "recall": whole["accuracy"],
                "interval": whole["intervals"]["accuracy"],
            }
    return found


def _baselines(held: _Data) -> dict[str, Any]:
    """Claims alone, on the two sets of official passages."""
    if not held.train:
        return {}
    model = ClaimOnly(
        [each.pair.claim for each in held.train], [each.target for each in held.train]
    )
    found = {}
    for each in held.sets:
        if each.name in _OFFICIAL:
            guessed = model.probabilities([one.pair.claim for one in each.examples])
            whole = scores(Outcome(each.examples, guessed), Ways.THREE)
            keys = ("n", "macro_f1", "accuracy", "intervals", "majority")
            found[each.name] = {key: whole[key] for key in keys}
    return found


def _consistency(asking: _Asking, held: _Data) -> dict[str, Any]:
    chosen = next((each.examples for each in held.sets if each.name == _DEV), None)
    asked = contrast_suite.written_pairs() if chosen is None else chosen
    elsewhere = [row["text"] for row in held.official.held_out]
    return consistency(asking.judge, asked, elsewhere, asking.begin("consistency"))
