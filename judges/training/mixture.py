"""Which sets train the shipped judge, under which licence, and how much of each in which stage.

Only sets whose licence allows it are here. The non-commercial and the unlicensed ones (AVeriTeC,
ANLI, IMPPRES, SICK, HealthFC, HealthVer, COVID-Fact, PolitiHop, PolNeAR, LingNLI, ...) and every
development or test set that the evaluation reports on are left out.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from judges.training.contrast import contrast_pairs, held_out, seen_kinds
from judges.training.examples import Example, examples, normal, read_rows
from judges.training.official import neutrals, passages, written

WIKIPEDIA = "CC BY-SA 3.0 (Wikipedia)"


@dataclass(frozen=True, slots=True)
class Part:
    """One split of one set in a stage: how many rows at most, and how often each."""

    source: str
    split: str
    licence: str
    most: int | None = None
    times: int = 1


_GENERAL = (
    Part("nli_mnli", "dev", "OANC, CC BY, CC BY-SA (MultiNLI)", 10000),
    Part("nli_snli", "dev", "CC BY-SA 4.0", 3000),
    Part("nli_counterfactual", "train", "Apache-2.0", 5000),
    Part("nli_conjnli", "adversarial_train", "MIT", 4000),
    Part("nli_semiauto", "train", "CC BY-SA (Wikipedia parts)", 6000),
    Part("nli_breaking", "test", "CC BY-SA 4.0", 1500),
    Part("nli_negation", "mnli", "MIT"),
    Part("nli_rte", "train", "MIT"),
    Part("infotabs", "train", "Apache-2.0", 5000),
    Part("fever_pairs", "dev", WIKIPEDIA, 8000),
    Part("vitaminc", "real_train", WIKIPEDIA),
    Part("vitaminc", "synthetic_train", WIKIPEDIA),
    Part("check_covid", "train", "MIT"),
    Part("factcheck_bench", "stance", "Apache-2.0", 2000),
)

# What is measured and never learnt from: its claims are taken out of every other set.
_MEASURED = (
    ("fever_symmetric", "test"),
    ("fm2", "dev"),
    ("vitaminc", "real_dev"),
    ("vitaminc", "synthetic_dev"),
    ("check_covid", "test"),
    ("official_pairs", "dev"),
)
_OFFICIAL = (
    Part("official_pairs", "train", "claims CC0, passages as in the corpora"),
    Part("vitaminc", "real_train", WIKIPEDIA),
    Part("vitaminc", "synthetic_train", WIKIPEDIA, 10000),
    Part("fever_pairs", "dev", WIKIPEDIA, 5000),
    Part("nli_mnli", "dev", "OANC, CC BY, CC BY-SA (MultiNLI)", 6000),
    Part("nli_counterfactual", "train", "Apache-2.0", 2000),
    Part("nli_semiauto", "train", "CC BY-SA (Wikipedia parts)", 3000),
    Part("infotabs", "train", "Apache-2.0", 2500),
    Part("check_covid", "train", "MIT"),
    Part("factcheck_bench", "stance", "Apache-2.0", 1000),
)
_REFINE = (
    Part("official_pairs", "train", "claims CC0, passages as in the corpora", 1500),
    Part("vitaminc", "real_train", WIKIPEDIA, 4000),
    Part("vitaminc", "synthetic_train", WIKIPEDIA, 3000),
    Part("fever_pairs", "dev", WIKIPEDIA, 1000),
    Part("check_covid", "train", "MIT", 500),
)
_BROAD = (
    Part("official_pairs", "train", "claims CC0, passages as in the corpora"),
    Part("vitaminc", "real_train", WIKIPEDIA),
    Part("vitaminc", "synthetic_train", WIKIPEDIA),
    Part("fever_pairs", "dev", WIKIPEDIA),
    Part("nli_mnli", "dev", "OANC, CC BY, CC BY-SA (MultiNLI)"),
    Part("nli_mnli", "train3k", "OANC, CC BY, CC BY-SA (MultiNLI)"),
    Part("nli_snli", "dev", "CC BY-SA 4.0", 5000),
    Part("nli_counterfactual", "train", "Apache-2.0"),
    Part("nli_conjnli", "adversarial_train", "MIT", 5000),
    Part("nli_semiauto", "train", "CC BY-SA (Wikipedia parts)"),
    Part("nli_breaking", "test", "CC BY-SA 4.0", 1500),
    Part("nli_negation", "mnli", "MIT"),
    Part("nli_rte", "train", "MIT"),
    Part("infotabs", "train", "Apache-2.0", 8000),
    Part("check_covid", "train", "MIT", times=2),
    Part("factcheck_bench", "stance", "Apache-2.0"),
)
_CLOSE = (
    Part("official_pairs", "train", "claims CC0, passages as in the corpora"),
    Part("vitaminc", "real_train", WIKIPEDIA),
    Part("vitaminc", "synthetic_train", WIKIPEDIA, 12000),
    Part("fever_pairs", "dev", WIKIPEDIA, 6000),
    Part("nli_mnli", "dev", "OANC, CC BY, CC BY-SA (MultiNLI)", 7000),
    Part("nli_semiauto", "train", "CC BY-SA (Wikipedia parts)", 3000),
    Part("nli_counterfactual", "train", "Apache-2.0", 2000),
    Part("nli_conjnli", "adversarial_train", "MIT", 1500),
    Part("infotabs", "train", "Apache-2.0", 3000),
    Part("check_covid", "train", "MIT", times=2),
    Part("factcheck_bench", "stance", "Apache-2.0", 1500),
)
STAGES: dict[str, tuple[Part, ...]] = {
    "general": _GENERAL,
    "official": _OFFICIAL,
    "refine": _REFINE,
    "broad": _BROAD,
    "close": _CLOSE,
}


@dataclass(frozen=True, slots=True)
class Own:
    """How much of what this project wrote or made goes into a stage.

    `fresh` are places in the file of written pairs that the stage takes whole; `again` is how many
    of those before it takes once more. `neutrals` counts each family, `contrast` passages.
    """

    fresh: slice
    again: int
    neutrals: int
    contrast: int


_OWN = {
    "official": Own(slice(0, 8910), 0, 2000, 3500),
    "refine": Own(slice(8910, 12606), 1500, 900, 600),
    "broad": Own(slice(0, 12606), 0, 3500, 5000),
    "close": Own(slice(0, None), 0, 2000, 2000),
}


def measured_claims(data: Path) -> frozenset[str]:
    """The claims, in normal form, of every set that is measured."""
    return frozenset(
        normal(row["claim"])
        for source, split in _MEASURED
        for row in read_rows(data / source / f"{split}.jsonl.gz")
    )


def drawn(data: Path, parts: Iterable[Part], seed: int) -> list[tuple[Part, list[Example]]]:
    """The examples of each part: whole groups, up to its `most`, none that is measured."""
    forbidden = measured_claims(data)
    found = []
    for part in parts:
        allowed = [
            one
            for one in examples(data, part.source, part.split)
            if normal(one.pair.claim) not in forbidden
        ]
        found.append((part, _some(allowed, part.most, seed) * part.times))
    return found


def _some(allowed: Sequence[Example], most: int | None, seed: int) -> list[Example]:
    if most is None or len(allowed) <= most:
        return list(allowed)
    groups = sorted({one.group for one in allowed})
    random.Random(seed).shuffle(groups)
    place = {group: number for number, group in enumerate(groups)}
    return sorted(allowed, key=lambda one: place[one.group])[:most]


def own_examples(data: Path, stage: str, seed: int) -> list[tuple[Part, list[Example]]]:
    """What this project wrote or made from official passages, for a stage; often nothing.

    Passages and documents that a development set uses are left out, and so are the documents held
    out for the contrast suite.
    """
    own = _OWN.get(stage)
    if own is None:
        return []
    known = passages(data)
    kept = {*kept_out(data)}
    free = {name: row for name, row in known.items() if row["doc_id"] not in kept}
    chance = random.Random(seed)
    every = list(written(known))
    hand = every[own.fresh]
    hand += chance.sample(every[: own.fresh.start], own.again)
    claims = [
        (row["claim"], row["extra"]["passage_id"])
        for row in read_rows(data / "official_pairs" / "train.jsonl.gz")
    ]
    claims += [(one.pair.claim, one.group.removeprefix("official:")) for one in hand]
    rows = [free[name] for name in chance.sample(sorted(free), own.contrast)]
    rows = [row for row in rows if not held_out(row["doc_id"])]
    around = free | {name: known[name] for _, name in claims}
    licence = "claims Apache-2.0 (this project), passages as in the corpora"
    return [
        (Part("written", "train", licence), hand),
        (Part("neutrals", "train", licence), list(neutrals(claims, around, own.neutrals, seed))),
        (Part("contrast", "train", licence), list(contrast_pairs(rows, seen_kinds(), seed))),
    ]


def kept_out(data: Path) -> Iterator[str]:
    """The documents that a development set of official claims or pairs uses."""
    for path in sorted((data / "official_claims").glob("*_dev.jsonl")):
        for row in read_rows(path):
            yield from (each["doc_id"] for each in row["evidence"])
    for row in read_rows(data / "official_pairs" / "dev.jsonl.gz"):
        yield row["extra"]["doc_id"]
