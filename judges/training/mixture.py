"""What a stage of training is drawn from: labelled sets, and what this project wrote or made.

The claims of the sets that are measured are taken out of every other, and so are the documents.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from judges.training.contrast import contrast_pairs, held_out, seen_kinds
from judges.training.examples import Example, examples, normal, read_rows
from judges.training.neutrals import Neutrals
from judges.training.official import abstracts, group_of, own_texts, passages, written
from judges.training.stages import OWN, Part

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
    own = OWN.get(stage)
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
    """The documents that a measured set uses: of official claims, pairs, abstracts."""
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
