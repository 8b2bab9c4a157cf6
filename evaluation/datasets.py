"""Reader of claims with known answers, and what their labels mean.

Claims are JSON Lines, plain or gzip'ed: `id`, `claim`, `label`, and where known `claimed_at`,
`speaker`, `type`, `difficulty` and `evidence`, a list of {`passage_id`, `stance`}. Quotations and
whatever else a line has are not needed.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

from sources.dates import read_day
from verification.errors import NotFound, Rejected
from verification.types import Stance, Veracity

_Label = TypeVar("_Label", Veracity, Stance)
_VERACITIES: Final[Mapping[str, Veracity]] = {
    "supported": Veracity.SUPPORTED,
    "supports": Veracity.SUPPORTED,
    "refuted": Veracity.REFUTED,
    "refutes": Veracity.REFUTED,
    "conflicting": Veracity.CONFLICTING,
    "not_enough_evidence": Veracity.NOT_ENOUGH_EVIDENCE,
    "not enough evidence": Veracity.NOT_ENOUGH_EVIDENCE,
    "nei": Veracity.NOT_ENOUGH_EVIDENCE,
}
_STANCES: Final[Mapping[str, Stance]] = {
    "supports": Stance.SUPPORTS,
    "refutes": Stance.REFUTES,
    "neutral": Stance.NEUTRAL,
    "nei": Stance.NEUTRAL,
}


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """A claim whose veracity is known.

    `evidence` are the ids of the passages that support or refute it; empty where none are known.
    """

    id: str
    text: str
    veracity: Veracity
    claimed_at: date | None = None
    speaker: str | None = None
    kind: str = ""
    difficulty: str = ""
    evidence: frozenset[str] = frozenset()


def read_claims(path: Path) -> list[GoldClaim]:
    """The claims in a file; Rejected names the first line that is none, NotFound the path."""
    claims = []
    for number, row in _rows(path):
        try:
            claims.append(_claim(row))
        except (KeyError, TypeError, ValueError) as error:
            raise Rejected(f"{path}, line {number}: {_reason(error)}.") from error
    if not claims:
        raise Rejected(f"{path} holds no claims.")
    return claims


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The JSON objects in a file of lines; Rejected and NotFound as for `read_claims`."""
    return [row for _, row in _rows(path)]


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    if not path.is_file():
        raise NotFound(f"There is no file {path}.")
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line.decode("utf-8"))
            except ValueError:
                raise Rejected(f"{path}, line {number}: it is not JSON in UTF-8.") from None
            if not isinstance(row, dict):
                raise Rejected(f"{path}, line {number}: it is not a JSON object.")
            yield number, row


def _claim(row: Mapping[str, Any]) -> GoldClaim:
    evidence = row.get("evidence") or []
    return GoldClaim(
        id=str(row["id"]),
        text=_text(row, "claim"),
        veracity=_translated(row["label"], _VERACITIES),
        claimed_at=_day(row.get("claimed_at")),
        speaker=row.get("speaker") or None,
        kind=str(row.get("type") or ""),
        difficulty=str(row.get("difficulty") or ""),
        evidence=frozenset(str(item["passage_id"]) for item in evidence if _tells(item)),
    )


def _tells(item: Mapping[str, Any]) -> bool:
    return _translated(item.get("stance") or "neutral", _STANCES) is not Stance.NEUTRAL


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row[name]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"`{name}` is not a text")
    return value


def _day(written: str | None) -> date | None:
    if not written:
        return None
    day = read_day(written)
    if day is None:
        raise ValueError(f"{written!r} is not a day")
    return day


def _translated(label: object, known: Mapping[str, _Label]) -> _Label:
    try:
        return known[str(label).lower()]
    except KeyError:
        raise ValueError(f"{label!r} is none of {', '.join(known)}") from None


def _reason(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)
