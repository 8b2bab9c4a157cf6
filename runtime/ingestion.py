"""Documents into the records, and from the records into the corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from records.backlog import backlog
from records.documents import (
    DocumentFilter,
    DocumentInput,
    StoredDocument,
    Withdrawn,
    all_documents,
    documents_to_index,
    keep_due_by_source,
    list_documents,
    mark_indexed,
    new_to_index,
    passages_of,
    put_documents,
    withdraw_document,
)
from records.runs import claims_touched_by, request_recheck, standing_claims
from runtime.rechecking import claims_that_may_change
from runtime.wiring import Runtime
from verification.errors import CorpusUnavailable, DocumentRejected
from verification.ports import AddReport
from verification.types import Passage, Source

BATCH = 500
# Why a claim is checked again, and with what priority at most: an answer that rests on what is no
# longer so is more urgent than one that may have become surer.
_CHANGED = ("document_changed", "high")
_ADDED = ("document_added", "low")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document that was not taken: its place among those given, from 0, and why."""

    position: int
    document_id: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of the documents given.

    `stored` counts those taken, `changed` those that made a new version, `waiting` all documents
    of the records that the corpus could not take yet; they are indexed when it answers again.
    """

    documents: int
    stored: int
    changed: int
    passages: int
    waiting: int
    refused: tuple[Refusal, ...] = ()


def ingest(
    runtime: Runtime,
    documents: Iterable[DocumentInput],
    *,
    actor: str,
    progress: Callable[[int], None] | None = None,
) -> IngestReport:
    """Store documents and make them searchable; claims they may matter to are checked again.

    What cannot be a document is refused and the rest taken. `progress` is called with the number
    of documents of each finished batch. Raises RecordsUnavailable; batches before it are kept.
    """
    loading = _Loading(runtime, actor)
    for batch in _batches(documents, BATCH):
        loading.take(batch)
        if progress:
            progress(len(batch))
    return loading.finish()


def index_due(runtime: Runtime, limit: int = BATCH) -> int:
    """Bring the corpus up to the records by at most `limit` documents; returns how many.

    Claims whose evidence changed or was withdrawn, and those that what is new may speak of, are
    queued to be checked again in the transaction that notes the document as indexed. Raises
    CorpusUnavailable; what was not taken stays due.
    """
    with runtime.records.read() as session:
        due = documents_to_index(session, limit)
    _index(runtime, due)
    return len(due)


def reindex(runtime: Runtime, progress: Callable[[int], None] | None = None) -> AddReport:
    """Build the corpus anew from the records while searches go on against the old one."""
    indexed: list[tuple[str, int]] = []
    shown: list[tuple[str, Source]] = []

    def noted(documents: Iterator[StoredDocument]) -> Iterator[StoredDocument]:
        for document in documents:
            indexed.append((document.id, document.version))
            shown.append((document.id, document.source))
            yield document
            if progress:
                progress(1)

    with runtime.records.read() as session:
        report = runtime.corpus.rebuild(_passages(noted(all_documents(session))))
    with runtime.records.begin() as session:
        mark_indexed(session, indexed)
        keep_due_by_source(session, shown)
    return report


def withdraw(runtime: Runtime, document_id: str, *, reason: str, actor: str) -> bool:
    """Withdraw a document; it leaves the corpus, and claims that quote it are checked again.

    False when the corpus does not answer: the document leaves it later, but no new verdict quotes
    it from now on. Raises NotFound.
    """
    with runtime.records.begin() as session:
        withdraw_document(session, document_id, reason=reason, actor=actor, now=runtime.now())
    try:
        index_due(runtime)
    except CorpusUnavailable:
        return False
    return True


def make_first_corpus(runtime: Runtime) -> None:
    """Make an empty corpus where no document was ever taken in.

    One that went missing later is not made: it would find no evidence where `reindex` is needed.
    Raises CorpusUnavailable.
    """
    with runtime.records.read() as session:
        known = list_documents(session, DocumentFilter(limit=1)).items
    if not known:
        runtime.corpus.add([])


class _Loading:
    """One `ingest` under way."""

    def __init__(self, runtime: Runtime, actor: str) -> None:
        self._runtime = runtime
        self._actor = actor
        self._given = self._stored = self._changed = self._passages = 0
        self._refused: list[Refusal] = []
        self._corpus_answers = True

    def take(self, batch: Sequence[DocumentInput]) -> None:
        """Store a batch, then index what changed."""
        stored = self._store(batch)
        changed = [document for document in stored if document.changed]
        self._given += len(batch)
        self._stored += len(stored)
        self._changed += len(changed)
        self._passages += sum(len(passages_of(document)) for document in stored)
        # After one failure the rest is left to the end: each try may take a whole timeout.
        if changed and self._corpus_answers:
            try:
                _index(self._runtime, changed)
            except CorpusUnavailable:
                self._corpus_answers = False

    def finish(self) -> IngestReport:
        """Index what is still due and say what became of everything."""
        with suppress(CorpusUnavailable):
            while index_due(self._runtime):
                pass
        with self._runtime.records.read() as session:
            waiting = backlog(session).documents_to_index
        return IngestReport(
            documents=self._given,
            stored=self._stored,
            changed=self._changed,
            passages=self._passages,
            waiting=waiting,
            refused=tuple(self._refused),
        )

    def _store(self, batch: Sequence[DocumentInput]) -> list[StoredDocument]:
        try:
            return self._put(batch)
        except DocumentRejected:
            # One of them cannot be a document; take the others one by one.
            return [
                kept for place in enumerate(batch, self._given) for kept in self._put_one(place)
            ]

    def _put_one(self, place: tuple[int, DocumentInput]) -> list[StoredDocument]:
        position, document = place
        try:
            return self._put([document])
        except DocumentRejected as error:
            self._refused.append(Refusal(position, document.id, error.detail))
            return []

    def _put(self, documents: Sequence[DocumentInput]) -> list[StoredDocument]:
        runtime = self._runtime
        with runtime.records.begin() as session:
            return put_documents(session, documents, actor=self._actor, now=runtime.now())


def _index(runtime: Runtime, due: Sequence[StoredDocument | Withdrawn]) -> None:
    gone = [item.id for item in due if isinstance(item, Withdrawn)]
    stored = [item for item in due if isinstance(item, StoredDocument)]
    if gone:
        runtime.corpus.remove_documents(gone)
    if stored:
        runtime.corpus.add(_passages(stored))
    if not due:
        return
    # Looked for after the index took them in: what is verified from now on will see them itself.
    concerned = _concerned(runtime, stored)
    with runtime.records.begin() as session:
        mark_indexed(session, [(item.id, item.version) for item in due])
        keep_due_by_source(session, [(item.id, item.source) for item in stored])
        touched = claims_touched_by(session, [item.id for item in due])
        checks = dict.fromkeys(concerned, _ADDED) | dict.fromkeys(touched, _CHANGED)
        for claim_id, (reason, at_most) in sorted(checks.items()):
            request_recheck(session, claim_id, reason=reason, now=runtime.now(), at_most=at_most)


def _concerned(runtime: Runtime, stored: Sequence[StoredDocument]) -> list[str]:
    """Ids of the claims that what is new among these documents may speak of."""
    with runtime.records.read() as session:
        new = new_to_index(session, stored)
        limit = runtime.settings.recheck_claims if new else 0
        claims = standing_claims(session, limit) if limit else []
    return claims_that_may_change(claims, _passages(new))


def _passages(documents: Iterable[StoredDocument]) -> Iterator[Passage]:
    for document in documents:
        yield from passages_of(document)


def _batches(documents: Iterable[DocumentInput], size: int) -> Iterator[list[DocumentInput]]:
    rest = iter(documents)
    while batch := list(islice(rest, size)):
        yield batch
