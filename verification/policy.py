"""The versioned rules and weights by which evidence becomes a verdict."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from verification.errors import SettingsInvalid

_POLICIES = Path(__file__).parent / "policies"
DEFAULT_POLICY = _POLICIES / "2026-11-cross-encoder.json"
LEXICAL_POLICY = _POLICIES / "2026-11-lexical.json"


def fitted_policy(judge_url: str) -> Path:
    """The policy that was fitted on a judge's answers, or on those of the judge most like it."""
    return LEXICAL_POLICY if judge_url.startswith("lexical:") else DEFAULT_POLICY


@dataclass(frozen=True, slots=True)
class SideWeights:
    """What each of the signals (`verification.signals`) adds to the log-odds of one stance."""

    bias: float
    passage: float
    quote: float
    relevance: float
    open_names: float
    open_figures: float
    agreeing: float
    differing: float
    other_day: float


@dataclass(frozen=True, slots=True)
class Policy:
    """How much is searched, what counts, and how much.

    `version` is the file's name and a hash of its values, so that no two sets of values share
    one. Factors are in [0, 1]; weights of signals have the sign in SIGNS; the others are counts.
    """

    version: str
    passages_per_query: int
    passages: int
    windows_per_passage: int
    quoted: int
    rank_fusion_constant: int
    further_query: float
    undated: float
    reported: float
    own_word: float
    own_statement: float
    other_voice: float
    repetition: float
    doubt: float
    evidence_shown: int
    neutral_shown: int
    supports: SideWeights
    refutes: SideWeights

    @classmethod
    def load(cls, path: Path = DEFAULT_POLICY) -> Policy:
        """The policy in a JSON file; SettingsInvalid names everything wrong with it."""
        try:
            values = json.loads(path.read_text(encoding="utf-8"))["values"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SettingsInvalid(
                f"The policy file {path.name} cannot be read: {error}."
            ) from error
        problems = _problems(values)
        if problems:
            raise SettingsInvalid(
                f"The policy file {path.name} cannot work: {'; '.join(problems)}."
            )
        canonical = json.dumps(values, sort_keys=True, separators=(",", ":"))
        digest = hashlib.sha256(canonical.encode()).hexdigest()[:12]
        sides = {name: SideWeights(**values[name]) for name in _SIDES}
        return cls(version=f"{path.stem}-{digest}", **{**values, **sides})


_SIDES: Final = ("supports", "refutes")
# The sign that each weight must have, so that stronger evidence never counts less: 1 for not
# negative, -1 for not positive, and both where it depends on the stance.
SIGNS: Final[Mapping[str, Mapping[str, int]]] = {
    "supports": {
        "passage": 1,
        "quote": 1,
        "relevance": 1,
        "open_names": -1,
        "open_figures": -1,
        "agreeing": 1,
        "differing": -1,
        "other_day": -1,
    },
    "refutes": {
        "passage": 1,
        "quote": 1,
        "relevance": 1,
        "open_names": -1,
        "open_figures": -1,
        "differing": 1,
        "other_day": -1,
    },
}


def _problems(values: object) -> list[str]:
    if not isinstance(values, dict):
        return ["`values` is not an object"]
    kinds = {field.name: str(field.type) for field in fields(Policy) if field.name != "version"}
    problems = _unknown(values, kinds)
    for name in values.keys() & kinds.keys():
        if name in _SIDES:
            problems += _side_problems(name, values[name])
        elif not _is_number(values[name]) or (kinds[name] == "int" and values[name] % 1):
            problems.append(f"`{name}` is not a number of the right kind")
        elif values[name] < 0 or (kinds[name] == "float" and values[name] > 1):
            problems.append(f"`{name}` is out of range")
    return problems


def _side_problems(side: str, weights: object) -> list[str]:
    if not isinstance(weights, dict):
        return [f"`{side}` is not an object"]
    names = [field.name for field in fields(SideWeights)]
    problems = _unknown(weights, names, f"{side}.")
    for name in weights.keys() & set(names):
        if not _is_number(weights[name]):
            problems.append(f"`{side}.{name}` is not a number of the right kind")
        elif weights[name] * SIGNS[side].get(name, 0) < 0:
            problems.append(f"`{side}.{name}` has the wrong sign")
    return problems


def _unknown(values: Iterable[str], known: Iterable[str], before: str = "") -> list[str]:
    given, wanted = set(values), set(known)
    missing = [f"`{before}{name}` is missing" for name in sorted(wanted - given)]
    return missing + [f"`{before}{name}` is not known" for name in sorted(given - wanted)]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
