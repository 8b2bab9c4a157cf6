"""The connection to the cluster: every answer complete, every failure a CorpusUnavailable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from elastic_transport import ConnectionTimeout, TlsError, TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError, UnsupportedProductError

from indices.elastic_query import PAGE
from indices.elastic_versions import Target
from indices.options import CorpusOptions
from verification.errors import CorpusUnavailable, SettingsInvalid

_NONE: Final[Mapping[str, Any]] = {}
_BUSY: Final = (429, 502, 503, 504)

_SENTENCES: Final = {
    401: "Elasticsearch refused the API key or the user; check ASSAY_ELASTICSEARCH_API_KEY.",
    403: "The API key or user lacks rights in Elasticsearch; it needs all of them on its indices.",
    404: "The corpus is not in Elasticsearch yet, or not in the form this version reads; "
    "run `assay reindex`.",
    429: "Elasticsearch is too busy to answer; try again later.",
}


class IndexMissing(CorpusUnavailable):
    """The index or alias that was asked is not there."""


def connect(target: Target, options: CorpusOptions) -> Elasticsearch:
    """A client for the cluster; nothing is sent before the first call. Raises SettingsInvalid."""
    credentials: dict[str, Any] = {}
    if options.api_key:
        credentials["api_key"] = options.api_key
    elif options.username:
        credentials["basic_auth"] = (options.username, options.password or "")
    if options.ca_file:
        if not options.ca_file.is_file():
            raise SettingsInvalid(f"There is no CA file {options.ca_file}.")
        credentials["ca_certs"] = str(options.ca_file)
    return Elasticsearch(
        list(target.hosts),
        request_timeout=options.request_timeout_s,
        # Reads can be repeated, and writes carry their ids, so that repeating them is harmless.
        max_retries=2,
        retry_on_status=_BUSY,
        retry_backoff_base=0.1,
        retry_backoff_cap=1.0,
        **credentials,
    )


@contextmanager
def answering() -> Iterator[None]:
    """Turn whatever the client raises into CorpusUnavailable with one clear sentence."""
    try:
        yield
    except NotFoundError as error:
        raise IndexMissing(_sentence(error)) from error
    except ApiError as error:
        raise CorpusUnavailable(_sentence(error)) from error
    except TransportError as error:
        raise CorpusUnavailable(_transport_sentence(error)) from error


def _sentence(error: ApiError) -> str:
    if isinstance(error, UnsupportedProductError):
        return "What answers at this address is not Elasticsearch; check ASSAY_CORPUS_URL."
    status = error.meta.status
    return _SENTENCES.get(
        status, f"Elasticsearch could not answer in full ({status} {error.message})."
    )


def _transport_sentence(error: TransportError) -> str:
    if isinstance(error, TlsError):
        return (
            "The certificate of Elasticsearch cannot be verified; "
            "check ASSAY_ELASTICSEARCH_CA_FILE and the host name in ASSAY_CORPUS_URL."
        )
    if isinstance(error, ConnectionTimeout):
        return "Elasticsearch did not answer in time; try again later."
    return "Elasticsearch does not answer; check that it runs and ASSAY_CORPUS_URL names it."


def refuse_partial(answer: Mapping[str, Any], index: str) -> None:
    """Raise CorpusUnavailable unless every shard answered, there is one, and none ran out of time.

    Shards that were skipped, because nothing in them can match, count as having answered.
    """
    shards = answer["_shards"]
    complete = shards["failed"] == 0 and 0 < shards["total"] == shards["successful"]
    if answer["timed_out"] is not False or not complete:
        raise CorpusUnavailable(
            f"Only {shards['successful']} of {shards['total']} shards of {index} answered "
            "in time; a partial answer counts as none."
        )


class CompleteSearch:
    """The one way to search: a partial answer is an error."""

    def __init__(self, client: Elasticsearch, timeout_s: float) -> None:
        self._client = client
        # The cluster gives up a little before the client does, and says so.
        self._timeout = f"{max(1, int(timeout_s * 900))}ms"

    def __call__(
        self, index: str, body: Mapping[str, Any], parameters: Mapping[str, Any] = _NONE
    ) -> dict[str, Any]:
        """The answer of all shards of an index or alias. Raises CorpusUnavailable."""
        with answering():
            response = self._client.search(
                index=index,
                body={**body, "timeout": self._timeout},
                allow_partial_search_results=False,
                **parameters,
            )
        answer: dict[str, Any] = response.body
        refuse_partial(answer, index)
        return answer

    def pages(self, index: str, body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The hits of a search that is sorted by something unique, page after page."""
        after: dict[str, Any] = {}
        while True:
            found: list[dict[str, Any]] = self(index, {**body, **after})["hits"]["hits"]
            yield from found
            if len(found) < PAGE:
                return
            after = {"search_after": found[-1]["sort"]}
