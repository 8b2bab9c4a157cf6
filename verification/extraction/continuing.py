"""Quotations that run on: a sentence of nothing but quoted words belongs to who spoke before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from language.types import Quotation, Span
from verification.extraction.attribution import Saying
from verification.extraction.layout import Unit

_MARKS: Final = " \t\r\n“”\"'‘’«»"


def with_continued(
    text: str,
    units: Sequence[Unit],
    sayings: Sequence[list[Saying]],
    quotations: Sequence[Quotation],
) -> list[list[Saying]]:
    """Return the sayings of each unit, with those of sentences that only go on with a quotation.

    Such a sentence stands in the same paragraph as the words it continues, or is the next one.
    """
    starts = [quotation.start for quotation in quotations]
    found: list[list[Saying]] = []
    for number, (unit, said) in enumerate(zip(units, sayings, strict=True)):
        quoted = not said and unit.kind == "sentence" and _is_quoted(text, unit, starts, quotations)
        before = _spoken_before(units, found, number) if quoted else None
        found.append([_going_on(text, unit, before)] if before else said)
    return found


def _is_quoted(
    text: str, unit: Unit, starts: Sequence[int], quotations: Sequence[Quotation]
) -> bool:
    at = bisect_right(starts, unit.start + 1) - 1
    if at < 0:
        return False
    rest = text[quotations[at].end : unit.end] if quotations[at].end < unit.end else ""
    return quotations[at].end > unit.start and not rest.strip(_MARKS + ".")


def _spoken_before(
    units: Sequence[Unit], found: Sequence[list[Saying]], number: int
) -> Saying | None:
    for back in range(number - 1, max(-1, number - 3), -1):
        if found[back]:
            near = units[number].paragraph - units[back].paragraph <= 1
            return found[back][-1] if near else None
        if units[back].kind == "sentence":
            return None
    return None


def _going_on(text: str, unit: Unit, before: Saying) -> Saying:
    words = text[unit.start : unit.end]
    start = unit.start + len(words) - len(words.lstrip(_MARKS))
    end = unit.start + len(words.rstrip(_MARKS))
    return replace(
        before,
        within=Span(unit.start, unit.end),
        content=(Span(start, end),),
        direct=True,
        clause=True,
    )
