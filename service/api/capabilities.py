"""What this service is, what it runs on and how much it takes."""

from __future__ import annotations

from typing import Any

from records.webhooks import EVENT_TYPES
from runtime.settings import Settings
from service.access import Access
from service.api.submitting import LANGUAGES
from service.openapi import Blueprint
from service.schemas.articles import ARTICLE_CHARACTERS
from service.schemas.operations import CapabilitiesAnswer
from service.state import runtime, settings
from verification.errors import CorpusUnavailable

capabilities = Blueprint(
    "capabilities", __name__, description="What this service is, runs on and takes."
)


@capabilities.operation("GET", "/v1/capabilities", Access())
@capabilities.answer(200, CapabilitiesAnswer, description="What the service is.")
def read_capabilities() -> dict[str, Any]:
    """Read the capabilities."""
    chosen = settings()
    current = runtime().current_state()
    return {
        "version": runtime().code_version,
        "profile": "embedded" if chosen.all_embedded else "server",
        "backends": _backends(chosen),
        "judge": current.judge,
        "policy": current.policy,
        "languages": list(LANGUAGES),
        "corpus": {
            "passages": _count() if current.corpus_generation else None,
            "generation": current.corpus_generation,
        },
        "limits": _limits(chosen),
        "keys_needed": chosen.keys_needed,
        "events": list(EVENT_TYPES),
    }


def _count() -> int | None:
    try:
        return runtime().corpus.count()
    except CorpusUnavailable:
        return None


def _backends(chosen: Settings) -> dict[str, str]:
    corpus = _scheme(chosen.corpus_url)
    return {
        "records": _scheme(chosen.records_url),
        "corpus": "elasticsearch" if corpus in {"http", "https"} else corpus,
        "queue": _scheme(chosen.broker_url) if chosen.broker_url else "embedded",
        "cache": _scheme(chosen.cache_url),
        "judge": _scheme(chosen.judge_url),
    }


def _scheme(url: str) -> str:
    """The kind of a backend, never its address."""
    return url.partition(":")[0].partition("+")[0]


def _limits(chosen: Settings) -> dict[str, Any]:
    return {
        "claim_characters": chosen.max_claim_characters,
        "article_characters": ARTICLE_CHARACTERS,
        "document_characters": chosen.max_document_characters,
        "body_bytes": chosen.max_body_bytes,
        "article_bytes": chosen.max_article_bytes,
        "bulk_bytes": chosen.max_bulk_bytes,
        "bulk_documents": chosen.max_bulk_documents,
        "json_depth": chosen.max_json_depth,
        "page_size": chosen.page_size_max,
        "wait_s": chosen.prefer_wait_max_s,
        "unfinished_claims_per_key": chosen.max_active_runs_per_key,
        "requests_per_minute": {
            "read": chosen.rate_limit_read,
            "write": chosen.rate_limit_write,
            "anonymous": chosen.rate_limit_anonymous,
        },
    }
