"""The rules the records keep by themselves, given once to `open_records`."""

from __future__ import annotations

from dataclasses import dataclass

from verification.types import Veracity

DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Rules:
    """Numbers that decide what happens to a run, a verdict and a delivery.

    `max_attempts` bounds attempts that ended in an error or without a sign of life. An outage of
    the corpus or the judge costs no attempt; it is waited out for `outage_patience_s` after the
    run was queued. A run that nobody takes is offered again every `offer_again_s`. A verdict goes
    to the desk when its veracity is in `review_veracities`, its confidence is below
    `review_confidence_below`, or `high_demand` requests asked for it.
    `webhook_schedule_s` are the waits between the attempts of one delivery.
    """

    max_attempts: int = 3
    outage_patience_s: float = DAY_S
    offer_again_s: float = 15.0
    review_veracities: frozenset[Veracity] = frozenset({Veracity.REFUTED, Veracity.CONFLICTING})
    review_confidence_below: float = 0.7
    high_demand: int = 10
    webhook_schedule_s: tuple[int, ...] = (
        5,
        300,
        1800,
        7200,
        18_000,
        36_000,
        50_400,
        72_000,
        86_400,
    )
    idempotency_hours: int = 24
    outbox_days: int = 7
    inbox_days: int = 2
