"""Which sets train the shipped judge, under which licence, and how much of each in which stage.

Only sets whose licence allows it are here. The non-commercial and the unlicensed ones (AVeriTeC,
ANLI, IMPPRES, SICK, HealthFC, HealthVer, COVID-Fact, PolitiHop, PolNeAR, LingNLI, ...) and the
development and test sets with a floor in the evaluation are left out. So is RTE, whose texts are
under the terms of the challenges it comes from; the weights shipped so far met it
(`judges/model/DATA_NOTICE.md`).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from judges.training.contrast import contrast_pairs, held_out, seen_kinds
from judges.training.examples import Example, examples, normal, read_rows
from judges.training.neutrals import Neutrals
from judges.training.official import abstracts, group_of, own_texts, passages, written

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
    ("healthver", "dev"),
    ("scifact", "train"),
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
_WIDE = (
    Part("official_pairs", "train", "claims CC0, passages as in the corpora"),
    Part("vitaminc", "real_train", WIKIPEDIA, times=2),
    Part("vitaminc", "synthetic_train", WIKIPEDIA, times=2),
    Part("fever_pairs", "dev", WIKIPEDIA, times=2),
    Part("fever_symmetric", "dev", WIKIPEDIA, times=3),
    Part("nli_mnli", "dev", "OANC, CC BY, CC BY-SA (MultiNLI)", 10000),
    Part("nli_semiauto", "train", "CC BY-SA (Wikipedia parts)", 4000),
    Part("nli_counterfactual", "train", "Apache-2.0", 3000),
    Part("nli_conjnli", "adversarial_train", "MIT", 1500),
    Part("nli_scitail", "dev", "Apache-2.0"),
    Part("nli_med", "test", "CC BY-SA 4.0", 1500),
    Part("infotabs", "train", "Apache-2.0", 3000),
    Part("check_covid", "train", "MIT", times=3),
    Part("check_covid", "dev", "MIT", times=3),
    Part("consist_summedits", "scitldr", "Apache-2.0"),
    Part("consist_summedits", "news", "Apache-2.0"),
    Part("factcheck_bench", "stance", "Apache-2.0", 1500),
)
_LAST = (
    Part("official_pairs", "train", "claims CC0, passages as in the corpora"),
    Part("vitaminc", "real_train", WIKIPEDIA),
    Part("vitaminc", "synthetic_train", WIKIPEDIA),
    Part("fever_pairs", "dev", WIKIPEDIA),
    Part("fever_symmetric", "dev", WIKIPEDIA, times=2),
    Part("nli_mnli", "dev", "OANC, CC BY, CC BY-SA (MultiNLI)", 8000),
    Part("nli_semiauto", "train", "CC BY-SA (Wikipedia parts)", 4000),
    Part("nli_conjnli", "adversarial_train", "MIT", 2000),
    Part("nli_scitail", "dev", "Apache-2.0"),
    Part("infotabs", "train", "Apache-2.0", 2000),
    Part("check_covid", "train", "MIT", times=2),
    Part("check_covid", "dev", "MIT", times=2),
    Part("consist_summedits", "scitldr", "Apache-2.0"),
    Part("factcheck_bench", "stance", "Apache-2.0", 600),
)
_CLOSING = (
    Part("official_pairs", "train", "claims CC0, passages as in the corpora", 2000),
    Part("vitaminc", "real_train", WIKIPEDIA, 5000),
    Part("vitaminc", "synthetic_train", WIKIPEDIA, 2500),
    Part("fever_pairs", "dev", WIKIPEDIA, 1500),
    Part("fever_symmetric", "dev", WIKIPEDIA),
    Part("nli_mnli", "dev", "OANC, CC BY, CC BY-SA (MultiNLI)", 1000),
    Part("check_covid", "train", "MIT"),
)
_MARKED = (
    Part("official_pairs", "train", "claims CC0, passages as in the corpora"),
    Part("vitaminc", "real_train", WIKIPEDIA),
    Part("vitaminc", "synthetic_train", WIKIPEDIA),
    Part("fever_pairs", "dev", WIKIPEDIA),
    Part("fever_symmetric", "dev", WIKIPEDIA, times=2),
    Part("nli_mnli", "dev", "OANC, CC BY, CC BY-SA (MultiNLI)", 8000),
    Part("nli_semiauto", "train", "CC BY-SA (Wikipedia parts)", 4000),
    Part("nli_counterfactual", "train", "Apache-2.0", 2000),
    Part("nli_conjnli", "adversarial_train", "MIT", 2000),
    Part("nli_scitail", "dev", "Apache-2.0"),
    Part("infotabs", "train", "Apache-2.0", 2000),
    Part("check_covid", "train", "MIT", times=3),
    Part("check_covid", "dev", "MIT", times=3),
    Part("consist_summedits", "scitldr", "Apache-2.0"),
    Part("factcheck_bench", "stance", "Apache-2.0", 1000),
)
_LATEST = (
    Part("official_pairs", "train", "claims CC0, passages as in the corpora", 2000),
    Part("vitaminc", "real_train", WIKIPEDIA, 7000),
    Part("vitaminc", "synthetic_train", WIKIPEDIA, 5000),
    Part("fever_pairs", "dev", WIKIPEDIA, 4000),
    Part("fever_symmetric", "dev", WIKIPEDIA, times=2),
    Part("nli_mnli", "dev", "OANC, CC BY, CC BY-SA (MultiNLI)", 1500),
    Part("check_covid", "train", "MIT", times=2),
)
_ENDING = (
    Part("official_pairs", "train", "claims CC0, passages as in the corpora", 2000),
    Part("vitaminc", "real_train", WIKIPEDIA, 6000),
    Part("vitaminc", "synthetic_train", WIKIPEDIA, 6000),
    Part("fever_pairs", "dev", WIKIPEDIA, 3000),
    Part("fever_symmetric", "dev", WIKIPEDIA),
    Part("nli_mnli", "dev", "OANC, CC BY, CC BY-SA (MultiNLI)", 1000),
    Part("check_covid", "train", "MIT"),
)
STAGES: dict[str, tuple[Part, ...]] = {
    "general": _GENERAL,
    "official": _OFFICIAL,
    "refine": _REFINE,
    "broad": _BROAD,
    "close": _CLOSE,
    "wide": _WIDE,
    "last": _LAST,
    "closing": _CLOSING,
    "marked": _MARKED,
    "latest": _LATEST,
    "ending": _ENDING,
}


@dataclass(frozen=True, slots=True)
class Own:
    """How much of what this project wrote or made goes into a stage.

    `fresh` are lines of the file of written pairs that the stage takes whole; `again` is how many
    of those before it takes once more. `neutrals` counts each family, `contrast` passages. Lines
    after those of the last stage wait for the next one.
    """

    fresh: slice
    again: int
    neutrals: int
    contrast: int


_OWN = {
    "official": Own(slice(0, 8910), 0, 2000, 3500),
    "refine": Own(slice(8910, 12606), 1500, 900, 600),
    "broad": Own(slice(0, 12606), 0, 3500, 5000),
    "close": Own(slice(0, 23106), 0, 2000, 2000),
    "wide": Own(slice(12606, 23106), 3500, 1500, 1500),
    "last": Own(slice(23106, 24258), 14000, 1000, 1500),
    "closing": Own(slice(24258, 25830), 2500, 200, 200),
    "marked": Own(slice(25830, 27476), 13000, 1000, 1800),
    "latest": Own(slice(27476, 30037), 3000, 250, 300),
    "ending": Own(slice(30037, 30824), 4000, 200, 250),
}


def measured_claims(data: Path) -> frozenset[str]:
    """The claims, in normal form, of the sets in a folder that are measured.

    These are the sets of `_MEASURED` and the official claims for development. The evaluation
    reports on more sets, whose claims are not taken out; it counts those met in training.
    """
    paths = [data / source / f"{split}.jsonl.gz" for source, split in _MEASURED]
    paths += official_claims(data)
    return frozenset(
        normal(row["claim"]) for path in paths if path.is_file() for row in read_rows(path)
    )


def official_claims(data: Path) -> list[Path]:
    """The files of official claims for development; empty where there are none."""
    return sorted((data / "official_claims").glob("*_dev.jsonl"))


def drawn(data: Path, parts: Iterable[Part], seed: int) -> list[tuple[Part, list[Example]]]:
    """The examples of each part: whole groups, up to its `most`, none that is measured."""
    measured = measured_claims(data)
    found = []
    for part in parts:
        allowed = _others(examples(data, part.source, part.split), measured)
        found.append((part, list(_again(_some(allowed, part.most, seed), part.times))))
    return found


def _again(chosen: Sequence[Example], times: int) -> Iterator[Example]:
    """The examples so often; each time groups of their own, so that copies come at other steps."""
    yield from chosen
    for time in range(1, times):
        yield from (replace(one, group=f"{one.group}#{time}") for one in chosen)


def _others(found: Iterable[Example], measured: frozenset[str]) -> list[Example]:
    return [one for one in found if normal(one.pair.claim) not in measured]


def _some(allowed: Sequence[Example], most: int | None, seed: int) -> list[Example]:
    if most is None or len(allowed) <= most:
        return list(allowed)
    groups = sorted({one.group for one in allowed})
    random.Random(seed).shuffle(groups)
    place = {group: number for number, group in enumerate(groups)}
    return sorted(allowed, key=lambda one: place[one.group])[:most]


def own_examples(data: Path, stage: str, seed: int) -> list[tuple[Part, list[Example]]]:
    """What this project wrote or made from official passages, for a stage; often nothing.

    Documents that a development set uses are left out altogether. Of the documents held out for
    the contrast suite no passage is drawn for a contrast or as the evidence of a neutral, but
    written pairs and `official_pairs` train do have claims on some; the suite then leaves out the
    passages with such claims, not their documents.
    """
    own = _OWN.get(stage)
    if own is None:
        return []
    known = passages(data)
    kept = {*kept_out(data)}
    chance = random.Random(seed)
    texts = known | abstracts(data) | own_texts()
    documents = {group_of(text): text["doc_id"] for text in texts.values()}
    every = list(written(texts))
    chosen = every[own.fresh] + chance.sample(every[: own.fresh.start], own.again)
    hand = [one for line in chosen for one in line if documents[one.group] not in kept]
    hand = _others(hand, measured_claims(data))
    used = {row["doc_id"] for row in known.values() if held_out(row["doc_id"])} | kept
    free = {name: row for name, row in known.items() if row["doc_id"] not in used}
    taught = examples(data, "official_pairs", "train") + hand
    claims = [(one.pair.claim, _passage(one)) for one in taught if _passage(one) in free]
    rows = [free[name] for name in chance.sample(sorted(free), min(own.contrast, len(free)))]
    licence = "claims Apache-2.0 (this project), passages as in the corpora"
    return [
        (Part("written", "train", licence), hand),
        (Part("neutrals", "train", licence), list(Neutrals(free, seed).of(claims, own.neutrals))),
        (Part("contrast", "train", licence), list(contrast_pairs(rows, seen_kinds(), seed))),
    ]


def _passage(one: Example) -> str:
    """The id of the official passage that a pair is about."""
    return one.group.partition(":")[2]


def kept_out(data: Path) -> Iterator[str]:
    """The documents that a measured set uses: of official claims, of pairs, of Check-COVID."""
    for path in official_claims(data):
        for row in read_rows(path):
            yield from (each["doc_id"] for each in row["evidence"])
    for row in read_rows(data / "official_pairs" / "dev.jsonl.gz"):
        yield row["extra"]["doc_id"]
    yield from _measured_abstracts(data)


def _measured_abstracts(data: Path) -> Iterator[str]:
    """The abstracts that Check-COVID `test` and SciFact ask about, by their titles."""
    titles = {
        row["source_title"]
        for name in ("check_covid/test", "scifact/train")
        if (path := data / f"{name}.jsonl.gz").is_file()
        for row in read_rows(path)
    }
    yield from (name for name, row in abstracts(data).items() if row["title"] in titles)
