"""Rows to documents: rows of one `doc_id` next to each other are passages of one document."""

from __future__ import annotations

import os.path
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeVar

from sources.documents import BadLine, NewDocument, NewPassage, content_id
from sources.rows import Row
from sources.splitting import split_passages

_BETWEEN_PASSAGES: Final = "\n\n"
_TITLE_SEPARATORS: Final = (" – ", " — ", " | ", ": ", " - ")
_Value = TypeVar("_Value", str, date)


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row and the line it stands in."""

    path: str
    number: int
    row: Row

    def bad(self, reason: str) -> BadLine:
        """The same line, refused."""
        return BadLine(self.path, self.number, reason)


def group_rows(
    rows: Iterable[PlacedRow | BadLine], seen: set[str]
) -> Iterator[NewDocument | BadLine]:
    """The documents that `rows` make up, and every line that could not be taken.

    `seen` holds the ids of the documents already given; an id that comes again after another
    document is a bad line, and the first document stays whole. A bad line does not part the rows
    around it.
    """
    members: list[PlacedRow] = []
    for item in rows:
        if isinstance(item, BadLine):
            yield item
            continue
        if members and members[0].row.document_id != item.row.document_id:
            yield from _of_several(members, seen)
            members = []
        if item.row.document_id is None:
            yield from _of_one(item, seen)
        else:
            members.append(item)
    if members:
        yield from _of_several(members, seen)


def document_of(row: Row) -> NewDocument:
    """The document in a row that is a whole one; its text is parted into passages.

    A document of one passage gives it its own id; several are numbered from 0.
    """
    day = row.published_at.isoformat() if row.published_at else None
    own = row.id or content_id(row.publisher, row.title, row.url, day, row.text)
    ranges = split_passages(row.text)
    ids = [own] if len(ranges) == 1 else [f"{own}-{at}" for at in range(len(ranges))]
    passages = [NewPassage(each, *span) for each, span in zip(ids, ranges, strict=True)]
    return _document(row, own, passages)


def _of_one(placed: PlacedRow, seen: set[str]) -> Iterator[NewDocument | BadLine]:
    document = document_of(placed.row)
    if document.id in seen:
        yield placed.bad(f"The document {document.id} was given before.")
        return
    seen.add(document.id)
    yield document


def _of_several(members: list[PlacedRow], seen: set[str]) -> Iterator[NewDocument | BadLine]:
    own = members[0].row.document_id or ""
    if own in seen:
        reason = f"The document {own} came before; its passages must stand next to each other."
        yield from (member.bad(reason) for member in members)
        return
    seen.add(own)
    taken: dict[str, PlacedRow] = {}
    for member in members:
        passage = member.row.id or f"{own}-{len(taken)}"
        if passage in taken:
            yield member.bad(f"The passage {passage} was given before.")
        elif member.row.publisher != members[0].row.publisher:
            yield member.bad(f"The document {own} has another publisher in the lines before.")
        else:
            taken[passage] = member
    yield _joined(own, taken)


def _joined(own: str, taken: dict[str, PlacedRow]) -> NewDocument:
    rows = [member.row for member in taken.values()]
    whole = replace(
        rows[0],
        title=_shared_title([row.title for row in rows]),
        text=_BETWEEN_PASSAGES.join(row.text for row in rows),
        speaker=_shared([row.speaker for row in rows]),
        published_at=_shared([row.published_at for row in rows]),
        url=_shared([row.url for row in rows]),
        remarks=tuple(remark for row in rows for remark in row.remarks),
    )
    passages = []
    start = 0
    for own_id, row in zip(taken, rows, strict=True):
        passages.append(_passage(own_id, start, row, whole))
        start += len(row.text) + len(_BETWEEN_PASSAGES)
    return _document(whole, own, passages)


def _passage(own_id: str, start: int, row: Row, whole: Row) -> NewPassage:
    return NewPassage(
        own_id,
        start,
        start + len(row.text),
        title=None if row.title == whole.title else row.title,
        speaker=None if row.speaker == whole.speaker else row.speaker,
        published_at=None if row.published_at == whole.published_at else row.published_at,
        url=None if row.url == whole.url else row.url,
    )


def _shared(values: Sequence[_Value | None]) -> _Value | None:
    """What all have; None where one differs, so that no passage is given another's."""
    return values[0] if all(value == values[0] for value in values) else None


def _shared_title(titles: list[str]) -> str:
    """The title of all, the part up to a separator that all begin with, or the first."""
    if all(title == titles[0] for title in titles):
        return titles[0]
    start = os.path.commonprefix(titles)  # noqa: RUF071 - titles, not paths
    cuts = [start.rfind(separator) for separator in _TITLE_SEPARATORS]
    return start[: max(cuts)] if max(cuts) > 0 else titles[0]


def _document(row: Row, own: str, passages: list[NewPassage]) -> NewDocument:
    return NewDocument(
        id=own,
        title=row.title,
        publisher=row.publisher,
        publisher_kind=row.publisher_kind,
        text=row.text,
        passages=tuple(passages),
        published_at=row.published_at,
        url=row.url,
        speaker=row.speaker,
        language=row.language,
        remarks=row.remarks,
    )
