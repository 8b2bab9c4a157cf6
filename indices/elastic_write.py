"""Writing batches of documents into one index, by bulk requests that name their ids."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, TypeVar

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from indices.batches import Batch, Change, compare
from indices.elastic_client import CompleteSearch, answering
from indices.elastic_mapping import MARK_FIELDS
from indices.elastic_query import (
    CONTENT_BODY,
    MARK_SUMS,
    as_content,
    as_document,
    as_marks,
    as_passage,
    document_key,
    of_documents,
)
from indices.elastic_versions import only
from indices.generation import Content
from verification.errors import CorpusUnavailable
from verification.types import Passage

BATCH: Final = 1000
# While the cluster indexes one batch the next is folded and sent; more did not help on two cores.
AT_ONCE: Final = 2
_MOST_BYTES: Final = 10 * 1024 * 1024
_FORBIDDEN, _NOT_FOUND, _BUSY = 403, 404, 429
_DOCUMENTS_AT_ONCE: Final = 5000

Answer = TypeVar("Answer")


class WritesMoved(CorpusUnavailable):
    """A rebuild closed this index for writing or removed it; the write belongs to another one."""


class Index:
    """One index, read in full and written by batches of whole documents."""

    def __init__(self, client: Elasticsearch, search: CompleteSearch, name: str) -> None:
        self.name = name
        self._client = client
        self._search = search

    def refresh(self) -> None:
        """Make what was written visible to searches."""
        with answering():
            shards = self._client.indices.refresh(index=self.name).body["_shards"]
        if shards["failed"] or not shards["successful"]:
            raise CorpusUnavailable(f"Not every shard of {self.name} shows what was written.")

    def content(self) -> Content:
        """The content of what is visible, added up by the cluster."""
        answer = self._search(self.name, CONTENT_BODY)
        return as_content(answer["hits"]["total"]["value"], answer["aggregations"])

    def by_document(self) -> dict[str, Content]:
        """The visible content of each document."""
        contents: dict[str, Content] = {}
        place: dict[str, Any] = {}
        source = {"document": {"terms": {"field": "document_id"}}}
        while True:
            grouped = {"size": _DOCUMENTS_AT_ONCE, "sources": [source], **place}
            body = {"size": 0, "aggs": {"by": {"composite": grouped, "aggs": MARK_SUMS}}}
            answer = self._search(self.name, body)["aggregations"]["by"]
            for each in answer["buckets"]:
                contents[each["key"]["document"]] = as_content(each["doc_count"], each)
            if "after_key" not in answer:
                return contents
            place = {"after": answer["after_key"]}

    def of_documents(self, document_ids: tuple[str, ...]) -> list[Passage]:
        """The visible passages of these documents."""
        found = self._search.pages(self.name, of_documents(document_ids))
        return [as_passage(each["_source"]) for each in found]

    def replace(self, batch: Batch) -> Change:
        """Make the documents of the batch hold its passages and no others.

        What they hold is judged by what is visible. Raises WritesMoved before, in or after the
        middle of it; the whole batch is then to be written to the index that took over.
        """
        wanted = of_documents(batch.documents, list(batch.passages))
        body = {**wanted, "_source": ["id", *MARK_FIELDS]}
        stored = (each["_source"] for each in self._search.pages(self.name, body))
        change = compare(batch, {each["id"]: as_marks(each) for each in stored})
        self._apply(change)
        return change

    def fill(self, batch: Batch) -> Change:
        """Write a batch into an index that holds nothing of its documents yet."""
        change = compare(batch, {})
        self._apply(change)
        return change

    def _apply(self, change: Change) -> None:
        actions: list[dict[str, Any]] = [
            {"_op_type": "delete", "_id": document_key(each)} for each in change.gone
        ]
        actions += (
            {"_op_type": "index", "_id": document_key(each.id), "_source": as_document(each, marks)}
            for each, marks in change.written
        )
        with answering():
            for succeeded, item in self._bulk(actions):
                if not succeeded:
                    _refuse(item)

    def _bulk(self, actions: list[dict[str, Any]]) -> Iterable[tuple[bool, dict[str, Any]]]:
        return streaming_bulk(
            self._client,
            actions,
            index=only(self.name),
            require_alias=True,
            chunk_size=len(actions) or 1,
            max_chunk_bytes=_MOST_BYTES,
            raise_on_error=False,
            max_retries=4,
            initial_backoff=0.25,
            max_backoff=4,
            retry_on_status=(_BUSY,),
        )


def _refuse(item: Mapping[str, Any]) -> None:
    ((operation, result),) = item.items()
    status, error = result.get("status"), result.get("error") or {}
    if operation == "delete" and status == _NOT_FOUND and not error:
        return  # it was gone already
    if status == _NOT_FOUND or (
        status == _FORBIDDEN and error.get("type") == "cluster_block_exception"
    ):
        raise WritesMoved(
            "The corpus takes no writes while a rebuild takes over; if none is under way, one "
            "was interrupted: run `assay reindex`."
        )
    raise CorpusUnavailable(
        f"Elasticsearch did not take passage {result.get('_id')!r}: {error.get('reason', status)}."
    )


def overlapping(
    write: Callable[[Batch], Answer], batches: Iterable[Batch]
) -> Iterator[tuple[Batch, Answer]]:
    """What `write` makes of each batch, in order, while the next ones are under way.

    Batches are taken from the source no faster than they are written.
    """
    under_way: deque[tuple[Batch, Future[Answer]]] = deque()
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="corpus-write")
    try:
        for batch in batches:
            under_way.append((batch, pool.submit(write, batch)))
            if len(under_way) > AT_ONCE:
                done, answer = under_way.popleft()
                yield done, answer.result()
        while under_way:
            done, answer = under_way.popleft()
            yield done, answer.result()
    finally:
        pool.shutdown(cancel_futures=True)
