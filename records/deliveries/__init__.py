"""Deliveries: one event on its way to one receiver."""

from records.deliveries.leasing import due_deliveries, lease_delivery, lease_due_deliveries
from records.deliveries.nouns import (
    Attempt,
    AttemptOutcome,
    Delivery,
    DeliveryFilter,
    LeasedDelivery,
)
from records.deliveries.outcomes import record_attempt, replay_delivery
from records.deliveries.reading import delivery_attempts, get_delivery, list_deliveries

__all__ = [
    "Attempt",
    "AttemptOutcome",
    "Delivery",
    "DeliveryFilter",
    "LeasedDelivery",
    "delivery_attempts",
    "due_deliveries",
    "get_delivery",
    "lease_delivery",
    "lease_due_deliveries",
    "list_deliveries",
    "record_attempt",
    "replay_delivery",
]
