"""What a shipped judge must reach, what it should, and what it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any, Final

Found = Mapping[str, Any]

# The other parts of sets that training learns from, and sets that it never saw a claim of. Claims
# of our own on other abstracts of SciFact's corpus are learnt from.
IN_DOMAIN: Final = (
    "official_pairs/dev",
    "vitaminc/real_dev",
    "vitaminc/synthetic_dev",
    "check_covid/test",
    "fever_symmetric/test",
)
ELSEWHERE: Final = ("gold_passages", "fm2/dev", "healthver/dev", "scifact/train")
SCORES: Final = (
    ("gold passages: macro-F1", 60, 80, "gold_passages", "macro_f1"),
    ("official pairs dev: macro-F1", 72, 85, "official_pairs/dev", "macro_f1"),
    ("VitaminC real dev: macro-F1", 68, 76, "vitaminc/real_dev", "macro_f1"),
    ("VitaminC synthetic dev: accuracy", 85, 91, "vitaminc/synthetic_dev", "accuracy"),
    ("FEVER-symmetric test: accuracy", 84, 88, "fever_symmetric/test", "accuracy"),
    ("FM2 dev: accuracy", 69, 76, "fm2/dev", "accuracy"),
    ("HealthVer dev: macro-F1", 44, 54, "healthver/dev", "macro_f1"),
    ("contrast suite, seen kinds: accuracy", 92, 97, "contrast/seen", "accuracy"),
    ("contrast suite, unseen kinds: accuracy", 78, 90, "contrast/unseen", "accuracy"),
)
# The measure of every set that has a floor.
MEASURES: Final[Mapping[str, str]] = {
    **{name: key for _, _, _, name, key in SCORES},
    "check_covid/test": "macro_f1",
    "scifact/train": "macro_f1",
}


@dataclass(frozen=True, slots=True)
class Floor:
    """One measure with the least that ships and the aim; `value` is None where not measured.

    `most` marks what must be at most its floor: errors, losses and seconds. All else must be at
    least.
    """

    measure: str
    floor: float
    aim: float
    value: float | None
    most: bool = False

    @property
    def is_met(self) -> bool | None:
        """Whether the floor is reached; None where nothing was measured."""
        if self.value is None:
            return None
        return self.value <= self.floor if self.most else self.value >= self.floor


def floors(found: Found) -> list[Floor]:
    """The floors with the values of a measurement of stance; scores are in percent."""
    sets = {**found["sets"], **{f"contrast/{k}": v for k, v in found["contrast"].items()}}
    covid, science = _score(sets, "check_covid/test"), _score(sets, "scifact/train")
    scored = [
        Floor(measure, floor, aim, _score(sets, name, key))
        for measure, floor, aim, name, key in SCORES
    ]
    both = Floor(
        "Check-COVID test and SciFact pairs: mean macro-F1", 60, 68, _mean([covid, science])
    )
    return [*scored, both, *_calibration(found), *_running(found)]


def end_to_end(name: str, engine: Found) -> list[Floor]:
    """The floors of verdicts over the corpus of one engine, out of what was measured of it."""
    every = engine["all"]
    refuted = every["false_refutation_rate"]
    refuted = None if refuted is None else 100 * refuted
    macro, above = every["veracity_macro_f1"], engine["lexical"]["points_above"]
    return [
        Floor(f"{name}: veracity macro-F1", 0.5, 0.7, macro),
        Floor(f"{name}: points of macro-F1 above the lexical baseline", 12, 12, above),
        Floor(f"{name}: supported claims called refuted, %", 5, 2, refuted, most=True),
        Floor(f"{name}: seconds a claim, p95", 3, 1, every["seconds_p95"], most=True),
    ]


def in_articles(found: Found) -> list[Floor]:
    """The floors of finding claims in articles, out of what was measured of it."""
    worthy = found["check_worthiness"].get("checkthat2024_t1/devtest", {}).get("f1")
    seen = found.get("articles") or {}
    lost, seconds = seen.get("claims_lost_as_boilerplate"), seen.get("seconds_500_words")
    return [
        Floor("CheckThat 2024 dev-test: check-worthiness F1", 0.75, 0.8, worthy),
        Floor("articles: dates resolved", 0.9, 1.0, seen.get("date_resolution")),
        Floor("articles: boilerplate recall", 0.98, 1.0, seen.get("boilerplate_recall")),
        Floor("articles: claims lost as boilerplate", 0, 0, lost, most=True),
        Floor("articles: processor seconds for 500 words", 1, 0.1, seconds, most=True),
    ]


def _running(found: Found) -> list[Floor]:
    """What 8 bits cost, and what the code around the engine does, at the worst length."""
    ratios = [row["ratio"] for row in (found.get("speed") or {}).get("lengths", {}).values()]
    known = [ratio for ratio in ratios if ratio is not None]
    lost = (found.get("eight_bits") or {}).get("mean_points_lost")
    return [
        Floor("points lost by 8 bits: mean of the sets with floors", 0.5, 0.5, lost, most=True),
        Floor(
            "speed, as a share of the bare ONNX Runtime loop: least of all lengths",
            0.85,
            0.85,
            min(known) if known else None,
        ),
    ]


def _calibration(found: Found) -> list[Floor]:
    sets = found["sets"]
    names = [name for name in (*IN_DOMAIN, *ELSEWHERE) if name in sets]
    gains = [100 * (sets[name]["accuracy_at_80"] - sets[name]["accuracy"]) for name in names]
    inside, outside = (
        found.get("calibration", {}).get(group, {}).get("calibration_error")
        for group in ("in_domain", "elsewhere")
    )
    return [
        Floor("calibration error, in domain", 0.03, 0.015, inside, most=True),
        Floor("calibration error, sets never trained on", 0.08, 0.05, outside, most=True),
        Floor("points of accuracy gained at 80 % coverage: mean", 5, 5, _mean(gains)),
    ]


def as_json(rows: Sequence[Floor]) -> list[dict[str, Any]]:
    """The floors as JSON values."""
    return [
        {
            "measure": row.measure,
            "floor": row.floor,
            "aim": row.aim,
            "most": row.most,
            "value": row.value,
            "met": row.is_met,
        }
        for row in rows
    ]


def _score(sets: Found, name: str, key: str = "macro_f1") -> float | None:
    return 100 * sets[name][key] if name in sets else None


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known and len(known) == len(values) else None
