"""The labelled sets that a judge is measured on, and how many rows of each.

Only what no stage of training learns from is here; a set that training takes up later falls out
by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from evaluation.stance import Ways
from judges.training.calibrate import used_rows
from judges.training.examples import Example, examples, normal, read_rows
from judges.training.mixture import measured_claims
from judges.training.stages import STAGES

SEED: Final = 20211125
# A set without a floor is drawn up to this many characters, a pair counting as far as a judge
# reads it, so that sets of long texts do not take most of the time.
_MOST_CHARACTERS: Final = 300_000
_READ_CHARACTERS: Final = 1_700

# Reported as such: the sets that a floor is set for are always whole.
WITH_FLOORS: Final = (
    "official_pairs/dev",
    "vitaminc/real_dev",
    "vitaminc/synthetic_dev",
    "fever_symmetric/test",
    "fm2/dev",
    "healthver/dev",
    "check_covid/test",
    "scifact/train",
)
_FACTS: Final = (
    "averitec/train", "check_covid/dev", "consist_begin/dev", "consist_begin/test",
    "consist_qags/cnndm", "consist_qags/xsum", "consist_summedits/ectsum",
    "consist_summedits/news", "consist_summedits/podcast", "consist_summedits/qmsumm",
    "consist_summedits/sales_call", "consist_summedits/sales_email", "consist_summedits/samsum",
    "consist_summedits/scitldr", "covidfact/dev", "factcheck_bench/stance",
    "fever_adversarial/all", "fever_pairs/dev", "fever_symmetric/dev", "fnc1/test",
    "healthfc/all", "infotabs/dev", "infotabs/test_alpha1", "infotabs/test_alpha2",
    "infotabs/test_alpha3", "liar_plus/dev", "liar_plus/test", "politihop/dev", "politihop/test",
    "scitab/all", "stance_emergent/test", "stance_perspectrum/dev", "stance_perspectrum/test",
    "tabfact_pairs/train", "wice/dev", "wice/test",
)  # fmt: skip
_INFERENCE: Final = (
    "nli2_dnc/dev", "nli_add_one_rte/dev", "nli_anli/r1_dev", "nli_anli/r2_dev",
    "nli_anli/r3_dev", "nli_breaking/test", "nli_commitment_bank/dev", "nli_conjnli/dev",
    "nli_contract/dev", "nli_contract/test", "nli_control/dev", "nli_control/test",
    "nli_counterfactual/dev", "nli_counterfactual/test", "nli_fracas/dev",
    "nli_function_words/test", "nli_imppres/all", "nli_joci/dev", "nli_lingnli/dev",
    "nli_med/test", "nli_mnli/dev", "nli_monli/negated_test", "nli_mpe/dev", "nli_nan/test",
    "nli_negation/rte", "nli_negation/snli", "nli_nli4ct/dev", "nli_qnli/dev", "nli_rte/dev",
    "nli_scitail/dev", "nli_semiauto/dev", "nli_sick/dev", "nli_snli/dev", "nli_wnli/dev",
)  # fmt: skip
CATALOGUE: Final = (*WITH_FLOORS, *_FACTS, *_INFERENCE)


@dataclass(frozen=True, slots=True)
class StanceSet:
    """Labelled pairs; `whole` counts the rows of the set that these were drawn from.

    `fitted` are those that the shipped judge's calibration was fitted on: what a judge's
    probabilities are worth is told by the others.
    """

    name: str
    examples: Sequence[Example]
    ways: Ways
    whole: int
    fitted: frozenset[Example] = field(default_factory=frozenset)

    @classmethod
    def of(cls, name: str, found: Sequence[Example], whole: int | None = None) -> StanceSet:
        """A set with the ways of scoring that its labels allow."""
        ways = Ways.of({each.target for each in found})
        return cls(name, found, ways, len(found) if whole is None else whole)


def learnt_from() -> frozenset[str]:
    """The sets, as `name/split`, that some stage of training learns from."""
    return frozenset(f"{part.source}/{part.split}" for parts in STAGES.values() for part in parts)


def learnt_claims(data: Path) -> frozenset[str]:
    """The claims, in normal form, of the sets in a folder that training learns from.

    Those that training leaves out because they are measured do not count.
    """
    paths = [data / f"{name}.jsonl.gz" for name in sorted(learnt_from())]
    claims = {normal(row["claim"]) for path in paths if path.is_file() for row in read_rows(path)}
    try:
        return frozenset(claims - measured_claims(data))
    except FileNotFoundError:
        return frozenset(claims)


def read_sets(data: Path, most: int) -> tuple[list[StanceSet], list[str]]:
    """The sets of the catalogue that are in a folder, and the names of those that are not."""
    found, missing = [], []
    learnt = learnt_from()
    for name in CATALOGUE:
        source, _, split = name.partition("/")
        if name in learnt:
            continue
        if not (data / source / f"{split}.jsonl.gz").is_file():
            missing.append(name)
            continue
        rows = examples(data, source, split)
        chosen = rows if name in WITH_FLOORS else drawn(rows, most)
        if rows:
            ways = Ways.of({each.target for each in rows})
            fitted = frozenset(used_rows(name, rows))
            found.append(StanceSet(name, chosen, ways, len(rows), fitted))
    return found, missing


def drawn(rows: Sequence[Example], most: int, seed: int = SEED) -> list[Example]:
    """At most so many rows, and at most 300,000 characters, drawn by a fixed seed."""
    chosen = Random(seed).sample(list(rows), min(most, len(rows)))  # noqa: S311 - not a secret
    left = _MOST_CHARACTERS
    for count, each in enumerate(chosen):
        left -= min(len(each.pair.claim) + len(each.pair.evidence), _READ_CHARACTERS)
        if left < 0:
            return chosen[:count]
    return chosen
