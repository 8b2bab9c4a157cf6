"""Words by which a claim compares or orders in time: "the largest", "more than", "first since"."""

from __future__ import annotations

import re
from typing import Final

_COMPARATIVE: Final = re.compile(
    r"\b(?:more|less|fewer|higher|lower|larger|smaller|greater|better|worse|faster|slower|longer"
    r"|shorter|stronger|weaker|rather|other)\b[^.;]{0,40}?\bthan\b"
    r"|\b(?:most|least|largest|biggest|smallest|highest|lowest|greatest|longest|shortest|fastest"
    r"|slowest|strongest|weakest|worst|best|deadliest|steepest|sharpest|record|twice|double|doubled"
    r"|tripled|triple|half as|as many as|as much as|compared (?:to|with)|unprecedented)\b",
    re.IGNORECASE,
)
_TEMPORAL: Final = re.compile(
    r"\b(?:(?:first|last|only|\w+th|second|third|fastest|highest|lowest|largest|most|worst|biggest)\b"
    r"[^.;]{0,60}?\b(?:since|in (?:more than |nearly |about |over )?(?:\w+ )?(?:years?|decades?"
    r"|months?|weeks?))|for the first time|first time|never before|ever|since|so far|no longer"
    r"|(?:days|hours|weeks|months|years) (?:after|before|later|ago)|on the eve of)\b"
    r"|\bfirst\b(?! (?:vice|lady|minister|deputy|secretary|of all))",
    re.IGNORECASE,
)


def markers_of(claim: str) -> tuple[str, ...]:
    """Return which of `comparative` and `temporal` a claim is; neither for most."""
    tests = (("comparative", _COMPARATIVE), ("temporal", _TEMPORAL))
    return tuple(name for name, pattern in tests if pattern.search(claim))
