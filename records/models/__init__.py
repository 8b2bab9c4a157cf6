"""The tables, grouped by what they are about."""

from records.models import articles, claims, corpus, desk, hooks, ledger
from records.models.base import Base

__all__ = ["Base", "articles", "claims", "corpus", "desk", "hooks", "ledger"]
