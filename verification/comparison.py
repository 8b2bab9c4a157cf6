"""Holding the details of a claim against the details of evidence, by code.

Each detail of the claim is paired with the detail of the evidence that speaks of the same thing.
An agreement is reported wherever it is found. A disagreement is reported only where the pairing is
sound: the two measure, count or date the same thing, the sentence of the evidence shares enough of
the claim's other words, and no other detail of the evidence agrees. All else is left unsaid.
"""

from __future__ import annotations

from verification.comparing import dates, names, polarity, quantities
from verification.comparing.context import Header, read_header, with_aliases
from verification.details import Details
from verification.types import Comparison

__all__ = ["Header", "compare", "read_header", "with_aliases"]


def compare(claim: Details, evidence: Details, header: Header) -> tuple[Comparison, ...]:
    """The details of the claim that the evidence confirms or contradicts."""
    evidence, header = with_aliases(claim, evidence, header)
    return (
        *quantities.compare_all(claim, evidence, header),
        *dates.compare_all(claim, evidence, header),
        *polarity.compare_all(claim, evidence, header),
        *names.compare_all(claim, evidence, header),
    )
