"""The dates of a sentence, resolved against the day of the article."""

from __future__ import annotations

from datetime import date

from language.dates import find_dates
from verification.extraction.types import ClaimDate


def dates_in(text: str, start: int, end: int, day: date | None) -> tuple[ClaimDate, ...]:
    """Return the dates that characters `start` to `end` of `text` name."""
    return tuple(
        ClaimDate(
            start + found.start,
            start + found.end,
            found.wording,
            found.first,
            found.last,
            found.granularity,
        )
        for found in find_dates(text[start:end], day)
    )
