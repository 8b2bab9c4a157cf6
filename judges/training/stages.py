"""How much of which sets, and of what this project wrote, goes into each stage of training.

Only sets whose licence allows it are here. The non-commercial and the unlicensed ones (AVeriTeC,
ANLI, IMPPRES, SICK, HealthFC, HealthVer, COVID-Fact, PolitiHop, PolNeAR, LingNLI, ...) and the
development and test sets with a floor in the evaluation are left out. So is RTE, whose texts are
under the terms of the challenges it comes from; the weights shipped so far met it
(`judges/model/DATA_NOTICE.md`).
"""

from __future__ import annotations

from dataclasses import dataclass

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


OWN: dict[str, Own] = {
    "official": Own(slice(0, 8910), 0, 2000, 3500),
    "refine": Own(slice(8910, 12606), 1500, 900, 600),
    "broad": Own(slice(0, 12606), 0, 3500, 5000),
    "close": Own(slice(0, 23106), 0, 2000, 2000),
    "wide": Own(slice(12606, 23106), 3500, 1500, 1500),
    "last": Own(slice(23106, 24258), 14000, 1000, 1500),
    "closing": Own(slice(24258, 25830), 2500, 200, 200),
    "marked": Own(slice(25830, 27476), 13000, 1000, 1800),
    "latest": Own(slice(27476, 29861), 3000, 250, 300),
}
