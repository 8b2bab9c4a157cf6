"""The HTTP API, one module per noun."""

from __future__ import annotations

from service.api.articles import articles
from service.api.capabilities import capabilities
from service.api.claims import claims
from service.api.documents import documents
from service.api.health import health
from service.api.passages import passages
from service.api.reviews import reviews
from service.api.sources import sources
from service.api.webhooks import webhooks
from service.hooks.inbound import hooks

BLUEPRINTS = (
    claims,
    articles,
    documents,
    passages,
    sources,
    reviews,
    webhooks,
    hooks,
    capabilities,
    health,
)
"""All operations, in the order of the reference."""
