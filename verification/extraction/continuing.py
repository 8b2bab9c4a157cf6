"""Quotations that run on: a sentence of nothing but quoted words has a speaker near by."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from language.types import Quotation, Span
from verification.extraction.layout import Unit
from verification.extraction.sayings import Saying

_MARKS: Final = " \t\r\n“”\"'‘’«»"


def with_continued(
    text: str,
    units: Sequence[Unit],
    sayings: Sequence[list[Saying]],
    quotations: Sequence[Quotation],
) -> list[list[Saying]]:
    """Return the sayings of each unit, with those of sentences that only go on with a quotation.

    Such a sentence stands in the same paragraph as the words it continues, or is the next one; or
    it opens a quotation whose source is named only after its last sentence.
    """
    starts = [quotation.start for quotation in quotations]
    found: list[list[Saying]] = []
    for number, (unit, said) in enumerate(zip(units, sayings, strict=True)):
        quoted = not said and unit.kind == "sentence" and _is_quoted(text, unit, starts, quotations)
        before = _spoken_before(units, found, number) if quoted else None
        found.append([_going_on(text, unit, before)] if before else said)
        if said and (opened := _opened_before(unit, said[0], starts, quotations)):
            _give_back(text, units, found, said[0], opened)
    return found


def _opened_before(
    unit: Unit, said: Saying, starts: Sequence[int], quotations: Sequence[Quotation]
) -> int | None:
    """Return where the quotation opens that a sentence goes on with before it names its source."""
    at = bisect_right(starts, unit.start) - 1
    if at < 0 or said.content[0].start > unit.start + 2:
        return None
    return starts[at] if quotations[at].end > unit.start and said.cue.start > unit.start else None


def _give_back(
    text: str, units: Sequence[Unit], found: list[list[Saying]], said: Saying, opened: int
) -> None:
    """Give the sentences of a quotation to the source that is named only after its last one."""
    for back in range(len(found) - 2, -1, -1):
        if units[back].end <= opened or found[back]:
            return
        start = max(units[back].start, opened)
        found[back] = [_going_on(text, units[back]._replace(start=start), said)]


def _is_quoted(
    text: str, unit: Unit, starts: Sequence[int], quotations: Sequence[Quotation]
) -> bool:
    at = bisect_right(starts, unit.start + 2) - 1
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
