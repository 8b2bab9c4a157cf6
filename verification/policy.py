"""The versioned rules and weights by which evidence becomes a verdict."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from pathlib import Path

from verification.errors import SettingsInvalid

DEFAULT_POLICY = Path(__file__).parent / "policies" / "2026-11-hand-set.json"


@dataclass(frozen=True, slots=True)
class Policy:
    """How much is searched, what counts, and how much.

    `version` is the file's name and a hash of its values, so that no two sets of values share
    one. Factors and floors are in [0, 1]; the others are counts.
    """

    version: str
    passages_per_query: int
    passages: int
    windows: int
    windows_per_passage: int
    rank_fusion_constant: int
    further_query: float
    certainty_floor: float
    relevance_floor: float
    support_floor: float
    undated: float
    reported: float
    own_word: float
    own_statement: float
    other_voice: float
    disputed_detail: float
    other_day: float
    open_figure: float
    open_name: float
    repetition: float
    evidence_shown: int
    neutral_shown: int

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
        return cls(version=f"{path.stem}-{digest}", **values)


def _problems(values: object) -> list[str]:
    if not isinstance(values, dict):
        return ["`values` is not an object"]
    kinds = {field.name: field.type for field in fields(Policy) if field.name != "version"}
    problems = [f"`{name}` is missing" for name in kinds if name not in values]
    problems += [f"`{name}` is not known" for name in values if name not in kinds]
    known = {name: value for name, value in values.items() if name in kinds}
    for name, value in known.items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or (kinds[name] == "int" and not isinstance(value, int)):
            problems.append(f"`{name}` is not a number of the right kind")
        elif value < 0 or (kinds[name] == "float" and value > 1):
            problems.append(f"`{name}` is out of range")
    return problems
