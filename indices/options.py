"""How to reach a corpus, beyond its URL."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CorpusOptions:
    """How to reach a corpus, beyond its URL; all but the timeout is for Elasticsearch.

    `ca_file` is the authority that signed the cluster's certificate. Either an API key or a user
    with a password, or neither. `request_timeout_s` bounds one request, and for the embedded
    corpus the wait for other writers. `shards` and `replicas` hold for indices made from now on.
    """

    ca_file: Path | None = None
    api_key: str | None = field(default=None, repr=False)
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    request_timeout_s: float = 30.0
    shards: int = 1
    replicas: int = 1
