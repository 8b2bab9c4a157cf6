"""Passages as they are written: lazily, in batches of whole documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby, islice

from indices.analysis import encodable
from indices.generation import Marks, marks
from verification.ports import AddReport
from verification.types import Passage


@dataclass(frozen=True, slots=True)
class Batch:
    """The complete passages of some documents; a document without any is to be emptied.

    `documents` has each once. `passages` is by passage id; where an id is given twice the later
    one counts.
    """

    documents: tuple[str, ...]
    passages: Mapping[str, Passage] = field(default_factory=dict)

    @property
    def marks(self) -> dict[str, Marks]:
        """The marks of each passage, by passage id."""
        return {passage_id: marks(each) for passage_id, each in self.passages.items()}


def in_batches(passages: Iterable[Passage], size: int) -> Iterator[Batch]:
    """Batches of at least `size` passages, but for the last; documents are never split."""
    groups = (list(group) for _, group in groupby(passages, lambda each: each.document.id))
    while waiting := list(_at_least(size, groups)):
        documents = dict.fromkeys(group[0].document.id for group in waiting)
        # Of a document that came back in pieces only the last piece counts.
        last = {group[0].document.id: group for group in waiting}
        yield Batch(tuple(documents), {each.id: each for each in chain(*last.values())})


def _at_least(size: int, groups: Iterator[list[Passage]]) -> Iterator[list[Passage]]:
    held = 0
    while held < size and (group := next(groups, None)) is not None:
        held += len(group)
        yield group


def first_of_each(batches: Iterable[Batch]) -> Iterator[Batch]:
    """The batches less the passages whose id an earlier batch had; remembers every id."""
    seen: set[str] = set()
    for batch in batches:
        new = {each: batch.passages[each] for each in batch.passages if each not in seen}
        seen.update(new)
        yield Batch(batch.documents, new)


def emptying(document_ids: Sequence[str], size: int) -> Iterator[Batch]:
    """Batches of at most `size` documents that are to lose all their passages."""
    rest = iter(dict.fromkeys(map(encodable, document_ids)))
    while some := tuple(islice(rest, size)):
        yield Batch(some)


def together(reports: Iterable[AddReport]) -> AddReport:
    """The sum of several reports."""
    documents = added = changed = unchanged = removed = 0
    for each in reports:
        documents += each.documents
        added += each.added
        changed += each.changed
        unchanged += each.unchanged
        removed += each.removed
    return AddReport(documents, added, changed, unchanged, removed)


@dataclass(frozen=True, slots=True)
class Change:
    """What a batch does to what was there: passages to write with their marks, ids to take away.

    `replaced` are the marks that go, those of rewritten passages among them.
    """

    written: tuple[tuple[Passage, Marks], ...]
    gone: tuple[str, ...]
    replaced: tuple[Marks, ...]
    report: AddReport


def compare(batch: Batch, existing: Mapping[str, Marks]) -> Change:
    """What has to be done so that the documents of a batch hold its passages and no others.

    `existing` has, by passage id, what the corpus holds of these documents or under these ids.
    """
    given = batch.marks
    stale = [each for each in given if each in existing and existing[each] != given[each]]
    fresh = [each for each in given if each not in existing]
    gone = tuple(each for each in existing if each not in given)
    return Change(
        written=tuple((batch.passages[each], given[each]) for each in (*fresh, *stale)),
        gone=gone,
        replaced=tuple(existing[each] for each in (*stale, *gone)),
        report=AddReport(
            documents=len(batch.documents),
            added=len(fresh),
            changed=len(stale),
            unchanged=len(given) - len(fresh) - len(stale),
            removed=len(gone),
        ),
    )
